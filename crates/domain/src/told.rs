//! Which deadline the client is told, how, and when what was told has to be corrected (`definitions.md` §11).

use crate::clock::{Clock, ClockKind, StepKind};
use crate::job::{JobKind, NewJob};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::ticket::Ticket;
use crate::time::{MINUTE, NEVER};
use crate::{CalendarId, ClockId, Moment, TicketId};

/// A deadline that moved by no more than this, in business time, is not corrected.
const TOLERANCE: i64 = 30 * MINUTE;
/// A correction waits so long for a message that can carry it.
const IN_THE_NEXT_MESSAGE: i64 = 10 * MINUTE;

/// A deadline as it is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    pub id: ClockId,
    pub clock: ClockKind,
    pub due: Moment,
    /// IANA zone of the clock's calendar.
    pub zone: String,
    pub calendar: CalendarId,
    pub preliminary: bool,
}

/// The deadline to tell: of the clock the policy names, resolution before first response by default. Day targets are
/// told as the closing time of the working day in which the due falls, minute targets to the full minute.
#[must_use]
pub fn told(clocks: &[&Clock], setup: &Setup) -> Option<Told> {
    let of = |kind| clocks.iter().find(|clock| clock.kind == kind && clock.is_open());
    // A clock keeps the version of the policy it began with, current or not.
    let named = clocks
        .iter()
        .filter_map(|clock| clock.policy.and_then(|id| setup.policy(id)))
        .find_map(|policy| of(policy.told));
    let clock = named
        .or_else(|| of(ClockKind::Resolution))
        .or_else(|| of(ClockKind::FirstResponse))?;
    let (target, calendar_id) = clock.rule();
    let calendar = setup.calendars.get(&calendar_id)?;
    let due = calendar.told(&target, clock.now.due);
    let zone = setup
        .zones
        .get(&calendar_id)
        .cloned()
        .unwrap_or_else(|| setup.zone.clone());
    Some(Told {
        id: clock.id,
        clock: clock.kind,
        due,
        zone,
        calendar: calendar_id,
        preliminary: clock.now.preliminary,
    })
}

/// By when the client waits for us: what they were told, the deadline that clients are told, a promise, the law's term,
/// whichever is first. None of what stands still or is over.
#[must_use]
pub fn clients_deadline(ticket: &Ticket, clocks: &[Clock], setup: &Setup) -> Option<Moment> {
    let runs = |clock: &&Clock| clock.is_open() && !clock.is_paused();
    let named = told(&clocks.iter().collect::<Vec<_>>(), setup);
    let named = clocks
        .iter()
        .find(|clock| named.as_ref().is_some_and(|told| told.id == clock.id));
    let named = named.filter(runs).map(|clock| clock.now.due);
    let said = Some(ticket.told_due).filter(|due| *due != NEVER && named.is_some());
    let given = clocks
        .iter()
        .filter(runs)
        .filter(|clock| matches!(clock.kind, ClockKind::Promise | ClockKind::Statutory))
        .map(|clock| clock.now.due);
    named.into_iter().chain(said).chain(given).min()
}

/// When the desk opens next, by the calendar of the deadline that is told, else the desk's; `None` while it is open.
#[must_use]
pub fn reopens(setup: &Setup, due: Option<&Told>, now: Moment) -> Option<Moment> {
    let calendar = due.map(|told| told.calendar).or(setup.calendar)?;
    let calendar = setup.calendars.get(&calendar)?;
    if calendar.is_open(now) {
        None
    } else {
        calendar.next_opening(now)
    }
}

/// Why what was told is corrected.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Why {
    /// What was told has passed, and nobody answered.
    Missed,
    /// What was told passed while we waited for the client.
    Suspended,
    /// The due is later than what was told, by more than the tolerance.
    Later,
}

/// The new deadline that the client has to be told, and why; `None` while what was told is good enough. A due that
/// moves earlier needs no correction, and while we wait for the client there is nothing to tell.
#[must_use]
pub fn correction(ticket: &Ticket, clocks: &[Clock], setup: &Setup, now: Moment) -> Option<(Told, Why)> {
    if ticket.told_due == NEVER || ticket.state.is_done() || ticket.merged_into.is_some() {
        return None;
    }
    let told = told(&clocks.iter().collect::<Vec<_>>(), setup)?;
    let clock = clocks.iter().find(|clock| clock.id == told.id)?;
    if clock.is_paused() || told.due <= ticket.told_due || clock.now.due < now {
        return None;
    }
    let calendar = setup.calendars.get(&told.calendar)?;
    if paused_at(clock, ticket.told_due) {
        return Some((told, Why::Suspended));
    }
    if calendar.between(ticket.told_due, clock.now.due) <= TOLERANCE {
        return None;
    }
    let why = if ticket.told_due < now {
        Why::Missed
    } else {
        Why::Later
    };
    Some((told, why))
}

/// Whether a plan may have moved what was told: only then is it worth looking.
pub(crate) fn moved_by(plan: &Plan) -> bool {
    let moves = |kind| matches!(kind, StepKind::Resume | StepKind::Retarget | StepKind::Recount);
    plan.clock_steps.iter().any(|(_, step)| moves(step.kind))
}

/// Looks again a little later: a message that leaves by then carries the correction.
pub(crate) fn correction_job(ticket: TicketId, now: Moment, trace: String) -> NewJob {
    NewJob {
        kind: JobKind::Correct,
        subject: ticket.0,
        run_at: now.saturating_add(IN_THE_NEXT_MESSAGE),
        trace,
    }
}

/// Whether a clock stood still at an instant.
fn paused_at(clock: &Clock, at: Moment) -> bool {
    // A target that does not pause is not suspended for its client either (§7, §11).
    if !clock.rule().0.can_pause() {
        return false;
    }
    let mut since = None;
    for step in &clock.steps {
        match step.kind {
            StepKind::Pause => since = since.or(Some(step.at)),
            StepKind::Resume
                if since
                    .take()
                    .is_some_and(|from: Moment| from <= at && at <= step.at) =>
            {
                return true;
            }
            _ => {}
        }
    }
    since.is_some_and(|from| from <= at)
}
