//! Promises: an instant that the client was told, by voice or, in a reply, in writing.

use super::auth::Caller;
use super::body::Body;
use super::shapes::ChangedOut;
use super::{stale, tickets};
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, delete, post, web};
use desk::ticket::{By, NewPromise};
use domain::clock::Promised;
use domain::{ClockId, Permission};
use serde::Deserialize;
use utoipa::ToSchema;

/// A promise. Give `by`, or `on` for the closing time of that day in the desk's calendar.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseIn {
    /// `answer`, `solution` or `call`.
    #[schema(value_type = String)]
    pub what: Promised,
    /// RFC 3339.
    pub by: Option<String>,
    /// A working day, `2026-05-08`.
    pub on: Option<String>,
}

impl PromiseIn {
    /// The promise as the desk takes it.
    ///
    /// # Errors
    /// Neither or both of the two, or one that cannot be read.
    pub fn read(self) -> Answer<NewPromise> {
        let by = match (&self.by, &self.on) {
            (Some(at), None) => By::At(at.parse().map_err(|_| {
                Problem::field(
                    "promise.by",
                    "invalid",
                    "write a time like 2026-05-08T15:00:00+03:00".to_owned(),
                )
            })?),
            (None, Some(date)) => By::On(date.parse().map_err(|_| {
                Problem::field("promise.on", "invalid", "write a date like 2026-05-08".to_owned())
            })?),
            _ => {
                let reason = "give either by, an instant, or on, a working day".to_owned();
                return Err(Problem::field("promise", "invalid", reason));
            }
        };
        Ok(NewPromise { what: self.what, by })
    }
}

/// Promises something by voice
///
/// Writes down what the client was told in a call or in person. A promise in writing goes with a reply. A new date for
/// the same thing moves the old promise, if it is not broken yet.
#[utoipa::path(tag = "clocks", request_body = PromiseIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the promise is based on"),
), responses(
    (status = 201, description = "Running", body = ChangedOut),
    (status = 403, description = "Beyond the statutory term: the scope `supervise` is missing", body = ProblemBody),
    (status = 409, description = "The ticket changed meanwhile", body = ProblemBody),
    (status = 422, description = "Past, or no working day", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/promises")]
pub async fn create_promise(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<PromiseIn>::read(&request, &caller, payload).await?;
    let (promise, based_on) = (body.value.read()?, stale::based_on(&request)?);
    let desk = &caller.app.desk;
    match desk.promise(&caller.principal, &id, promise, based_on).await {
        Ok(changed) => {
            let mut answer = tickets::changed_answer(changed);
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// Releases a promise
///
/// The client takes it back: it ends neither kept nor broken.
#[utoipa::path(tag = "clocks", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("clock" = String, Path, description = "Id of the clock: `clk_…`"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the release is based on"),
), responses(
    (status = 200, description = "Released", body = ChangedOut),
    (status = 422, description = "No such promise is open", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/promises/{clock}")]
pub async fn release_promise(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (id, clock) = path.into_inner();
    let (clock, based_on) = (clock_id(&clock)?, stale::based_on(&request)?);
    let desk = &caller.app.desk;
    match desk
        .release_promise(&caller.principal, &id, clock, based_on)
        .await
    {
        Ok(changed) => Ok(tickets::changed_answer(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// The clock of an id as the API gives it.
///
/// # Errors
/// It is none.
pub(super) fn clock_id(id: &str) -> Answer<ClockId> {
    let number = id.strip_prefix("clk_").and_then(|number| number.parse().ok());
    number
        .map(ClockId)
        .ok_or_else(|| Problem::new(crate::problem::Code::NotFound))
}
