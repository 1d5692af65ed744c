//! One change of many tickets, as a resource: what was changed and what was left alone is its answer.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::shapes::{NamedOut, TicketPatch};
use super::tickets;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::read::Filter;
use desk::ticket::{BulkChange, BulkResult, BulkTarget};
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A ticket to be changed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TickedIn {
    /// Public id.
    pub id: String,
    /// Change it only if this is its version still.
    pub version: Option<i64>,
}

/// A change of many tickets: of those that are named, or of all that match a filter.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkChangeIn {
    /// At most 1,000.
    #[serde(default)]
    pub tickets: Vec<TickedIn>,
    /// The query of a list, `view=all&team=…`: all that match, up to 1,000.
    pub filter: Option<String>,
    pub change: TicketPatch,
}

/// A ticket that was left alone, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SkippedOut {
    pub id: String,
    pub number: String,
    /// `unchanged`, `stale_version`, `ticket_closed`, `not_found` …
    pub code: String,
    pub reason: String,
}

/// What a change of many did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulkChangeOut {
    /// Public ids and numbers.
    pub changed: Vec<NamedOut>,
    pub skipped: Vec<SkippedOut>,
    /// More match than are changed at once: send the request again.
    pub more: bool,
}

/// Changes many tickets
///
/// In short transactions, each ticket by its own version. One that cannot be changed holds up no other.
#[utoipa::path(tag = "tickets", request_body = BulkChangeIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body makes the change once"),
), responses(
    (status = 200, description = "What became of each", body = BulkChangeOut),
    (status = 403, description = "The scope `tickets:write` is missing", body = ProblemBody),
    (status = 422, description = "The filter or the change is wrong", body = ProblemBody),
))]
#[post("/api/v1/bulk-changes")]
pub async fn create_bulk_change(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<BulkChangeIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let wanted = body.value;
    let target = match (wanted.filter, wanted.tickets) {
        (Some(filter), named) if named.is_empty() => {
            let filter = Filter::read(&filter, &caller.app.desk.setup());
            BulkTarget::Matching(Box::new(filter.map_err(desk::DeskError::from)?))
        }
        (None, named) if !named.is_empty() => {
            BulkTarget::Ticked(named.into_iter().map(|one| (one.id, one.version)).collect())
        }
        _ => {
            return Err(Problem::field(
                "tickets",
                "required",
                "give either tickets or a filter",
            ));
        }
    };
    let bulk = BulkChange {
        target,
        change: tickets::change_of(wanted.change),
    };
    let result = caller.app.desk.change_many(&caller.principal, bulk).await?;
    let body = serde_json::to_value(told(result)).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::OK, "", &body).await
}

fn told(result: BulkResult) -> BulkChangeOut {
    let changed = result.changed.into_iter().map(|one| NamedOut {
        id: one.id,
        name: one.number,
    });
    let skipped = result.skipped.into_iter().map(|one| SkippedOut {
        id: one.id,
        number: one.number,
        code: one.code,
        reason: one.reason,
    });
    BulkChangeOut {
        changed: changed.collect(),
        skipped: skipped.collect(),
        more: result.more,
    }
}
