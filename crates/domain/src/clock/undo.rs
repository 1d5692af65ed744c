//! What a message that did not get through takes back of what it did to a clock (`definitions.md` §5, §9, §10).

use super::evaluate::DELIVERY;
use super::{Clock, ClockKind, StepKind, Target};
use crate::{CalendarId, EntryId};

/// A step, the reason's code, and the target and calendar to count by again.
type Undone = (StepKind, &'static str, Option<(Target, CalendarId)>);

/// The step that takes back what a message did to a clock; `None` where it did nothing that still stands. The
/// second part is the reason's code, the third the target and calendar to count by again.
#[must_use]
pub fn undone_by_failure(clock: &Clock, message: EntryId) -> Option<Undone> {
    // What was promised in words that nobody heard was not promised.
    if clock.kind == ClockKind::Promise && clock.entry == Some(message) && clock.is_open() {
        return Some((StepKind::Cancel, DELIVERY, None));
    }
    // What it was owed because of that message, it is not.
    if clock.kind == ClockKind::PeriodicUpdate && clock.entry == Some(message) && clock.is_open() {
        return Some((StepKind::Cancel, DELIVERY, None));
    }
    // A question that nobody heard waits for nobody.
    if clock.waits() && clock.paused_by() == Some(message) {
        return Some((StepKind::Resume, DELIVERY, None));
    }
    let last_of = |kind: StepKind| clock.steps.iter().rposition(|step| step.kind == kind);
    let voided = last_of(StepKind::Void);
    let stands =
        |at: &usize| voided.is_none_or(|voided| voided < *at) && clock.steps[*at].entry == Some(message);
    if clock.is_stopped_by(message) {
        let kind = if clock.kind.failed_answer_is_a_pause() {
            StepKind::Resume
        } else {
            StepKind::Void
        };
        return Some((kind, DELIVERY, None));
    }
    if last_of(StepKind::Move).filter(stands).is_some() {
        return Some((StepKind::Void, DELIVERY, None));
    }
    let extension = clock
        .steps
        .iter()
        .rposition(|step| step.kind == StepKind::Retarget && step.reason == "extended");
    extension
        .filter(stands)
        .map(|_| (StepKind::Void, DELIVERY, Some((clock.target, clock.calendar))))
}
