//! What happens to the clocks of a ticket that becomes part of another: no clock stops, and no deadline moves later
//! (`definitions.md` §8).

use super::answer::awaits_response;
use super::edit::Edit;
use crate::clock::{Bound, Clock, ClockKind, ClockSeed, Step, StepKind};
use crate::policy::{self, PolicyClock, Request};
use crate::{ClockId, EntryId, Moment, PolicyId};

/// What was carried over, for taking it back.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Carried {
    /// Clocks that belong to the survivor now, as they are.
    pub moved: Vec<ClockId>,
    /// Clocks that the survivor did not have.
    pub started: Vec<ClockId>,
}

/// Carries the open clocks of an absorbed ticket over to the one in hand, and ends them where they were. Whatever is
/// done refers to `entry`.
pub(crate) fn carry(edit: &mut Edit<'_>, theirs: &[Clock], entry: EntryId, segment: &str) -> Carried {
    let mut carried = Carried::default();
    for clock in theirs.iter().filter(|clock| clock.is_open()) {
        match clock.kind {
            ClockKind::FirstResponse | ClockKind::NextResponse => {
                response(edit, clock, entry, segment, &mut carried);
            }
            ClockKind::Resolution | ClockKind::PeriodicUpdate | ClockKind::Handoff => {
                one_of_a_kind(edit, clock, entry, &mut carried);
            }
            // Promises, tasks, callbacks and terms of the law move over unchanged.
            _ => {
                let mut moved = clock.clone();
                moved.ticket = edit.ticket.id;
                edit.plan.clock_changes.insert(moved.id, moved.clone());
                carried.moved.push(moved.id);
                edit.clocks.push(moved);
                continue;
            }
        }
        end(edit, clock, entry);
    }
    carried
}

/// The deadline a clock would have if it went on now, and since when it has been running.
fn standing(edit: &Edit<'_>, clock: &Clock) -> Bound {
    let mut going = clock.clone();
    if going.is_paused() {
        let step = step(StepKind::Resume, edit.now, None, "merged");
        // A calendar that is gone leaves the deadline as it is.
        if going.push(step, edit.setup).is_err() {
            going = clock.clone();
        }
    }
    Bound {
        since: clock.since(),
        due: going.now.due,
    }
}

/// The client waits: by the survivor's own response clock, or by a next response that begins here.
fn response(edit: &mut Edit<'_>, theirs: &Clock, entry: EntryId, segment: &str, carried: &mut Carried) {
    let bound = standing(edit, theirs);
    if let Some(ours) = edit.clocks.iter().position(awaits_response) {
        hold_to(edit, ours, bound, theirs, entry);
        return;
    }
    let wanted = next_response(edit, segment);
    let (policy, target, calendar) = wanted.map_or(
        (theirs.policy, theirs.target, theirs.calendar),
        |(policy, wanted)| (Some(policy), wanted.target, wanted.calendar),
    );
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::NextResponse,
        policy,
        calendar,
        target,
        started_at: bound.since,
    };
    start(edit, seed, Vec::new(), carried);
    hold_to(edit, edit.clocks.len().saturating_sub(1), bound, theirs, entry);
}

/// Both running: the earlier start, the earlier due. Only theirs: it goes on here with all that happened to it.
fn one_of_a_kind(edit: &mut Edit<'_>, theirs: &Clock, entry: EntryId, carried: &mut Carried) {
    let same = |clock: &Clock| clock.kind == theirs.kind && clock.is_open();
    if let Some(ours) = edit.clocks.iter().position(same) {
        let bound = standing(edit, theirs);
        hold_to(edit, ours, bound, theirs, entry);
        return;
    }
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: theirs.kind,
        policy: theirs.policy,
        calendar: theirs.calendar,
        target: theirs.target,
        started_at: theirs.started_at,
    };
    start(edit, seed, theirs.steps.clone(), carried);
    if let Some(clock) = edit.clocks.last_mut() {
        clock.breach_recorded = theirs.breach_recorded;
    }
    write(edit, edit.clocks.len().saturating_sub(1));
}

fn start(edit: &mut Edit<'_>, seed: ClockSeed, steps: Vec<Step>, carried: &mut Carried) {
    // A target that was counted before is counted again.
    let Ok(mut clock) = Clock::start(seed, edit.setup) else {
        return;
    };
    for step in steps {
        if clock.push(step.clone(), edit.setup).is_ok() {
            edit.plan.clock_steps.push((clock.id, step));
        }
    }
    carried.started.push(clock.id);
    edit.plan.clocks.push(clock.clone());
    edit.clocks.push(clock);
}

/// Holds a clock of ours to the start and the deadline of theirs, where those are earlier.
fn hold_to(edit: &mut Edit<'_>, ours: usize, bound: Bound, theirs: &Clock, entry: EntryId) {
    let (now, setup) = (edit.now, edit.setup);
    let Some(own) = edit.clocks.get(ours).map(|clock| standing(edit, clock)) else {
        return;
    };
    if bound.due >= own.due && bound.since >= own.since {
        return;
    }
    let held = Bound {
        since: bound.since.min(own.since),
        due: bound.due.min(own.due),
    };
    let mut step = step(StepKind::Bound, now, Some(entry), "merged");
    step.bound = Some(held);
    let Some(clock) = edit.clocks.get_mut(ours) else {
        return;
    };
    if clock.push(step.clone(), setup).is_err() {
        return;
    }
    // A breach that was told once is not told again for the same deadline.
    clock.breach_recorded |= theirs.breach_recorded && clock.now.due == theirs.now.due;
    edit.plan.clock_steps.push((clock.id, step));
    write(edit, ours);
}

/// Writes a clock as it stands: into the row that is new in this plan, or as a change of an old one.
fn write(edit: &mut Edit<'_>, at: usize) {
    let Some(clock) = edit.clocks.get(at).cloned() else {
        return;
    };
    match edit.plan.clocks.iter_mut().find(|new| new.id == clock.id) {
        Some(new) => *new = clock,
        None => drop(edit.plan.clock_changes.insert(clock.id, clock)),
    }
}

/// The absorbed ticket's own clock ends: no breach, no warning, no share in reports.
fn end(edit: &mut Edit<'_>, theirs: &Clock, entry: EntryId) {
    let mut ended = theirs.clone();
    let step = step(StepKind::Cancel, edit.now, Some(entry), "merged");
    if ended
        .push(
            Step {
                recorded_at: edit.now,
                ..step.clone()
            },
            edit.setup,
        )
        .is_ok()
    {
        edit.plan.clock_steps.push((ended.id, step));
        edit.plan.clock_changes.insert(ended.id, ended);
    }
}

/// The next-response clock that the policy of the ticket in hand asks for.
pub(crate) fn next_response(edit: &Edit<'_>, segment: &str) -> Option<(PolicyId, PolicyClock)> {
    let ticket = &edit.ticket;
    let request = Request {
        channel: ticket.channel,
        kind: ticket.kind,
        priority: ticket.priority,
        topic: &ticket.topic,
        segment,
        lang: &ticket.lang,
        team: ticket.team,
    };
    let policy = policy::choose(&edit.setup.policies, &request)?;
    let clock = policy.clock(ClockKind::NextResponse)?;
    Some((policy.id, clock.clone()))
}

pub(crate) fn step(kind: StepKind, at: Moment, entry: Option<EntryId>, reason: &str) -> Step {
    Step {
        kind,
        at,
        recorded_at: at,
        entry,
        reason: reason.to_owned(),
        retarget: None,
        bound: None,
        given: None,
    }
}
