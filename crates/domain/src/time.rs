//! Time as the house sees it: instants come from one injected clock, never from the machine directly.

pub use worktime::Moment;

/// Tells the present instant. The binary gives the machine's clock, tests one that they move.
pub trait Now: Send + Sync {
    /// The present instant, UTC, cut to microseconds.
    fn now(&self) -> Moment;
}

/// One second, in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute, in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour, in microseconds.
pub const HOUR: i64 = 60 * MINUTE;

/// 24 hours, in microseconds.
pub const DAY: i64 = 24 * HOUR;

/// How far ahead of the commit an event may claim to have happened (`definitions.md` §1).
pub const FUTURE_TOLERANCE: i64 = 60 * SECOND;

/// The sort key of "never": a number instead of NULL, since databases order NULL differently.
pub const NEVER: Moment = Moment::MAX;
