//! The statutory term: registration, and its one extension.

use super::auth::Caller;
use super::body::Body;
use super::number::number;
use super::shapes::ChangedOut;
use super::{stale, tickets};
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpRequest, post, put, web};
use domain::{Moment, Permission, WrittenNumber};
use serde::Deserialize;
use utoipa::ToSchema;

/// When it was registered.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationIn {
    /// RFC 3339, not before the receipt; now by default.
    pub at: Option<String>,
}

/// By how much a term is extended.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionIn {
    /// Working days, at most what the term allows.
    #[schema(value_type = u32)]
    pub days: WrittenNumber,
    /// Told to the client.
    pub reason: String,
}

/// Registers a ticket
///
/// For what came by a channel whose requests are registered by a person: the registration's own clock stops and the
/// statutory term begins.
#[utoipa::path(tag = "clocks", request_body = RegistrationIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Registered", body = ChangedOut),
    (status = 422, description = "Nothing waits to be registered, or the instant cannot be", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/registration")]
pub async fn register_ticket(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<RegistrationIn>::read(&request, &caller, payload).await?;
    let at = body.value.at.map(|at| at.parse::<Moment>()).transpose();
    let at =
        at.map_err(|_| Problem::field("at", "invalid", "write a time like 2026-04-20T09:40:00+03:00"))?;
    let based_on = stale::based_on(&request)?;
    match caller
        .app
        .desk
        .register(&caller.principal, &id, at, based_on)
        .await
    {
        Ok(changed) => Ok(tickets::changed_answer(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// Extends the statutory term
///
/// Once, by a supervisor, with a reason. The client is told in the same instant; an extension whose notice cannot be
/// delivered is void.
#[utoipa::path(tag = "clocks", request_body = ExtensionIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Extended; the notice is on its way", body = ChangedOut),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
    (status = 422, description = "No term that can be extended so", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/extension")]
pub async fn extend_term(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    caller.require(Permission::Supervise)?;
    let body = Body::<ExtensionIn>::read(&request, &caller, payload).await?;
    let (wanted, based_on) = (body.value, stale::based_on(&request)?);
    // How many the term allows at most is known where it is extended.
    let words = "the term may be extended by whole working days, 1 or more";
    let days = number("days", wanted.days, &(1..=u32::MAX), words)?;
    let desk = &caller.app.desk;
    let result = desk.extend_term(&caller.principal, &id, days, &wanted.reason, based_on);
    match result.await {
        Ok(changed) => Ok(tickets::changed_answer(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}
