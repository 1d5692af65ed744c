//! What is taken back, and what is set aside: an answer that has not left, a response that nobody needs.

use super::auth::Caller;
use super::shapes::ChangedOut;
use super::{stale, tickets};
use crate::problem::{Answer, ProblemBody};
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, delete, put, web};
use domain::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that was taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UndoneOut {
    /// The ticket's version from now on.
    pub version: i64,
    /// The words of the answer, to be mended and sent again.
    pub text: String,
}

/// Undoes an answer
///
/// While the answer has not left: it never happened, its clocks go on as if it had not been sent, and its words are its
/// author's draft again. Once it is on its way the answer is 409.
#[utoipa::path(tag = "messages", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("entry" = String, Path, description = "Public id of the answer: the `entry` of its receipt"),
), responses(
    (status = 200, description = "Undone", body = UndoneOut),
    (status = 403, description = "It is somebody else's, and the caller does not supervise", body = ProblemBody),
    (status = 409, description = "It has left: `too_late_to_undo`", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/replies/{entry}")]
pub async fn undo_reply(caller: Caller, path: web::Path<(String, String)>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (id, entry) = path.into_inner();
    let undone = caller
        .app
        .desk
        .undo_answer(&caller.principal, &id, &entry)
        .await?;
    let version = undone.changed.version;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(version)))
        .json(UndoneOut {
            version,
            text: undone.text,
        }))
}

/// Sets a response aside
///
/// Says that the client's last message needs no answer. Its clock is cancelled and counted apart from met and missed.
#[utoipa::path(tag = "tickets", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "No answer is waited for any more", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile, or is closed", body = ProblemBody),
    (status = 422, description = "No answer is waited for", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/dismissal")]
pub async fn dismiss_response(request: HttpRequest, caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let based_on = stale::based_on(&request)?;
    match caller
        .app
        .desk
        .answer_not_needed(&caller.principal, &id, based_on)
        .await
    {
        Ok(changed) => Ok(tickets::changed_answer(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}
