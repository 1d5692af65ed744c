//! How long somebody who guesses has to wait: a pure rule over the instants of failed log-ins.

use domain::Moment;
use domain::time::{HOUR, MINUTE, SECOND};

/// Failures within [`WINDOW`] that are forgiven to one login.
pub(super) const PER_LOGIN: usize = 5;
/// The same for one address, behind which there may be an office.
pub(super) const PER_ADDRESS: usize = 20;
/// The span in which failures are counted together, microseconds.
const WINDOW: i64 = 15 * MINUTE;
/// The first wait, microseconds; each failure after it doubles the wait.
const FIRST_WAIT: i64 = 30 * SECOND;
/// The longest wait, microseconds.
const LONGEST_WAIT: i64 = 15 * MINUTE;
/// How long failures are kept, microseconds: longer than any wait they can cause.
pub(crate) const MEMORY: i64 = 24 * HOUR;
/// Most failures of a subject that are looked at.
pub(super) const MOST: i64 = 200;

/// Until when the next attempt has to wait; nothing when it need not. After `limit` failures within a quarter of an
/// hour there is a wait, and each failure that follows soon after one doubles it. `failures` are in order of time.
pub(super) fn wait_until(failures: &[Moment], limit: usize) -> Option<Moment> {
    let mut until: Option<Moment> = None;
    let mut wait = FIRST_WAIT;
    for (index, at) in failures.iter().enumerate() {
        let still_hot = until.is_some_and(|until| at.as_micros() <= until.as_micros().saturating_add(WINDOW));
        let window_start = at.as_micros().saturating_sub(WINDOW);
        let recent = failures[..=index]
            .iter()
            .rev()
            .take_while(|f| f.as_micros() > window_start)
            .count();
        if still_hot {
            wait = (wait * 2).min(LONGEST_WAIT);
        } else if recent >= limit {
            wait = FIRST_WAIT;
        } else {
            until = None;
            continue;
        }
        until = Some(at.saturating_add(wait));
    }
    until
}

/// Whole seconds from now until the end of a wait; nothing when it is over.
pub(super) fn seconds_left(until: Option<Moment>, now: Moment) -> Option<i64> {
    let left = until?.as_micros().saturating_sub(now.as_micros());
    (left > 0).then_some((left + SECOND - 1) / SECOND)
}
