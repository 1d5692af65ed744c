//! The periodic update: after each answer, while the ticket is open, the next one is due again. It begins only after the
//! first response and never replaces it (`definitions.md` §6).

use super::edit::Edit;
use crate::clock::{Clock, ClockKind, ClockSeed};
use crate::policy::{self, Request};
use crate::{ClockId, EntryId, Moment};

/// Starts it with an answer of that instant, where the ticket's policy has one. After an answer that becomes known late it is
/// due by the one that came later.
pub(crate) fn start_update(edit: &mut Edit<'_>, answer: EntryId, at: Moment) {
    let later = |clock: &Clock| clock.kind == ClockKind::PeriodicUpdate && clock.started_at > at;
    if edit.clocks.iter().any(later) {
        return;
    }
    let segment = edit.segment.clone();
    let request = Request::of(&edit.ticket, &segment);
    let Some(policy) = policy::choose(&edit.setup.policies, &request) else {
        return;
    };
    let Some(wanted) = policy.clock(ClockKind::PeriodicUpdate) else {
        return;
    };
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::PeriodicUpdate,
        policy: Some(policy.id),
        calendar: wanted.calendar,
        target: wanted.target,
        started_at: at,
    };
    // Policies are checked when they are applied: a target that cannot be counted never gets here.
    if let Ok(mut clock) = Clock::start(seed, edit.setup) {
        clock.entry = Some(answer);
        edit.clocks.push(clock.clone());
        edit.plan.clocks.push(clock);
    }
}
