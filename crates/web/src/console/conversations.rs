//! Writing to a client first: to an address that is typed, or found by the client's name. And once more, what failed.

use crate::console::session::LoggedIn;
use crate::console::view::{Choice, Found, NewTicketPage};
use crate::console::{changes, inbox, multipart, page, replies, show};
use crate::problem::{Answer, Code, Problem};
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::read::{Filter, InboxQuery, View};
use desk::ticket::Conversation;
use domain::ticket::State;
use domain::{Handle, HandleKind};
use serde::Deserialize;
use words::t;

/// Clients offered at once.
const MOST_FOUND: usize = 8;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Public id of a ticket whose client is to be written to.
    #[serde(default)]
    like: String,
    /// An address, a name, a word: whom to look for.
    #[serde(default)]
    find: String,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
struct Typed {
    to: String,
    name: String,
    channel: String,
    title: String,
    text: String,
    key: String,
    error: String,
}

#[get("/conversations/new")]
async fn get_new(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let mut typed = Typed::default();
    if !asked.like.is_empty() {
        let like = me.desk()?.ticket(&asked.like, None, me.app.desk.now()).await?;
        let current = like
            .client
            .identities
            .into_iter()
            .find(|identity| identity.current);
        typed.name = like.client.name;
        typed.to = current.map(|identity| identity.handle.value).unwrap_or_default();
    }
    form(&request, &me, typed, &asked.find, StatusCode::OK).await
}

#[post("/conversations")]
async fn post_new(request: HttpRequest, me: LoggedIn, sent: Multipart) -> Answer {
    let sent = multipart::read(sent, me.app.options.max_upload).await?;
    let typed = Typed {
        to: sent.field("to").trim().to_owned(),
        name: sent.field("name").to_owned(),
        channel: sent.field("channel").to_owned(),
        title: sent.field("title").to_owned(),
        text: sent.field("text").to_owned(),
        key: sent.field("idempotency_key").to_owned(),
        error: String::new(),
    };
    me.check(&request, sent.field("csrf"))?;
    let Some(to) = address(&typed.to, &typed.name) else {
        // No address: a name or a word of somebody who wrote before.
        let find = typed.to.clone();
        return form(&request, &me, typed, &find, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let new = Conversation {
        to,
        channel: Some(typed.channel.clone()).filter(|channel| !channel.is_empty()),
        title: typed.title.clone(),
        text: typed.text.clone(),
        lang: None,
        then: (sent.field("then") == "open").then_some(State::Open),
        files: sent.files,
        take: true,
        key: Some(format!("{}:{}", me.operator.public_id, typed.key)).filter(|_| !typed.key.is_empty()),
    };
    match me.app.desk.begin_conversation(&me.principal, new).await {
        Ok(begun) => Ok(page::see_other(
            &me.app,
            &format!("/tickets/{}", begun.ticket),
            Some("done-sent"),
        )),
        Err(error) => {
            let problem = Problem::from(error);
            if !matches!(
                problem.code,
                Code::Validation | Code::NoRecipient | Code::Conflict
            ) {
                return Err(problem);
            }
            let error = replies::words_of(&problem, me.lang(&request));
            let status = problem.code.status();
            form(&request, &me, Typed { error, ..typed }, "", status).await
        }
    }
}

/// An address as somebody types it; nothing where it is none.
fn address(typed: &str, name: &str) -> Option<Handle> {
    let typed = typed.trim();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if typed
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        && !typed.contains(char::is_whitespace)
    {
        return Some(Handle::email(typed, name));
    }
    let is_number = typed.starts_with('+') && (7..=15).contains(&digits.len());
    is_number.then(|| Handle::new(HandleKind::Phone, format!("+{digits}"), name.trim()))
}

async fn form(request: &HttpRequest, me: &LoggedIn, typed: Typed, find: &str, status: StatusCode) -> Answer {
    let (desk, lang) = (me.desk()?, me.lang(request));
    let found = if find.is_empty() {
        Vec::new()
    } else {
        found(me, find).await?
    };
    let rail = inbox::rail(me, &desk, None).await?;
    let page = page::console(request, me, t(lang, "conversation-new"), "inbox", &rail);
    let error = match (find.is_empty(), found.is_empty(), typed.error.is_empty()) {
        (false, true, true) => t(lang, "conversation-nobody"),
        (false, false, true) => t(lang, "conversation-choose"),
        _ => typed.error,
    };
    // Every door that leads out; which address it reaches is told when it does not.
    let mut ways = me.app.desk.ways_to(HandleKind::Email);
    ways.extend(me.app.desk.ways_to(HandleKind::Phone));
    ways.dedup_by(|a, b| a.id == b.id);
    let doors = ways.into_iter().map(|channel| Choice {
        here: channel.public_id == typed.channel,
        words: format!("{} · {}", show::door(lang, &channel.kind).words, channel.name),
        hint: channel.address.clone(),
        value: channel.public_id,
        ..Choice::default()
    });
    let shown = NewTicketPage {
        doors: doors.collect(),
        to: typed.to,
        name: typed.name,
        subject: typed.title,
        text: typed.text,
        idempotency_key: if typed.key.is_empty() {
            domain::id::secret(20)
        } else {
            typed.key
        },
        found,
        error,
        page,
    };
    page::html_with(status, &shown)
}

/// Clients whose talks hold the words, each once, with an address.
async fn found(me: &LoggedIn, words: &str) -> Answer<Vec<Found>> {
    let filter = Filter {
        text: Some(words.to_owned()),
        ..Filter::of(View::Everything)
    };
    let query = InboxQuery::with(filter, me.app.desk.now());
    let rows = me.desk()?.inbox(query).await?.rows;
    let mut found: Vec<Found> = Vec::new();
    for row in rows {
        if found.iter().any(|known| known.address == row.handle.value) || found.len() >= MOST_FOUND {
            continue;
        }
        found.push(Found {
            name: row.client_label().to_owned(),
            address: row.handle.value.clone(),
            path: format!("/conversations/new?like={}", row.public_id),
        });
    }
    Ok(found)
}

#[derive(Debug, Default, Deserialize)]
struct Again {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    to: String,
}

#[post("/tickets/{id}/messages/{entry}/deliveries")]
async fn send_again(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String)>,
    sent: web::Form<Again>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (id, entry) = path.into_inner();
    let to = match sent.to.trim() {
        "" => None,
        typed => match address(typed, "") {
            Some(to) => Some(to),
            None => {
                let reason = t(me.lang(&request), "conversation-address");
                let error = desk::DeskError::invalid("to", "invalid", reason);
                return changes::answer(&request, &me, &id, Err(error), "done-sent").await;
            }
        },
    };
    let result = me.app.desk.send_again(&me.principal, &id, &entry, to).await;
    changes::answer(&request, &me, &id, result, "done-sent").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_new).service(post_new).service(send_again);
}
