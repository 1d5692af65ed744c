//! The end of a ticket as a resource: put it, and the ticket is resolved; delete it, and work goes on.

use super::auth::Caller;
use super::body::Body;
use super::shapes::{ChangedOut, ClosureIn};
use super::{stale, tickets};
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpRequest, delete, put, web};
use desk::ticket::Change;
use domain::Permission;
use domain::ticket::State;

/// Resolves a ticket
#[utoipa::path(tag = "tickets", request_body = ClosureIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Resolved", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile, or is closed", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/closure")]
pub async fn close_ticket(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ClosureIn>::read(&request, &caller, payload).await?;
    let outcome = body.value.outcome;
    set(
        &request,
        &caller,
        &id,
        Change {
            state: Some(State::Resolved),
            outcome,
            ..Change::default()
        },
    )
    .await
}

/// Takes a ticket up again
#[utoipa::path(tag = "tickets", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Open again", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile, or is closed", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/closure")]
pub async fn reopen_ticket(request: HttpRequest, caller: Caller, id: web::Path<String>) -> Answer {
    set(
        &request,
        &caller,
        &id,
        Change {
            state: Some(State::Open),
            ..Change::default()
        },
    )
    .await
}

async fn set(request: &HttpRequest, caller: &Caller, id: &str, change: Change) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let change = Change {
        based_on: stale::based_on(request)?,
        ..change
    };
    match caller.app.desk.change(&caller.principal, id, change).await {
        Ok(changed) => Ok(tickets::changed_answer(changed)),
        Err(error) => Err(stale::explained(caller, id, error).await),
    }
}
