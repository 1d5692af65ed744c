//! A message of the client's that becomes a request of its own.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::stale;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the new ticket is called.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitIn {
    /// As the old ticket by default.
    #[serde(default)]
    pub title: String,
}

/// A ticket that was opened so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SplitOut {
    /// Public id of the new ticket.
    pub id: String,
    pub number: String,
}

/// Makes a ticket of a client's message
///
/// It happened when the message did, and its deadlines count from there. The message stays readable where it was; the old
/// ticket no longer waits for an answer to it.
#[utoipa::path(tag = "tickets", request_body = SplitIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("entry" = String, Path, description = "Public id of the message"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body splits once"),
), responses(
    (status = 201, description = "Opened; `Location` is the new ticket", body = SplitOut),
    (status = 404, description = "The ticket has no such message", body = ProblemBody),
    (status = 412, description = "The ticket changed meanwhile", body = ProblemBody),
    (status = 422, description = "Not the client's, the first, or split before", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/messages/{entry}/split")]
pub async fn split_message(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<SplitIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let (id, entry) = path.into_inner();
    let based_on = stale::based_on(&request)?;
    let desk = &caller.app.desk;
    let done = match desk
        .split(&caller.principal, &id, &entry, &body.value.title, based_on)
        .await
    {
        Ok(done) => done,
        Err(error) => return Err(stale::explained(&caller, &id, error).await),
    };
    let location = caller
        .app
        .options
        .path(&format!("/api/v1/tickets/{}", done.ticket));
    let out = SplitOut {
        id: done.ticket,
        number: done.number,
    };
    let body = serde_json::to_value(&out).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}
