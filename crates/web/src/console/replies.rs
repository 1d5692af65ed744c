//! What is said on a ticket: answers to the client and notes among ourselves. What was typed is given back whenever it
//! was not taken.

use crate::console::inbox::Asked;
use crate::console::promises::PromiseFields;
use crate::console::session::LoggedIn;
use crate::console::show::Typed;
use crate::console::{changes, multipart, page, ticket};
use crate::problem::{self, Answer, Code, Problem};
use actix_multipart::Multipart;
use actix_web::{HttpRequest, post, web};
use desk::DeskError;
use desk::idempotency::Remembered;
use desk::ticket::{NewPromise, Note, Reply};
use domain::HandleKind;
use domain::ticket::{Outcome, State};
use serde::Deserialize;
use words::{Lang, t};

#[post("/tickets/{id}/replies")]
async fn create_reply(request: HttpRequest, me: LoggedIn, id: web::Path<String>, form: Multipart) -> Answer {
    let sent = multipart::read(form, me.app.options.max_upload).await?;
    let typed = Typed {
        reply: sent.field("text").to_owned(),
        key: sent.field("idempotency_key").to_owned(),
        promise: PromiseFields {
            promise_what: sent.field("promise_what").to_owned(),
            promise_date: sent.field("promise_date").to_owned(),
            promise_time: sent.field("promise_time").to_owned(),
            promise_anyway: sent.field("promise_anyway").to_owned(),
        },
        in_reply: true,
        ..Typed::default()
    };
    if let Err(problem) = me.check(&request, sent.field("csrf")) {
        return give_back(&request, &me, &id, typed, problem).await;
    }
    let then = match sent.field("then") {
        "resolved" => Some(State::Resolved),
        "waiting_client" => Some(State::WaitingClient),
        _ => None,
    };
    let promise = match promised(&request, &me, &id, &typed).await {
        Ok(Ok(promise)) => promise,
        Ok(Err(warning)) => return warn(&request, &me, &id, typed, warning).await,
        Err(problem) => return give_back(&request, &me, &id, typed, problem).await,
    };
    let to = sent
        .field("to")
        .split_once(':')
        .and_then(|(kind, value)| Some((HandleKind::parse(kind).ok()?, value.to_owned())));
    let reply = Reply {
        promise,
        on_merits: sent.field("on_merits") == "1",
        agreed_way: sent.field("agreed_way") == "1",
        automatic: false,
        text: typed.reply.clone(),
        based_on: sent.field("version").parse().ok(),
        then,
        outcome: (then == Some(State::Resolved)).then_some(Outcome::SOLVED),
        key: Some(typed.key.clone()).filter(|key| !key.is_empty()),
        files: sent.files,
        with_draft: true,
        to,
        hold: None,
    };
    match me.app.desk.reply(&me.principal, &id, reply).await {
        Ok(_) => Ok(page::see_other(
            &me.app,
            &changes::back_to(&request, &me, &id),
            Some("done-sent"),
        )),
        Err(error) => give_back(&request, &me, &id, typed, error.into()).await,
    }
}

/// The promise in the answer, or what its writer ought to know before it is sent.
async fn promised(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    typed: &Typed,
) -> Answer<Result<Option<NewPromise>, String>> {
    let Some(promise) = typed.promise.read(me, me.lang(request))? else {
        return Ok(Ok(None));
    };
    let ticket = me.desk()?.ticket(id, None, me.app.desk.now()).await?;
    let warning = typed
        .promise
        .warning(me, &me.reader(request), &ticket, &promise)?;
    Ok(warning.map_or(Ok(Some(promise)), Err))
}

/// The ticket with what was typed and what its writer ought to know; the next press means it.
pub(super) async fn warn(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    typed: Typed,
    words: String,
) -> Answer {
    let ticket = me.desk()?.ticket(id, None, me.app.desk.now()).await?;
    let mut typed = Typed {
        error: words,
        ..typed
    };
    typed.promise.promise_anyway = "1".to_owned();
    let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    ticket::show_ticket(request, me, &ticket, &Asked::default(), &typed, status).await
}

#[derive(Deserialize)]
struct NoteForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    idempotency_key: String,
    text: String,
}

#[post("/tickets/{id}/notes")]
async fn create_note(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<NoteForm>,
) -> Answer {
    let typed = Typed {
        note: sent.text.clone(),
        on_note: true,
        ..Typed::default()
    };
    if let Err(problem) = me.check(&request, &sent.csrf) {
        return give_back(&request, &me, &id, typed, problem).await;
    }
    let (desk, back) = (&me.app.desk, changes::back_to(&request, &me, &id));
    let press = format!(
        "operator:{} note {id} {}",
        me.operator.public_id, sent.idempotency_key
    );
    if !sent.idempotency_key.is_empty() && desk.remembered(&press, "").await?.is_some() {
        return Ok(page::see_other(&me.app, &back, Some("done-note")));
    }
    // A note contradicts nothing that happened meanwhile, so it is based on no version.
    let note = Note {
        text: sent.text.clone(),
        based_on: None,
    };
    if let Err(error) = desk.note(&me.principal, &id, note).await {
        return give_back(&request, &me, &id, typed, error.into()).await;
    }
    if !sent.idempotency_key.is_empty() {
        let done = Remembered {
            status: 303,
            body: String::new(),
        };
        desk.remember(me.principal.actor(), &press, "", done).await?;
    }
    Ok(page::see_other(&me.app, &back, Some("done-note")))
}

/// The ticket as it is now, with what was typed and why it was not taken. Where the ticket cannot be shown either, the
/// problem itself is the answer; the browser keeps the draft.
pub(super) async fn give_back(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    typed: Typed,
    problem: Problem,
) -> Answer {
    if matches!(problem.code, Code::NotFound | Code::Unavailable | Code::Internal) {
        return Err(problem);
    }
    let ticket = match me.desk()?.ticket(id, None, me.app.desk.now()).await {
        Ok(ticket) => ticket,
        Err(DeskError::NotFound(_)) => return Err(problem),
        Err(error) => return Err(error.into()),
    };
    let lang = me.lang(request);
    let mut error = words_of(&problem, lang);
    if problem.code == Code::StaleVersion {
        let reader = me.reader(request);
        error = format!("{error} {}", changes::what_changed(&reader, &ticket, &problem));
    }
    let typed = Typed { error, ..typed };
    ticket::show_ticket(
        request,
        me,
        &ticket,
        &Asked::default(),
        &typed,
        problem.code.status(),
    )
    .await
}

/// What happened, what was kept, what to do next.
pub(super) fn words_of(problem: &Problem, lang: Lang) -> String {
    let reasons: Vec<String> = problem
        .fields
        .iter()
        .map(|field| problem::reason_of(field, lang))
        .collect();
    let mut words = vec![problem.title(lang)];
    if reasons.is_empty() {
        words.push(t(lang, "error-kept"));
    }
    words.push(t(lang, &problem.code.key("advice")));
    words.extend(reasons);
    words
        .iter()
        .map(|sentence| sentence.trim_end_matches('.'))
        .collect::<Vec<_>>()
        .join(". ")
        + "."
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(create_reply).service(create_note);
}
