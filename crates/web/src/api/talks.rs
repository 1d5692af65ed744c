//! How talks in the chats went.

use super::auth::Caller;
use super::handoffs::SpanQuery;
use super::shapes::ChannelOut;
use super::show;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use domain::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// Talks that began at one chat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TalksOut {
    pub channel: ChannelOut,
    /// Talks that began within the span.
    pub begun: i64,
    /// Of them, those that a person answered.
    pub answered: i64,
    /// Those whose visitor left the queue before anybody answered.
    pub abandoned: i64,
    /// Those that ended because the visitor said nothing after an answer.
    pub idle: i64,
    /// Those that wait for a first person still.
    pub waiting: i64,
}

/// Counts talks in chats
///
/// Talks that began within a span, by chat: how many a person answered, whose visitor left the queue before that, and how many
/// ended in silence.
#[utoipa::path(tag = "reports", params(SpanQuery), responses(
    (status = 200, description = "By chat; those without any are left out", body = Vec<TalksOut>),
    (status = 403, description = "This needs the scope `supervise`", body = ProblemBody),
    (status = 422, description = "An instant cannot be read", body = ProblemBody),
))]
#[get("/api/v1/reports/talks")]
pub async fn count_talks(caller: Caller, query: web::Query<SpanQuery>) -> Answer {
    caller.require(Permission::Supervise)?;
    let (from, to) = query.span()?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let counted = reader.talk_report(from, to).await?;
    let out = counted.into_iter().map(|report| TalksOut {
        channel: show::channel(report.door),
        begun: report.counts.begun,
        answered: report.counts.answered,
        abandoned: report.counts.abandoned,
        idle: report.counts.idle,
        waiting: report.counts.waiting,
    });
    Ok(HttpResponse::Ok().json(out.collect::<Vec<_>>()))
}
