//! Corrections of calendars and policies: tried before they are applied, confirmed where they change running clocks.

use super::auth::Caller;
use super::body::Body;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use desk::recount::Effect;
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A set-up to be tried.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialIn {
    /// The text of a `desk.toml`.
    pub toml: String,
}

/// A deadline that would be another one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AffectedOut {
    pub ticket: String,
    pub number: String,
    pub clock: &'static str,
    pub due: String,
    pub new_due: String,
    pub verdict: &'static str,
    pub new_verdict: &'static str,
}

/// What a correction does to running clocks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EffectOut {
    pub tickets: i64,
    pub moved: i64,
    pub flipped: i64,
    /// The first hundred, those with another verdict before the others.
    pub named: Vec<AffectedOut>,
}

/// What applying it would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrialOut {
    /// What would change, a line for each.
    pub changes: Vec<String>,
    pub effect: EffectOut,
}

/// A recount of running clocks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecountOut {
    pub id: String,
    pub about: String,
    /// `proposed`, `running`, `done`, `dismissed`.
    pub state: &'static str,
    pub total: i64,
    pub done: i64,
    pub moved: i64,
    pub flipped: i64,
    pub created_at: String,
    pub why: String,
    /// Who corrected it, and once it is decided about, who decided: `operator`, `integration`, `system`.
    pub by: &'static str,
    /// Their name.
    pub by_name: String,
}

/// Tries a set-up
///
/// Says what applying it would change, which running deadlines would move, and which verdicts would flip. Nothing is
/// changed.
#[utoipa::path(tag = "clocks", request_body = TrialIn, responses(
    (status = 200, description = "What it would do", body = TrialOut),
    (status = 403, description = "The scope `administer` is missing", body = ProblemBody),
    (status = 422, description = "Every mistake of the file, with its place", body = ProblemBody),
))]
#[post("/api/v1/setup/trial")]
pub async fn try_setup(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::Administer)?;
    let body = Body::<TrialIn>::read(&request, &caller, payload).await?;
    let desk = &caller.app.desk;
    let trial = desk.try_setup(caller.principal.actor(), &body.value.toml).await?;
    Ok(HttpResponse::Ok().json(TrialOut {
        changes: trial.applied.to_string().lines().map(str::to_owned).collect(),
        effect: effect(trial.effect),
    }))
}

pub(super) fn effect(effect: Effect) -> EffectOut {
    let named = effect.named.into_iter().map(|one| AffectedOut {
        ticket: one.ticket,
        number: one.number.to_string(),
        clock: one.moved.kind.code(),
        due: one.moved.due.0.to_string(),
        new_due: one.moved.due.1.to_string(),
        verdict: one.moved.verdict.0.code(),
        new_verdict: one.moved.verdict.1.code(),
    });
    EffectOut {
        tickets: effect.tickets,
        moved: effect.moved,
        flipped: effect.flipped,
        named: named.collect(),
    }
}

/// Lists recounts
#[utoipa::path(tag = "clocks", responses(
    (status = 200, description = "The newest fifty", body = Vec<RecountOut>),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
))]
#[get("/api/v1/recounts")]
pub async fn list_recounts(caller: Caller) -> Answer {
    caller.require(Permission::Supervise)?;
    let rows = caller.app.desk.recounts(&caller.principal).await?;
    let actors = rows.iter().map(|row| row.actor).collect();
    let who = caller.app.desk.who_decided(&caller.principal, actors).await?;
    let rows = rows
        .into_iter()
        .zip(who)
        .map(|(row, who)| (row, super::show::who(who)));
    let rows = rows.map(|(row, (by, by_name))| RecountOut {
        by,
        by_name,
        state: row.state.code(),
        id: row.public_id,
        about: row.about,
        total: row.total,
        done: row.done,
        moved: row.moved,
        flipped: row.flipped,
        created_at: row.created_at.to_string(),
        why: row.why,
    });
    Ok(HttpResponse::Ok().json(rows.collect::<Vec<_>>()))
}

/// Confirms a recount
///
/// Running clocks follow the corrected calendar from now on.
#[utoipa::path(tag = "clocks", params(("id" = String, Path, description = "`rec_…`")), responses(
    (status = 204, description = "It begins at once"),
    (status = 409, description = "Somebody has decided about it already", body = ProblemBody),
))]
#[put("/api/v1/recounts/{id}/confirmation")]
pub async fn confirm_recount(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    caller
        .app
        .desk
        .confirm_recount(caller.principal.actor(), &id)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Dismisses a recount
///
/// Running clocks keep the calendar they have.
#[utoipa::path(tag = "clocks", params(("id" = String, Path, description = "`rec_…`")), responses(
    (status = 204, description = "Dismissed"),
    (status = 409, description = "Somebody has decided about it already", body = ProblemBody),
))]
#[delete("/api/v1/recounts/{id}")]
pub async fn dismiss_recount(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    caller
        .app
        .desk
        .dismiss_recount(caller.principal.actor(), &id)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
