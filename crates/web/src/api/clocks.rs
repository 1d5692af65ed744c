//! The clocks of a ticket, explained: each piece by piece, adding up to the second.

use super::auth::Caller;
use super::body::Body;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use desk::read::{ClockPiece, ClockView, Held, Holder, PieceState, StepView, Sums, Why};
use domain::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// A stretch of a clock's life. Stretches join without a gap.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PieceOut {
    pub from: String,
    pub to: String,
    /// `ran`, `paused`, `night`, `break`, `weekend`, `holiday`, `beyond_calendar`; `earlier` for all that comes before
    /// the newest ones.
    pub state: &'static str,
    /// Why it was paused, as a code; which holiday, by name.
    pub why: String,
    /// Who paused it: `operator`, `client`, `integration`, `system`; empty where nobody did.
    pub by: &'static str,
    /// Their name.
    pub by_name: String,
    /// Elapsed microseconds. Those of one kind add up to the clock's sum of that kind.
    pub micros: i64,
    /// What an `earlier` one is made of; null for the others.
    pub sums: Option<SumsOut>,
}

/// How long a clock did what, microseconds. Together: the time from its start to its end, or until now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SumsOut {
    pub ran: i64,
    pub paused: i64,
    /// Outside working time: nights, breaks, days off.
    pub closed: i64,
}

/// Something that happened to a clock.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    /// `pause`, `resume`, `stop`, `void`, `cancel`, `retarget`, `recount`, `move`.
    pub kind: &'static str,
    pub at: String,
    pub recorded_at: String,
    /// As a code: `waiting_client`, `delivery`, `merged` …
    pub reason: String,
    /// Public id of the line of the timeline behind it.
    pub entry: Option<String>,
    /// Who made that line: `operator`, `client`, `integration`, `system`; empty where there is none.
    pub by: &'static str,
    /// Their name.
    pub by_name: String,
}

/// Somebody who was responsible for a while.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeldOut {
    /// `operator`; `team` where it lay with nobody of it; empty where with no team either.
    pub by: &'static str,
    /// Public id; null where the line was written before ids were.
    pub id: Option<String>,
    pub name: String,
    pub from: String,
    pub to: String,
    /// Elapsed microseconds.
    pub micros: i64,
}

/// By how much a deadline was missed, microseconds.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct LateOut {
    /// Working time of the clock's calendar.
    pub working: i64,
    pub elapsed: i64,
}

/// One clock, explained.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockStoryOut {
    pub id: String,
    pub kind: &'static str,
    /// What a promise promises; who is asked, of a side task.
    pub about: String,
    /// Null for a promise: its due was given, not counted.
    #[schema(value_type = Option<Object>)]
    pub target: Option<domain::clock::Target>,
    pub calendar: String,
    pub zone: String,
    pub started_at: String,
    pub due: String,
    pub preliminary: bool,
    pub verdict: &'static str,
    pub stopped_at: Option<String>,
    /// Time it has run, microseconds: working time, or elapsed time where the target or the promise counts that.
    pub ran: i64,
    /// Time it stood still, microseconds.
    pub paused: i64,
    /// Time outside working hours, microseconds.
    pub closed: i64,
    /// Why it was missed, in somebody's words.
    pub miss_reason: String,
    pub excused: bool,
    /// Who held the ticket up to the due of a missed clock, in order: the miss is the last one's. Empty otherwise.
    pub held: Vec<HeldOut>,
    /// By how much it was missed, up to its end or until now; null where it was not.
    pub late: Option<LateOut>,
    pub steps: Vec<StepOut>,
    /// From its start to its end, or until now, without a gap; what comes before the newest 199 is one.
    pub pieces: Vec<PieceOut>,
}

/// Lists clocks, explained
#[utoipa::path(tag = "clocks", params(("id" = String, Path, description = "Public id of the ticket")), responses(
    (status = 200, description = "Every clock, the oldest first", body = Vec<ClockStoryOut>),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/clocks")]
pub async fn list_clocks(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let ticket = reader.ticket(&id, None, caller.app.desk.now()).await?;
    let clocks: Vec<_> = ticket.clocks.into_iter().map(story).collect();
    Ok(HttpResponse::Ok().json(clocks))
}

/// Why a deadline was missed.
#[derive(Clone, Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissIn {
    pub reason: String,
    /// Forgiven: counted as missed and as excused. Needs the scope `supervise`.
    #[serde(default)]
    pub excused: bool,
}

/// Explains a missed deadline
#[utoipa::path(tag = "clocks", request_body = MissIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("clock" = String, Path, description = "Id of the clock: `clk_…`"),
), responses(
    (status = 200, description = "Written down", body = super::shapes::ChangedOut),
    (status = 422, description = "It was not missed, or there is no reason", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/clocks/{clock}/miss")]
pub async fn explain_miss(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (id, clock) = path.into_inner();
    let clock = super::promises::clock_id(&clock)?;
    let miss = Body::<MissIn>::read(&request, &caller, payload).await?.value;
    let desk = &caller.app.desk;
    let changed = desk
        .explain_miss(&caller.principal, &id, clock, &miss.reason, miss.excused)
        .await?;
    Ok(super::tickets::changed_answer(changed))
}

fn story(clock: ClockView) -> ClockStoryOut {
    let about = clock.promised.map_or(clock.about, |what| what.code().to_owned());
    ClockStoryOut {
        id: format!("clk_{}", clock.id),
        kind: clock.kind.code(),
        about,
        target: (!clock.given).then_some(clock.target),
        calendar: clock.calendar,
        zone: clock.zone,
        started_at: clock.started_at.to_string(),
        due: clock.due.to_string(),
        preliminary: clock.preliminary,
        verdict: clock.verdict.code(),
        stopped_at: clock.stopped_at.map(|at| at.to_string()),
        ran: clock.sums.ran.micros,
        paused: clock.sums.paused.micros,
        closed: clock.sums.closed.micros,
        miss_reason: clock.excuse,
        excused: clock.excused,
        held: clock.held.into_iter().map(held).collect(),
        late: clock.late.map(|late| LateOut {
            working: late.worked,
            elapsed: late.elapsed,
        }),
        steps: clock.steps.into_iter().map(step).collect(),
        pieces: clock.pieces.into_iter().map(piece).collect(),
    }
}

fn held(held: Held) -> HeldOut {
    let (by, id, name) = match held.by {
        Holder::Person(person) => ("operator", person.public_id, person.name),
        Holder::Team(team) => ("team", team.public_id, team.name),
        Holder::Nobody => ("", String::new(), String::new()),
    };
    HeldOut {
        by,
        id: Some(id).filter(|id| !id.is_empty()),
        name,
        from: held.from.to_string(),
        to: held.to.to_string(),
        micros: held.to - held.from,
    }
}

fn step(step: StepView) -> StepOut {
    let (by, by_name) = step.by.map(super::show::who).unwrap_or_default();
    StepOut {
        by,
        by_name,
        kind: step.kind.code(),
        at: step.at.to_string(),
        recorded_at: step.recorded_at.to_string(),
        reason: step.reason,
        entry: step.entry,
    }
}

fn piece(piece: ClockPiece) -> PieceOut {
    let micros = piece.length().micros;
    let (state, why, sums) = match piece.state {
        PieceState::Ran => ("ran", String::new(), None),
        PieceState::Paused(reason) => ("paused", reason, None),
        PieceState::Closed(Why::Night) => ("night", String::new(), None),
        PieceState::Closed(Why::Break) => ("break", String::new(), None),
        PieceState::Closed(Why::Weekend) => ("weekend", String::new(), None),
        PieceState::Closed(Why::Holiday { name, .. }) => ("holiday", name.unwrap_or_default(), None),
        PieceState::Closed(Why::BeyondCalendar) => ("beyond_calendar", String::new(), None),
        PieceState::Earlier(sums) => ("earlier", String::new(), Some(sums_out(sums))),
    };
    let (by, by_name) = piece.by.map(super::show::who).unwrap_or_default();
    PieceOut {
        from: piece.from.to_string(),
        to: piece.to.to_string(),
        state,
        why,
        by,
        by_name,
        micros,
        sums,
    }
}

fn sums_out(sums: Sums) -> SumsOut {
    SumsOut {
        ran: sums.ran.micros,
        paused: sums.paused.micros,
        closed: sums.closed.micros,
    }
}
