//! When to try again: soon at first, then ever more rarely, for two days.

use domain::Moment;
use domain::time::{HOUR, SECOND};
use rand::Rng as _;

/// How long attempts go on (RFC 5321 §4.5.4.1 asks for four to five days of a relay; a client waits for an answer).
const GIVE_UP_AFTER: i64 = 48 * HOUR;
/// First pause; doubled each time up to [`LONGEST`].
const FIRST: i64 = 15 * SECOND;
const LONGEST: i64 = HOUR;
/// How long the other side may ask us to stay away: a night.
const ASKED: i64 = 13 * HOUR;

/// The next attempt after `attempts`, or `None` when it is time to give up. Jittered by a fifth, so that a server that
/// comes back is not met by everybody at once.
pub(super) fn next(
    created_at: Moment,
    now: Moment,
    attempts: i32,
    asked: Option<std::time::Duration>,
) -> Option<Moment> {
    if now.as_micros() - created_at.as_micros() >= GIVE_UP_AFTER {
        return None;
    }
    let doublings = u32::try_from(attempts - 1).unwrap_or_default().min(16);
    let pause = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let asked = asked
        .map_or(0, |asked| i64::try_from(asked.as_micros()).unwrap_or(ASKED))
        .min(ASKED);
    let pause = pause.max(asked);
    Some(now.saturating_add(pause + rand::rng().random_range(0..=pause / 5)))
}
