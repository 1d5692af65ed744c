//! A ticket as part of another: put it, and they are one; delete it, and each stands for itself.

use super::auth::Caller;
use super::body::Body;
use super::stale;
use crate::problem::{Answer, ProblemBody};
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, delete, put, web};
use desk::ticket::Merged;
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which ticket goes on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeIn {
    /// Public id or number of the ticket that goes on: `tkt_…`, `2026-004512`.
    pub into: String,
}

/// A merge that was made, or taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MergedOut {
    /// The version of the ticket named in the address.
    pub version: i64,
    /// Public id of the line on its timeline.
    pub entry: Option<String>,
    /// Public id of the ticket that goes on.
    pub survivor: String,
}

/// Merges a ticket into another
///
/// Both must be of one client. The other ticket goes on with both timelines in one, under the earlier of both deadlines;
/// nothing is rewritten. Mail to the absorbed ticket goes to the other one.
#[utoipa::path(tag = "tickets", request_body = MergeIn, params(
    ("id" = String, Path, description = "Public id of the ticket to be absorbed"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` of the absorbed ticket the merge is based on"),
), responses(
    (status = 200, description = "Merged", body = MergedOut),
    (status = 409, description = "The ticket changed meanwhile, is merged already, or the other one is closed", body = ProblemBody),
    (status = 422, description = "There is no such ticket, or it is another client's", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/merge")]
pub async fn merge_ticket(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<MergeIn>::read(&request, &caller, payload).await?;
    let based_on = stale::based_on(&request)?;
    match caller
        .app
        .desk
        .merge(&caller.principal, &id, &body.value.into, based_on)
        .await
    {
        Ok(merged) => Ok(told(merged)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// Takes a merge back
///
/// Both tickets go on by their own histories. What came in meanwhile stays with the ticket it came to.
#[utoipa::path(tag = "tickets", params(
    ("id" = String, Path, description = "Public id of the absorbed ticket"),
), responses(
    (status = 200, description = "Two tickets again", body = MergedOut),
    (status = 409, description = "It is not merged, or the other ticket is part of a third by now", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/merge")]
pub async fn unmerge_ticket(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    Ok(told(caller.app.desk.unmerge(&caller.principal, &id).await?))
}

fn told(merged: Merged) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(merged.changed.version)))
        .json(MergedOut {
            version: merged.changed.version,
            entry: merged.changed.entry,
            survivor: merged.survivor,
        })
}
