//! What our side says: answers to the client, notes among ourselves.

use super::auth::Caller;
use super::body::Body;
use super::number::number;
use super::shapes::{ChangedOut, NoteIn, ReplyIn};
use super::{intake, stale, tickets};
use crate::problem::{Answer, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, post, web};
use desk::ticket::{NewFile, Note, Reply};
use domain::rules::LONGEST_UNDO;
use domain::time::SECOND;
use domain::{Permission, WrittenNumber};

/// Answers the client
///
/// The answer is committed with its delivery and goes out by the ticket's channel. It stops the clocks it stops at the
/// instant of this request.
#[utoipa::path(tag = "messages", request_body = ReplyIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the answer is based on"),
    ("Idempotency-Key" = Option<String>, Header, description = "The same key sends once"),
), responses(
    (status = 201, description = "Queued", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile, or is closed", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/replies")]
pub async fn create_reply(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ReplyIn>::read(&request, &caller, payload).await?;
    let wanted = body.value;
    let file = |(name, media_type, bytes)| NewFile {
        name,
        media_type,
        bytes,
    };
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok());
    let reply = Reply {
        text: wanted.text,
        based_on: stale::based_on(&request)?,
        then: wanted.then,
        outcome: wanted.outcome,
        promise: wanted.promise.map(super::promises::PromiseIn::read).transpose()?,
        on_merits: wanted.on_merits,
        agreed_way: wanted.agreed_way,
        automatic: wanted.automatic,
        files: intake::decode(wanted.attachments)?
            .into_iter()
            .map(file)
            .collect(),
        with_draft: false,
        to: wanted.to.map(|to| (to.kind, to.value)),
        hold: wanted.undo_seconds.map(window).transpose()?,
        key: key.map(|key| format!("{}:{key}", caller.name())),
    };
    match caller.app.desk.reply(&caller.principal, &id, reply).await {
        Ok(changed) => Ok(created(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// How long an answer may be undone, microseconds.
fn window(seconds: WrittenNumber) -> Answer<i64> {
    let words = format!("an answer may be undone for 0 to {LONGEST_UNDO} seconds");
    let seconds = number("undo_seconds", seconds, &(0..=LONGEST_UNDO), &words)?;
    Ok(i64::from(seconds) * SECOND)
}

/// Notes something
///
/// Seen by our side only. It changes no clock.
#[utoipa::path(tag = "messages", request_body = NoteIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
), responses(
    (status = 201, description = "Noted", body = ChangedOut),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/notes")]
pub async fn create_note(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<NoteIn>::read(&request, &caller, payload).await?;
    let note = Note {
        text: body.value.text,
        based_on: stale::based_on(&request)?,
    };
    match caller.app.desk.note(&caller.principal, &id, note).await {
        Ok(changed) => Ok(created(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

fn created(changed: desk::ticket::Changed) -> HttpResponse {
    let mut answer = tickets::changed_answer(changed);
    *answer.status_mut() = StatusCode::CREATED;
    answer
}
