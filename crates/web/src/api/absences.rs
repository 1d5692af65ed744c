//! Who is away, and who works for them meanwhile.

use super::auth::Caller;
use super::body::Body;
use super::shapes::NamedOut;
use super::show;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, delete, put, web};
use desk::people::NewAbsence;
use desk::read::AwayView;
use domain::{Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody a ticket can be given to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OperatorOut {
    pub id: String,
    pub name: String,
    /// They are away, or will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence: Option<AbsenceOut>,
}

/// An absence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AbsenceOut {
    pub from: String,
    /// The return.
    pub until: String,
    /// Who works for them; null: the team.
    pub deputy: Option<NamedOut>,
}

impl AbsenceOut {
    pub(super) fn of(away: AwayView) -> Self {
        Self {
            from: away.from.to_string(),
            until: away.until.to_string(),
            deputy: away.deputy.map(show::person),
        }
    }
}

/// An absence to be stated.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceIn {
    /// RFC 3339 with an offset.
    pub from: String,
    /// The return.
    pub until: String,
    /// Public id of whoever works for them; left out: the team.
    pub deputy: Option<String>,
}

/// States an absence
///
/// One's own, or with `supervise` somebody else's; it takes the place of the one before. Whoever is responsible stays so, and no
/// clock moves: tickets with a new message of the client's, or due before the return, are in the deputy's *mine*, else in
/// *unassigned*; their notices go to the deputy, else to the team.
#[utoipa::path(tag = "house", request_body = AbsenceIn, params(
    ("id" = String, Path, description = "Public id of the operator"),
), responses(
    (status = 204, description = "Stated"),
    (status = 403, description = "Somebody else's needs the scope `supervise`", body = ProblemBody),
    (status = 404, description = "There is no such operator", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[put("/api/v1/operators/{id}/absence")]
pub async fn state_absence(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let said = Body::<AbsenceIn>::read(&request, &caller, payload).await?.value;
    let read = |field: &str, text: &str| {
        text.parse::<Moment>()
            .map_err(|_| Problem::field(field, "invalid", "write a time like 2026-05-08T15:00:00+03:00"))
    };
    let new = NewAbsence {
        from: read("from", &said.from)?,
        until: read("until", &said.until)?,
        deputy: said.deputy,
    };
    caller.app.desk.state_absence(&caller.principal, &id, new).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends an absence
///
/// What was stated is taken back: they are there.
#[utoipa::path(tag = "house", params(
    ("id" = String, Path, description = "Public id of the operator"),
), responses(
    (status = 204, description = "Ended"),
    (status = 403, description = "Somebody else's needs the scope `supervise`", body = ProblemBody),
    (status = 404, description = "There is no such operator, or nothing was stated", body = ProblemBody),
))]
#[delete("/api/v1/operators/{id}/absence")]
pub async fn end_absence(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    caller.app.desk.end_absence(&caller.principal, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}
