//! The client comes back to a request that was withdrawn: the resolution clock that was cancelled goes on in a new one,
//! with the time in between as a pause, as after any other end (`definitions.md` §7).

use super::TicketFacts;
use crate::clock::{Clock, ClockKind, Step, StepKind};
use crate::setup::Setup;
use crate::{ClockId, EntryId, Moment};

/// The reason under which a withdrawal ends clocks.
const WITHDRAWN: &str = "withdrawn";

/// The clock that goes on where the withdrawn one ended; `None` where none did, or one runs.
pub(super) fn resolution_again(
    facts: &TicketFacts,
    setup: &Setup,
    at: Moment,
    now: Moment,
    entry: EntryId,
    id: impl FnOnce() -> ClockId,
) -> Option<Clock> {
    let of_resolution = || {
        facts
            .clocks
            .iter()
            .filter(|clock| clock.kind == ClockKind::Resolution)
    };
    if of_resolution().any(Clock::is_open) {
        return None;
    }
    let ended = of_resolution().next_back()?;
    let (last, before) = ended.steps.split_last()?;
    if last.kind != StepKind::Cancel || last.reason != WITHDRAWN {
        return None;
    }
    let step = |kind, at, reason: &str| Step {
        kind,
        at,
        recorded_at: now,
        entry: Some(entry),
        reason: reason.to_owned(),
        retarget: None,
        bound: None,
        given: None,
    };
    let mut clock = Clock {
        id: id(),
        steps: before.to_vec(),
        breach_recorded: false,
        ..ended.clone()
    };
    clock
        .push(step(StepKind::Pause, last.at, WITHDRAWN), setup)
        .ok()?;
    clock.push(step(StepKind::Resume, at, "reopened"), setup).ok()?;
    Some(clock)
}
