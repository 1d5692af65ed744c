//! How often clients asked for a person.

use super::auth::Caller;
use super::shapes::ChannelOut;
use super::show;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpResponse, get, web};
use domain::{Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Characters of a date, `2026-04-14`.
const DATE: usize = 10;

/// Which span.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SpanQuery {
    /// From this instant on (RFC 3339). Of deadlines also a date, `2026-04-01`: from its beginning in the desk's zone.
    pub from: String,
    /// Before this instant; before the beginning of this date.
    pub to: String,
}

impl SpanQuery {
    /// The instants.
    pub(super) fn span(&self) -> Result<(Moment, Moment), Problem> {
        let read = |field: &str, text: &str| {
            text.parse::<Moment>()
                .map_err(|_| Problem::field(field, "invalid", "write an instant as 2026-04-14T10:00:00Z"))
        };
        Ok((read("from", &self.from)?, read("to", &self.to)?))
    }

    /// The instants, or the beginnings of days in a zone.
    pub(super) fn days(&self, zone: &str) -> Result<(Moment, Moment), Problem> {
        let begins = |text: &str| {
            let date = text.parse::<jiff::civil::Date>().ok()?;
            let begins = date.in_tz(zone).ok()?;
            Some(begins.timestamp().to_string())
        };
        let instant = |text: &str| match text.len() {
            DATE => begins(text).unwrap_or_else(|| text.to_owned()),
            _ => text.to_owned(),
        };
        let span = Self {
            from: instant(&self.from),
            to: instant(&self.to),
        };
        span.span()
    }
}

/// Words for a person at one channel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandoffsOut {
    pub channel: ChannelOut,
    pub count: i64,
}

/// Counts words for a person
///
/// Messages in which a client asked for a person by a word of the desk's list, by channel.
#[utoipa::path(tag = "reports", params(SpanQuery), responses(
    (status = 200, description = "By channel; those without any are left out", body = Vec<HandoffsOut>),
    (status = 403, description = "This needs the scope `supervise`", body = ProblemBody),
    (status = 422, description = "An instant cannot be read", body = ProblemBody),
))]
#[get("/api/v1/reports/handoffs")]
pub async fn count_handoffs(caller: Caller, query: web::Query<SpanQuery>) -> Answer {
    caller.require(Permission::Supervise)?;
    let (from, to) = query.span()?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let counted = reader.handoffs(from, to).await?;
    let out = counted.into_iter().map(|(door, count)| HandoffsOut {
        channel: show::channel(door),
        count,
    });
    Ok(HttpResponse::Ok().json(out.collect::<Vec<_>>()))
}
