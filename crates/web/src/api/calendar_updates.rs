//! Official updates of calendars: a document is compared with a calendar, and confirmed or rejected as a resource.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::recounts::{EffectOut, effect};
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use desk::official::{NewUpdate, Proposal};
use desk::read::Who;
use domain::Permission;
use domain::official::{Look, UpdateState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A document to compare.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarUpdateIn {
    /// Name of the calendar.
    pub calendar: String,
    /// The text of an iCalendar document (RFC 5545).
    pub document: String,
    /// Where it came from, for people.
    #[serde(default)]
    pub source: String,
    /// The last date for which it is official, `2027-12-31`; the end of its last year where nobody says.
    pub known_through: Option<String>,
}

/// What a calendar says of a date.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DayOut {
    /// `usual` (as its weekday), `working`, `off`, `moved`, `own`.
    pub kind: &'static str,
    pub name: Option<String>,
    /// Minutes that the day is shorter by.
    pub shortened: Option<u16>,
}

/// A date that would be another one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DayChangeOut {
    pub date: String,
    /// `added`, `removed`, `changed`.
    pub change: &'static str,
    pub before: DayOut,
    pub after: DayOut,
}

/// An official update of a calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalendarUpdateOut {
    pub id: String,
    pub calendar: String,
    pub source: String,
    /// `proposed`, `confirmed`, `rejected`, `superseded`.
    pub state: &'static str,
    pub created_at: String,
    pub updated_at: String,
    pub why: String,
    /// Who proposed it, and once it is decided about, who decided: `operator`, `integration`, `system`.
    pub by: &'static str,
    /// Their name.
    pub by_name: String,
    /// The version of the calendar it was compared with; confirm it by this. 0 once it is decided about.
    pub version: i64,
    /// Empty once it is decided about, like everything below.
    pub days: Vec<DayChangeOut>,
    /// Until when days off are official, before and after; nothing: for ever.
    pub known_through: Option<String>,
    pub new_known_through: Option<String>,
    /// What it would do to running clocks.
    pub effect: EffectOut,
}

/// What became of a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComparedOut {
    /// Nothing where the calendar says all of it already.
    pub update: Option<CalendarUpdateOut>,
}

/// A confirmation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationIn {
    /// `version` of the update that was looked at.
    pub version: i64,
    /// Grounds, kept beside the new version of the calendar.
    #[serde(default)]
    pub why: String,
}

/// Why not.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RejectionReason {
    /// Why it is rejected, for whoever looks later.
    #[serde(default)]
    pub why: String,
}

/// Lists official updates
///
/// The newest fifty. Those that wait come with what they would change.
#[utoipa::path(tag = "clocks", responses(
    (status = 200, description = "The newest first", body = Vec<CalendarUpdateOut>),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
))]
#[get("/api/v1/calendar-updates")]
pub async fn list_updates(caller: Caller) -> Answer {
    caller.require(Permission::Supervise)?;
    let all = caller.app.desk.calendar_updates(&caller.principal).await?;
    let actors = all.iter().map(|one| one.update.actor).collect();
    let who = caller.app.desk.who_decided(&caller.principal, actors).await?;
    let shown = all.iter().zip(who).map(|(one, who)| out(one, who));
    Ok(HttpResponse::Ok().json(shown.collect::<Vec<_>>()))
}

/// Proposes an official update
///
/// Compares an iCalendar document with a calendar. Nothing changes until somebody confirms it.
#[utoipa::path(tag = "clocks", request_body = CalendarUpdateIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body gets the same answer"),
), responses(
    (status = 201, description = "Proposed", body = ComparedOut),
    (status = 200, description = "The calendar says all of it already", body = ComparedOut),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
    (status = 422, description = "Every mistake of the document, with its line", body = ProblemBody),
))]
#[post("/api/v1/calendar-updates")]
pub async fn propose_update(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::Supervise)?;
    let body = Body::<CalendarUpdateIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let known_through = body.value.known_through.map(|date| {
        date.parse()
            .map_err(|_| Problem::field("known_through", "invalid", "write a date like 2027-12-31"))
    });
    let new = NewUpdate {
        calendar: body.value.calendar,
        source: body.value.source,
        document: body.value.document.into_bytes(),
        known_through: known_through.transpose()?,
    };
    let proposal = caller.app.desk.propose_update(&caller.principal, new).await?;
    let status = if proposal.is_some() {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let actors = proposal.iter().map(|one| one.update.actor).collect();
    let who = caller.app.desk.who_decided(&caller.principal, actors).await?;
    let shown = ComparedOut {
        update: proposal
            .as_ref()
            .zip(who.into_iter().next())
            .map(|(one, who)| out(one, who)),
    };
    let shown = serde_json::to_value(shown).map_err(Problem::internal)?;
    key.answer(&caller, status, "", &shown).await
}

/// Confirms an official update
///
/// The calendar gets a new version, and running clocks follow it from now on.
#[utoipa::path(tag = "clocks", request_body = ConfirmationIn,
    params(("id" = String, Path, description = "`cup_…`")), responses(
    (status = 204, description = "Confirmed; the recount begins at once"),
    (status = 403, description = "The scope `administer` is missing", body = ProblemBody),
    (status = 409, description = "Decided about already, or the calendar was changed meanwhile", body = ProblemBody),
))]
#[put("/api/v1/calendar-updates/{id}/confirmation")]
pub async fn confirm_update(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::Administer)?;
    let said = Body::<ConfirmationIn>::read(&request, &caller, payload)
        .await?
        .value;
    let desk = &caller.app.desk;
    desk.confirm_update(caller.principal.actor(), &id, said.version, &said.why)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rejects an official update
///
/// The calendar stays as it is.
#[utoipa::path(tag = "clocks", params(("id" = String, Path, description = "`cup_…`"), RejectionReason), responses(
    (status = 204, description = "Rejected"),
    (status = 403, description = "The scope `administer` is missing", body = ProblemBody),
    (status = 409, description = "Decided about already", body = ProblemBody),
))]
#[delete("/api/v1/calendar-updates/{id}")]
pub async fn reject_update(
    caller: Caller,
    id: web::Path<String>,
    said: web::Query<RejectionReason>,
) -> Answer {
    caller.require(Permission::Administer)?;
    caller
        .app
        .desk
        .reject_update(caller.principal.actor(), &id, &said.why)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn out(one: &Proposal, who: Who) -> CalendarUpdateOut {
    let (by, by_name) = super::show::who(who);
    let (update, difference) = (&one.update, &one.difference);
    let days = difference.days.iter().map(|day| DayChangeOut {
        date: day.date.to_string(),
        change: day.code(),
        before: look(&day.before),
        after: look(&day.after),
    });
    let decided = update.state != UpdateState::Proposed;
    let known = difference.known_through;
    CalendarUpdateOut {
        id: update.public_id.clone(),
        calendar: update.calendar.clone(),
        source: update.source.clone(),
        state: update.state.code(),
        created_at: update.created_at.to_string(),
        updated_at: update.updated_at.to_string(),
        why: update.why.clone(),
        by,
        by_name,
        version: if decided { 0 } else { one.version },
        days: days.collect(),
        known_through: known.0.map(|date| date.to_string()),
        new_known_through: known.1.map(|date| date.to_string()),
        effect: effect(one.effect.clone()),
    }
}

fn look(look: &Look) -> DayOut {
    DayOut {
        kind: look.code(),
        name: look.name().map(str::to_owned),
        shortened: look.shortened,
    }
}
