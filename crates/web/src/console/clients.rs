//! A client's own page and what is done on it; the segment, set from a ticket's page; and why a deadline was missed.

use crate::console::session::LoggedIn;
use crate::console::view::ClientPage;
use crate::console::{changes, inbox, page, replies, show};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::DeskResult;
use desk::client::ClientPatch;
use desk::read::Cursor;
use domain::{ClockId, HandleKind};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    client: String,
    segment: String,
    clock: i64,
    reason: String,
    excused: String,
}

/// The card as its form sends it: fields in their order, since wishes about topics come in any number.
struct Card(Vec<(String, String)>);

impl Card {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_name = self.0.iter().filter(move |(field, _)| field == name);
        of_name.map(|(_, value)| value.trim())
    }

    fn one(&self, name: &str) -> String {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Ways of answering by topic; what the form does not ask about stays as it is.
    fn wishes(
        &self,
        known: impl IntoIterator<Item = (String, HandleKind)>,
        is_topic: impl Fn(&str) -> bool,
    ) -> Answer<BTreeMap<String, HandleKind>> {
        let known: BTreeMap<String, HandleKind> = known.into_iter().collect();
        let asks = self.all("topics").next().is_some();
        let mut wishes: BTreeMap<String, HandleKind> = if asks { BTreeMap::new() } else { known.clone() };
        wishes.remove("");
        let way = |code: &str| {
            HandleKind::parse(code).map_err(|error| Problem::field("way", "unknown", error.to_string()))
        };
        for (topic, code) in self.all("topic").zip(self.all("topic_way")) {
            if topic.is_empty() || code.is_empty() {
                continue;
            }
            // What was a topic once stays with whom it was told by.
            if !is_topic(topic) && !known.contains_key(topic) {
                let reason = format!("there is no topic “{topic}”: choose one of the list");
                return Err(Problem::field("topic", "unknown", reason));
            }
            wishes.insert(topic.to_owned(), way(code)?);
        }
        let any = self.one("way");
        if !any.is_empty() {
            wishes.insert(String::new(), way(&any)?);
        }
        Ok(wishes)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    after: Option<String>,
}

#[get("/clients/{id}")]
async fn get_client(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    let shown = room(&request, &me, &id, asked.after.as_deref(), String::new()).await?;
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

async fn room(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    after: Option<&str>,
    error: String,
) -> Answer<ClientPage> {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let after = after.map(str::parse::<Cursor>).transpose()?;
    let found = desk.client(id, after).await?;
    let client = show::client_room(&reader, &found, &me.app.desk.setup());
    let rail = inbox::rail(me, &desk, None).await?;
    Ok(ClientPage {
        page: page::console(request, me, client.name.clone(), "client", &rail),
        client,
        error,
    })
}

#[post("/clients/{id}")]
async fn save_client(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Vec<(String, String)>>,
) -> Answer {
    let card = Card(sent.into_inner());
    me.check(&request, &card.one("csrf"))?;
    let known = me.desk()?.client(&id, None).await?;
    let setup = me.app.desk.setup();
    let is_topic = |key: &str| setup.topics.iter().any(|topic| topic.active && topic.key == key);
    let wishes = match card.wishes(known.wishes, is_topic) {
        Ok(wishes) => wishes,
        Err(problem) => return refused(&request, &me, &id, problem).await,
    };
    let patch = ClientPatch {
        name: Some(card.one("name")),
        company: Some(card.one("company")),
        segment: Some(card.one("segment")),
        lang: Some(card.one("lang")),
        zone: Some(card.one("zone")),
        call_hours: Some(card.one("call_hours")),
        no_calls: Some(card.one("no_calls") == "1"),
        wishes: Some(wishes),
    };
    let saved = me.app.desk.change_client(&me.principal, &id, patch).await;
    answer(&request, &me, &id, saved, "done-client-saved").await
}

#[post("/clients/{id}/absorbed")]
async fn absorb_client(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (desk, other) = (&me.app.desk, sent.client.trim());
    let merged = desk.merge_clients(&me.principal, other, &id).await;
    answer(&request, &me, &id, merged.map(drop), "done-clients-merged").await
}

#[post("/clients/{id}/unmerge")]
async fn unmerge_client(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let undone = me.app.desk.unmerge_clients(&me.principal, &sent.client).await;
    answer(&request, &me, &id, undone.map(drop), "done-clients-unmerged").await
}

#[post("/clients/{id}/apart")]
async fn tell_apart(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    let told = desk.tell_clients_apart(&me.principal, &id, &sent.client).await;
    answer(&request, &me, &id, told, "done-clients-apart").await
}

/// Back to the client's page; what was refused is told there.
async fn answer(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    result: DeskResult<()>,
    done: &str,
) -> Answer {
    let problem = match result {
        Ok(()) => return Ok(page::see_other(&me.app, &format!("/clients/{id}"), Some(done))),
        Err(error) => Problem::from(error),
    };
    refused(request, me, id, problem).await
}

async fn refused(request: &HttpRequest, me: &LoggedIn, id: &str, problem: Problem) -> Answer {
    let told = problem.code.status() == StatusCode::CONFLICT
        || matches!(problem.code, Code::Validation | Code::NotFound);
    if !told {
        return Err(problem);
    }
    let error = replies::words_of(&problem, me.lang(request));
    page::html_with(problem.code.status(), &room(request, me, id, None, error).await?)
}

#[post("/tickets/{id}/segment")]
async fn set_segment(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let patch = ClientPatch {
        segment: Some(sent.segment.clone()),
        ..ClientPatch::default()
    };
    me.app
        .desk
        .change_client(&me.principal, &sent.client, patch)
        .await?;
    let back = changes::back_to(&request, &me, &id);
    Ok(page::see_other(&me.app, &back, Some("done-saved")))
}

#[post("/tickets/{id}/miss")]
async fn explain_miss(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (desk, clock) = (&me.app.desk, ClockId(sent.clock));
    let excused = sent.excused == "1";
    let result = desk
        .explain_miss(&me.principal, &id, clock, &sent.reason, excused)
        .await;
    changes::answer(&request, &me, &id, result, "done-saved").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_client)
        .service(save_client)
        .service(absorb_client)
        .service(unmerge_client)
        .service(tell_apart)
        .service(set_segment)
        .service(explain_miss);
}
