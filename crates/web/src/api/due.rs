//! What would be due if a request came now.

use super::auth::Caller;
use super::intake;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpResponse, get, web};
use desk::forecast::Foreseen;
use domain::Permission;
use domain::ticket::{Kind, Priority};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A request as it would come in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DueQuery {
    /// Name or public id; the channel of the kind `api` by default.
    pub channel: Option<String>,
    /// `question` (the default), `complaint`, `application`, `claim`, `suggestion`, `thanks`.
    pub kind: Option<String>,
    /// `low`, `normal` (the default), `high`, `urgent`.
    pub priority: Option<String>,
    /// Key of a topic; none by default. Refused where the desk has a list without it.
    pub topic: Option<String>,
    /// Key of the client's segment; none by default. Refused where the desk has a list without it.
    pub segment: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
}

/// What its client would be told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueAnswerOut {
    /// Null where no policy gives such a request a deadline.
    pub due: Option<String>,
    /// `resolution`, `first_response` …
    pub clock: Option<&'static str>,
    /// IANA zone the due is counted in.
    pub zone: Option<String>,
    /// The calendar is not official for that date yet.
    pub preliminary: bool,
    /// When the desk opens next; null while it is open.
    pub opens_at: Option<String>,
}

/// Foretells a deadline
///
/// What a client would be told if the request came now, by the rule that intake goes by. Nothing is written.
#[utoipa::path(tag = "clocks", params(DueQuery), responses(
    (status = 200, description = "As of now", body = DueAnswerOut),
    (status = 422, description = "A parameter is wrong", body = ProblemBody),
))]
#[get("/api/v1/due")]
pub async fn get_due(caller: Caller, query: web::Query<DueQuery>) -> Answer {
    if !caller.principal.may(Permission::IntakeWrite) {
        caller.require(Permission::TicketsRead)?;
    }
    let query = query.into_inner();
    let channel = intake::channel(&caller.app, query.channel.as_deref())?;
    let wrong =
        |field: &str, error: domain::code::UnknownCode| Problem::field(field, "unknown", error.to_string());
    let kind = query.kind.as_deref().map(Kind::parse).transpose();
    let priority = query.priority.as_deref().map(Priority::parse).transpose();
    let foreseen = Foreseen {
        kind: kind
            .map_err(|error| wrong("kind", error))?
            .unwrap_or(Kind::Question),
        priority: priority
            .map_err(|error| wrong("priority", error))?
            .unwrap_or(Priority::Normal),
        topic: query.topic.unwrap_or_default(),
        segment: query.segment.unwrap_or_default(),
        lang: query.lang.unwrap_or_default(),
        ..Foreseen::by(channel)
    };
    let desk = &caller.app.desk;
    let forecast = desk.forecast_as_named(&foreseen, desk.now())?;
    Ok(HttpResponse::Ok().json(DueAnswerOut {
        due: forecast.due.as_ref().map(|due| due.due.to_string()),
        clock: forecast.due.as_ref().map(|due| due.clock.code()),
        zone: forecast.due.as_ref().map(|due| due.zone.clone()),
        preliminary: forecast.due.as_ref().is_some_and(|due| due.preliminary),
        opens_at: forecast.reopens_at.map(|at| at.to_string()),
    }))
}
