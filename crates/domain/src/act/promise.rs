//! The promise: an instant that the client was told by one of ours. A clock of its own beside the others, which it
//! neither moves nor pauses (`definitions.md` §10).

use super::edit::{Edit, Refusal};
use crate::clock::{Clock, ClockKind, ClockSeed, Promised, StepKind, Target, Verdict};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;
use crate::time::MINUTE;
use crate::{CalendarId, ClockId, EntryId, Moment};

/// A promise about to be given.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Promise {
    pub what: Promised,
    pub due: Moment,
    /// In whose zone it is meant.
    pub calendar: CalendarId,
    /// Whoever gives it may promise more time than the law allows.
    pub by_supervisor: bool,
}

/// Ten years, like any target.
const FURTHEST: i64 = 3_653 * 24 * 60 * MINUTE;

/// Writes down a promise that the client was told by voice.
///
/// # Errors
/// [`Refusal::Invalid`] for an instant that cannot be promised, [`Refusal::Supervisor`] beyond a statutory term.
pub fn promise_by_voice(mut edit: Edit<'_>, promise: Promise) -> Result<(Plan, EntryId), Refusal> {
    let entry = give(&mut edit, promise, None)?;
    edit.event(EventType::ClockChanged);
    Ok((edit.finish(), entry))
}

/// Starts the promise; an open one about the same thing is moved by it, if it comes in time. `heard` is the message
/// that carries it.
pub(crate) fn give(
    edit: &mut Edit<'_>,
    promise: Promise,
    heard: Option<EntryId>,
) -> Result<EntryId, Refusal> {
    check(edit, &promise)?;
    let now = edit.now;
    let moves =
        |clock: &Clock| clock.promised() == Some(promise.what) && clock.is_open() && now <= clock.now.due;
    let moved = edit.clocks.iter().any(moves);
    let code = if moved { "promise_moved" } else { "promise_made" };
    let params = serde_json::json!({ "due": promise.due.as_micros(), "promise": promise.what.code() });
    // A message says it itself.
    let entry = heard.unwrap_or_else(|| edit.line(EntryKind::Clock, now, code, params));
    edit.step(StepKind::Move, now, Some(entry), "promise_moved", moves);
    let minutes = (promise.due - now).max(1).saturating_add(MINUTE - 1) / MINUTE;
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::Promise,
        policy: None,
        calendar: promise.calendar,
        target: Target::CalendarMinutes(u32::try_from(minutes).unwrap_or(u32::MAX)),
        started_at: now,
    };
    let clock = Clock::promise(seed, promise.what, promise.due, Some(entry), edit.setup);
    let clock = clock.map_err(|error| invalid(error.to_string()))?;
    edit.plan.ends_after = first_running(&edit.clocks, promise.due);
    edit.clocks.push(clock.clone());
    edit.plan.clocks.push(clock);
    Ok(entry)
}

/// The earliest running deadline before an instant that a promise does not extend.
fn first_running(clocks: &[Clock], before: Moment) -> Option<Moment> {
    let running = clocks.iter().filter(|clock| {
        clock.is_open() && clock.kind.bounds_promises() && clock.now.verdict == Verdict::Running
    });
    running
        .map(|clock| clock.now.due)
        .filter(|due| *due < before)
        .min()
}

fn check(edit: &Edit<'_>, promise: &Promise) -> Result<(), Refusal> {
    if promise.due <= edit.now {
        return Err(invalid("a promise is about the future: give a later time"));
    }
    if promise.due - edit.now > FURTHEST {
        return Err(invalid("a promise is at most ten years ahead"));
    }
    let statutory = |clock: &&Clock| clock.kind == ClockKind::Statutory && clock.is_open();
    let beyond = edit
        .clocks
        .iter()
        .filter(statutory)
        .any(|term| promise.due > term.now.due);
    if beyond && !promise.by_supervisor {
        return Err(Refusal::Supervisor {
            reason: "the promise lies beyond the statutory term: a supervisor may give it".into(),
        });
    }
    Ok(())
}

fn invalid(reason: impl Into<String>) -> Refusal {
    Refusal::Invalid {
        field: "promise",
        reason: reason.into(),
    }
}

/// What was promised is done: kept if in time, broken if not. What was promised by this very message is not meant.
pub(crate) fn fulfil(edit: &mut Edit<'_>, what: Promised, at: Moment, entry: Option<EntryId>) {
    let due_now = |clock: &Clock| {
        let is_another = entry.is_none() || clock.entry != entry;
        clock.promised() == Some(what) && clock.is_open() && clock.started_at <= at && is_another
    };
    edit.step(StepKind::Stop, at, entry, "kept", due_now);
    if let Some(entry) = entry {
        edit.stop_again(at, entry, "kept", |clock| {
            clock.promised() == Some(what) && clock.entry != Some(entry)
        });
    }
}

/// The client asks for nothing more: the promise ends in neither kept nor broken.
///
/// # Errors
/// [`Refusal::Invalid`] when no such promise is open.
pub fn release_promise(mut edit: Edit<'_>, clock: ClockId) -> Result<Plan, Refusal> {
    let meant = |one: &Clock| one.id == clock && one.kind == ClockKind::Promise && one.is_open();
    if !edit.clocks.iter().any(meant) {
        return Err(invalid("there is no such open promise"));
    }
    let at = edit.now;
    let entry = edit.line(EntryKind::Clock, at, "promise_released", serde_json::json!({}));
    edit.step(StepKind::Cancel, at, Some(entry), "withdrawn", meant);
    edit.event(EventType::ClockChanged);
    Ok(edit.finish())
}
