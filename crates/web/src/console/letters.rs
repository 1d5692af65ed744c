//! Letters on paper: the page on which one that came is registered. Who wrote is found first, so that the scan is chosen once.

use crate::app::App;
use crate::console::session::LoggedIn;
use crate::console::view::{Choice, FoundWriter, LetterPage};
use crate::console::{inbox, multipart, page, papers, replies, show};
use crate::problem::{Answer, Code, Problem};
use crate::request;
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::ticket::ReceivedLetter;
use domain::Permission;
use domain::ticket::{Kind, State};
use serde::Deserialize;
use words::{t, t_code};

/// The kind of channels that are for paper.
pub const KIND: &str = "letter";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// A name, an address, a word: who may have written.
    find: String,
    /// Public id of the client who wrote.
    client: String,
    /// Public id of a ticket it belongs to.
    ticket: String,
    /// Public id of the paper it is, where its scan waits.
    paper: String,
}

#[get("/letters/new")]
async fn get_new(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let typed = LetterPage {
        find: asked.find.trim().to_owned(),
        client: asked.client.clone(),
        paper: asked.paper.clone(),
        ..LetterPage::default()
    };
    form(&request, &me, typed, &asked.ticket, ("", ""), StatusCode::OK).await
}

#[post("/letters")]
async fn post_new(request: HttpRequest, me: LoggedIn, sent: Multipart) -> Answer {
    let sent = multipart::read(sent, me.app.options.max_upload).await?;
    me.check(&request, sent.field("csrf"))?;
    let given = |name: &str| Some(sent.field(name).trim().to_owned()).filter(|text| !text.is_empty());
    let typed = LetterPage {
        client: sent.field("client").to_owned(),
        paper: sent.field("paper").to_owned(),
        name: sent.field("name").to_owned(),
        address: sent.field("address").to_owned(),
        subject: sent.field("title").to_owned(),
        text: sent.field("text").to_owned(),
        received: sent.field("received").to_owned(),
        postmark: sent.field("postmark").to_owned(),
        their_number: sent.field("their_number").to_owned(),
        their_date: sent.field("their_date").to_owned(),
        reason: sent.field("reason").to_owned(),
        idempotency_key: sent.field("idempotency_key").to_owned(),
        ..LetterPage::default()
    };
    let (ticket, kind, topic) = (
        sent.field("ticket").to_owned(),
        sent.field("kind").to_owned(),
        sent.field("topic").to_owned(),
    );
    let new = ReceivedLetter {
        channel: given("channel"),
        paper: given("paper"),
        ticket: given("ticket"),
        client: given("client"),
        name: typed.name.clone(),
        address: typed.address.clone(),
        title: typed.subject.clone(),
        text: typed.text.clone(),
        kind: Kind::parse(&kind).ok(),
        topic: given("topic"),
        scan: Vec::new(),
        received: match typed.received.parse() {
            Ok(date) => date,
            // The paper has it.
            Err(_) if !typed.paper.is_empty() => me.app.desk.today(),
            Err(_) => return refused(&request, &me, typed, &ticket, (&kind, &topic), "letter-no-date").await,
        },
        postmark: typed.postmark.parse().ok(),
        their_number: typed.their_number.clone(),
        their_date: typed.their_date.parse().ok(),
        registered_at: None,
        reason: typed.reason.clone(),
        key: format!("letter:{}:{}", me.operator.public_id, typed.idempotency_key),
        trace: request::trace(&request),
    };
    let new = ReceivedLetter {
        scan: sent.files,
        ..new
    };
    match me.app.desk.register_letter(&me.principal, new).await {
        Ok(done) => Ok(page::see_other(
            &me.app,
            &format!("/tickets/{}", done.ticket),
            Some("done-letter-registered"),
        )),
        Err(error) => {
            let problem = Problem::from(error);
            if !matches!(problem.code, Code::Validation | Code::Conflict | Code::NotFound) {
                return Err(problem);
            }
            let error = replies::words_of(&problem, me.lang(&request));
            let status = problem.code.status();
            form(
                &request,
                &me,
                LetterPage { error, ..typed },
                &ticket,
                (&kind, &topic),
                status,
            )
            .await
        }
    }
}

async fn refused(
    request: &HttpRequest,
    me: &LoggedIn,
    typed: LetterPage,
    ticket: &str,
    labels: (&str, &str),
    why: &str,
) -> Answer {
    let error = t(me.lang(request), why);
    form(
        request,
        me,
        LetterPage { error, ..typed },
        ticket,
        labels,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}

/// The page with what was typed; `ticket` is chosen already, `labels` are kind and topic.
async fn form(
    request: &HttpRequest,
    me: &LoggedIn,
    mut shown: LetterPage,
    ticket: &str,
    labels: (&str, &str),
    status: StatusCode,
) -> Answer {
    let (desk, lang, reader) = (me.desk()?, me.lang(request), me.reader(request));
    let setup = me.app.desk.setup();
    if shown.client.is_empty() && !ticket.is_empty() {
        shown.client = desk
            .ticket(ticket, None, me.app.desk.now())
            .await?
            .client
            .public_id;
    }
    if shown.client.is_empty() {
        let found = desk
            .find_clients(&shown.find, &crate::calls::dialling(&me.app))
            .await?;
        shown.found = found
            .into_iter()
            .map(|one| FoundWriter {
                name: show::called::client(lang, &one.name, &one.handle),
                address: show::called::address(lang, &one.handle),
                path: with_paper(format!("/letters/new?client={}", one.public_id), &shown.paper),
            })
            .collect();
    } else {
        let client = desk.client(&shown.client, None).await?;
        shown.client_name.clone_from(&client.profile.name);
        if shown.name.is_empty() {
            shown.name.clone_from(&client.profile.name);
        }
        let open = client
            .tickets
            .into_iter()
            .filter(|one| one.state != State::Closed);
        shown.tickets = open
            .map(|one| Choice {
                here: one.public_id == ticket,
                words: show::called::ticket(lang, &one.number, &one.title),
                value: one.public_id,
                ..Choice::default()
            })
            .collect();
    }
    let choice = |value: &str, words: String, chosen: &str| Choice {
        here: value == chosen,
        value: value.to_owned(),
        words,
        ..Choice::default()
    };
    let doors = setup
        .channels
        .iter()
        .filter(|channel| channel.enabled && channel.kind == KIND);
    shown.doors = doors
        .map(|door| choice(&door.public_id, door.name.clone(), ""))
        .collect();
    shown.kinds = Kind::ALL
        .iter()
        .map(|kind| choice(kind.code(), t_code(lang, "kind", kind.code()), labels.0))
        .collect();
    let topics = setup.topics.iter().filter(|topic| topic.active);
    shown.topics = topics
        .map(|topic| {
            let name = topic.names.get(lang.code()).unwrap_or(&topic.key);
            choice(&topic.key, name.clone(), labels.1)
        })
        .collect();
    shown.asks_reason = me.principal.may(Permission::IntakeBackdate);
    shown.today = reader.now().to_zoned(reader.zone.clone()).date().to_string();
    if shown.received.is_empty() {
        shown.received.clone_from(&shown.today);
    }
    if shown.idempotency_key.is_empty() {
        shown.idempotency_key = domain::id::secret(20);
    }
    if !shown.paper.is_empty() {
        let paper = desk.paper(&shown.paper).await?;
        shown.received.clone_from(&paper.paper.received);
        shown.asks_reason = false;
        shown.waiting = Some(papers::line(&reader, paper));
    }
    let rail = inbox::rail(me, &desk, None).await?;
    shown.page = page::console(request, me, t(lang, "letter-new"), "letters", &rail);
    page::html_with(status, &shown)
}

fn with_paper(path: String, paper: &str) -> String {
    if paper.is_empty() {
        path
    } else {
        format!("{path}&paper={paper}")
    }
}

/// Whether the desk has a door for paper.
#[must_use]
pub fn has_door(app: &App) -> bool {
    let setup = app.desk.setup();
    setup
        .channels
        .iter()
        .any(|channel| channel.enabled && channel.kind == KIND)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_new).service(post_new);
}
