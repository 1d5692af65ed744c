//! What became of deadlines, counted.

use super::auth::Caller;
use super::handoffs::SpanQuery;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use desk::read::{ClockCounts, ClockLengths, ClockReport, FirstContact, Lengths};
use domain::Permission;
use domain::clock::ClockKind;
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
    /// Met ÷ (met + missed) of all kinds but promises, cut to four digits; null where there was neither.
    pub share_in_time: Option<f64>,
    pub first_contact: FirstContactOut,
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
    /// Of the met ones, those whose answer or end became known only after the deadline: they were missed until then.
    pub logged_late: i64,
    /// Of the met ones, those that an automatic answer stopped.
    pub met_automatically: i64,
    /// Of the missed ones, those that an automatic answer stopped late.
    pub missed_automatically: i64,
    /// Met ÷ (met + missed), cut to four digits; null where there was neither.
    pub share_in_time: Option<f64>,
    /// How long those took that people ended, in time or not; of `first_response`, `next_response` and `resolution`. They
    /// belong to the instant of their end.
    pub by_people: Option<TookOut>,
    /// How long those took that programs ended, or Okno by itself: credited to nobody of ours.
    pub by_programs: Option<TookOut>,
}

/// How long it took.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TookOut {
    pub count: i64,
    /// Of these, in time.
    pub met: i64,
    /// Working time of the clock's calendar, without pauses: the desk's view.
    pub working: LengthsOut,
    /// All the time that passed: the client's view.
    pub elapsed: LengthsOut,
}

/// Lengths of time, microseconds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LengthsOut {
    /// Of an even number, the mean of the two in the middle.
    pub median: i64,
    /// The shortest that nine of ten do not exceed.
    pub p90: i64,
    pub max: i64,
}

/// What was solved at first contact: resolved with at most one answer or within one call, and for seven days the client neither
/// wrote nor called again about the same topic. What was no request, or was withdrawn, is left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FirstContactOut {
    /// Tickets resolved within the span, at least seven days ago.
    pub resolved: i64,
    /// Of these, solved at first contact.
    pub solved: i64,
    /// Solved ÷ resolved, cut to four digits; null where there was none.
    pub share: Option<f64>,
    /// Resolved within the span less than seven days ago: not known yet, in neither of the two.
    pub undecided: i64,
}

/// Counts what became of deadlines
///
/// Promises kept, broken and moved; "answer not needed"; closed without an answer; missed with an excuse; what was solved at
/// first contact; and by kind: the share in time, and how long it took people and programs. Of the tickets that the caller may
/// see.
#[utoipa::path(tag = "reports", params(SpanQuery), responses(
    (status = 200, description = "Counted as of now", body = ClockReportOut),
    (status = 403, description = "This needs the scope `supervise`", body = ProblemBody),
    (status = 422, description = "An instant cannot be read", body = ProblemBody),
))]
#[get("/api/v1/reports/clocks")]
pub async fn count_clocks(caller: Caller, query: web::Query<SpanQuery>) -> Answer {
    caller.require(Permission::Supervise)?;
    let desk = &caller.app.desk;
    let (from, to) = query.days(&desk.setup().zone)?;
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
        share_in_time: report.share(),
        first_contact: first_contact(&report.first_contact),
        kinds: report
            .kinds
            .iter()
            .map(|counts| of_kind(counts, report))
            .collect(),
    }
}

fn first_contact(counted: &FirstContact) -> FirstContactOut {
    FirstContactOut {
        resolved: counted.resolved,
        solved: counted.solved,
        share: counted.share(),
        undecided: counted.undecided,
    }
}

fn took(lengths: &ClockLengths) -> TookOut {
    let out = |lengths: Lengths| LengthsOut {
        median: lengths.median,
        p90: lengths.ninety,
        max: lengths.longest,
    };
    TookOut {
        count: lengths.count,
        met: lengths.met,
        working: out(lengths.worked),
        elapsed: out(lengths.waited),
    }
}

fn of_kind(counts: &ClockCounts, report: &ClockReport) -> ClockCountsOut {
    let by = |kind: ClockKind, automatic: bool| report.lengths(kind, automatic).map(took);
    ClockCountsOut {
        kind: counts.kind.code(),
        met: counts.met,
        missed: counts.missed,
        excused: counts.excused,
        logged_late: counts.logged_late,
        share_in_time: counts.share(),
        by_people: by(counts.kind, false),
        by_programs: by(counts.kind, true),
        met_automatically: counts.met_automatically,
        missed_automatically: counts.missed_automatically,
    }
}
