//! Another policy for the same ticket: running clocks are worked out anew from their history, and tightening never puts
//! a deadline into the past (`definitions.md` §8).

use super::edit::Edit;
use super::statutory::retarget_term;
use crate::ClockId;
use crate::clock::{Clock, ClockKind, ClockSeed, Step, StepKind, Verdict};
use crate::policy::{self, Policy, PolicyClock, Request};
use crate::setup::Setup;
use crate::ticket::{Speaker, State};

/// Chooses the policy again and gives every open clock its target.
pub(super) fn retarget(edit: &mut Edit<'_>, segment: &str) {
    let ticket = edit.ticket.clone();
    let request = Request::of(&ticket, segment);
    retarget_term(edit, &request);
    let setup = edit.setup;
    let chosen = policy::choose(&setup.policies, &request);
    let now = edit.now;
    let (mut changes, mut followed) = (Vec::new(), Vec::new());
    let taken_up = set_aside(edit);
    for clock in edit.clocks.iter_mut().filter(|clock| {
        (clock.is_open() && clock.policy.is_some() && !is_of_law(clock)) || taken_up.contains(&clock.id)
    }) {
        let wanted = chosen.and_then(|policy| policy.clock(clock.kind));
        let again = taken_up.contains(&clock.id);
        if again && wanted.is_none() {
            continue;
        }
        let same = !again && wanted.is_some_and(|wanted| is_current(setup, clock, wanted));
        if same {
            // Its warnings may be others.
            let policy = chosen.map(|policy| policy.id);
            if clock.policy != policy && clock.follow(policy, setup).is_ok() {
                followed.push(clock.id);
            }
            continue;
        }
        let step = Step {
            kind: if wanted.is_some() {
                StepKind::Retarget
            } else {
                StepKind::Cancel
            },
            at: now,
            recorded_at: now,
            entry: None,
            reason: "policy".into(),
            retarget: wanted.map(|wanted| (wanted.target, wanted.calendar)),
            bound: None,
            given: None,
        };
        if clock.push(step.clone(), setup).is_ok() {
            changes.push((clock.id, step));
            if let Some(policy) = chosen.filter(|_| wanted.is_some())
                && clock.follow(Some(policy.id), setup).is_err()
            {
                // The step went well: only a calendar that vanished meanwhile leads here, and the deadline stands.
                continue;
            }
        }
    }
    // Of clocks that no policy starts only the warnings may be others.
    for clock in edit
        .clocks
        .iter_mut()
        .filter(|clock| clock.is_open() && clock.policy.is_none())
    {
        let before = clock.now.warn_at;
        if clock.follow(None, setup).is_ok() && clock.now.warn_at != before {
            followed.push(clock.id);
        }
    }
    edit.record(changes);
    for id in followed {
        if let Some(clock) = edit.clocks.iter().find(|clock| clock.id == id) {
            edit.plan.clock_changes.insert(id, clock.clone());
        }
    }
    if let Some(policy) = chosen {
        start_missing(edit, policy);
    }
    wait_too(edit);
}

/// Clocks that an earlier policy did without, and that nothing took the place of: the next one may want them again.
fn set_aside(edit: &Edit<'_>) -> Vec<ClockId> {
    if edit.ticket.state.is_done() {
        return Vec::new();
    }
    let by_policy = |clock: &&Clock| {
        clock.now.verdict == Verdict::Cancelled
            && clock
                .steps
                .last()
                .is_some_and(|step| step.kind == StepKind::Cancel && step.reason == "policy")
            && !edit
                .clocks
                .iter()
                .any(|other| other.kind == clock.kind && other.id > clock.id)
    };
    edit.clocks
        .iter()
        .filter(by_policy)
        .map(|clock| clock.id)
        .collect()
}

/// What another policy asks for waits like everything else of the ticket (§7), from now on.
fn wait_too(edit: &mut Edit<'_>) {
    let others = edit.setup.rules.waiting_others_pauses;
    let (reason, waits): (_, fn(ClockKind) -> bool) = match edit.ticket.state {
        State::WaitingClient => ("waiting_client", ClockKind::pauses_for_client),
        State::WaitingOthers if others => ("waiting_others", |kind| kind == ClockKind::Resolution),
        _ => return,
    };
    let (at, entry) = (edit.now, edit.plan.entries.last().map(|line| line.id));
    edit.step(StepKind::Pause, at, entry, reason, |clock| {
        waits(clock.kind) && clock.is_open() && clock.policy.is_some() && !clock.waits()
    });
}

/// A clock of a statutory term, which policies do not touch.
fn is_of_law(clock: &Clock) -> bool {
    matches!(clock.kind, ClockKind::Statutory | ClockKind::Registration)
}

/// Whether the clock already runs by this target and calendar. A corrected calendar is another matter: whoever
/// corrects it confirms what it does to running clocks.
fn is_current(setup: &Setup, clock: &Clock, wanted: &PolicyClock) -> bool {
    let (target, calendar) = clock.rule();
    target == wanted.target && setup.is_same_calendar(calendar, wanted.calendar)
}

/// Whether the first answer was given, or we wrote first (§6): then no first response is owed.
fn was_answered(edit: &Edit<'_>, wanted: &PolicyClock) -> bool {
    let after_it = |clock: &Clock| matches!(clock.kind, ClockKind::NextResponse | ClockKind::PeriodicUpdate);
    match edit.ticket.last_speaker {
        Speaker::Operator => true,
        Speaker::System => !wanted.ignores_automatic,
        Speaker::Client => edit.clocks.iter().any(after_it),
    }
}

/// A policy may ask for a clock that the former one did not have. It starts with the request, but is not due in the past.
fn start_missing(edit: &mut Edit<'_>, policy: &Policy) {
    if edit.ticket.state.is_done() {
        return;
    }
    for wanted in &policy.clocks {
        let at_once = matches!(wanted.kind, ClockKind::FirstResponse | ClockKind::Resolution);
        if !at_once || edit.clocks.iter().any(|clock| clock.kind == wanted.kind) {
            continue;
        }
        if wanted.kind == ClockKind::FirstResponse && was_answered(edit, wanted) {
            continue;
        }
        let seed = ClockSeed {
            id: ClockId(edit.ids.next_id()),
            ticket: edit.ticket.id,
            kind: wanted.kind,
            policy: Some(policy.id),
            calendar: wanted.calendar,
            target: wanted.target,
            started_at: edit.ticket.occurred_at,
        };
        let from_request = Clock::start(seed.clone(), edit.setup);
        let clock = match from_request {
            Ok(clock) if clock.now.due < edit.now => Clock::start(
                ClockSeed {
                    started_at: edit.now,
                    ..seed
                },
                edit.setup,
            ),
            other => other,
        };
        if let Ok(clock) = clock {
            edit.clocks.push(clock.clone());
            edit.plan.clocks.push(clock);
        }
    }
}
