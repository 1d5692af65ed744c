//! What became of deadlines, counted.

use super::auth::Caller;
use super::handoffs::SpanQuery;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use desk::read::{ClockCounts, ClockReport};
use domain::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// What became of the deadlines of a span. What was met belongs to the instant of its stop, what was missed to its due,
/// what was moved or called off to the instant of that. A running clock past its due is missed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockReportOut {
    pub promises: PromisesOut,
    /// "Answer not needed": a person's decision, apart from met and missed.
    pub answer_not_needed: i64,
    /// Resolved while a response was due: in time, or after it was missed.
    pub closed_without_answer: i64,
    /// Missed, with an excuse; among the missed ones.
    pub missed_excused: i64,
    /// Every kind of which there was any.
    pub kinds: Vec<ClockCountsOut>,
}

/// What became of promises.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PromisesOut {
    pub kept: i64,
    pub broken: i64,
    /// How often a new date reached the client in time; in neither kept nor broken.
    pub moved: i64,
    /// The tickets on which that was.
    pub moved_tickets: i64,
}

/// Deadlines of one kind. Share in time = met ÷ (met + missed).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockCountsOut {
    pub kind: &'static str,
    pub met: i64,
    pub missed: i64,
    /// Of the missed ones, those with an excuse.
    pub excused: i64,
    /// Of the met ones, those that an automatic answer stopped.
    pub met_automatically: i64,
    /// Of the missed ones, those that an automatic answer stopped late.
    pub missed_automatically: i64,
}

/// Counts what became of deadlines
///
/// Promises kept, broken and moved; "answer not needed"; closed without an answer; missed with an excuse; and by kind. Of
/// the tickets that the caller may see.
#[utoipa::path(tag = "reports", params(SpanQuery), responses(
    (status = 200, description = "Counted as of now", body = ClockReportOut),
    (status = 403, description = "This needs the scope `supervise`", body = ProblemBody),
    (status = 422, description = "An instant cannot be read", body = ProblemBody),
))]
#[get("/api/v1/reports/clocks")]
pub async fn count_clocks(caller: Caller, query: web::Query<SpanQuery>) -> Answer {
    caller.require(Permission::Supervise)?;
    let (from, to) = query.span()?;
    let desk = &caller.app.desk;
    let reader = desk.read(&caller.principal)?;
    let report = reader.clock_report(from, to, desk.now()).await?;
    Ok(HttpResponse::Ok().json(out(&report)))
}

fn out(report: &ClockReport) -> ClockReportOut {
    let promises = report.promises().map(|counts| PromisesOut {
        kept: counts.met,
        broken: counts.missed,
        moved: counts.moved,
        moved_tickets: counts.moved_tickets,
    });
    ClockReportOut {
        promises: promises.unwrap_or_default(),
        answer_not_needed: report.sum(|counts| counts.not_needed),
        closed_without_answer: report.sum(|counts| counts.closed_without_answer),
        missed_excused: report.sum(|counts| counts.excused),
        kinds: report.kinds.iter().map(of_kind).collect(),
    }
}

fn of_kind(counts: &ClockCounts) -> ClockCountsOut {
    ClockCountsOut {
        kind: counts.kind.code(),
        met: counts.met,
        missed: counts.missed,
        excused: counts.excused,
        met_automatically: counts.met_automatically,
        missed_automatically: counts.missed_automatically,
    }
}
