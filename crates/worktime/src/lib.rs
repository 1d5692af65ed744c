//! Business-time arithmetic: calendars, zones, days off, targets. Pure: it knows nothing of tickets, clocks or people.
//!
//! An instant is a [`Moment`]; working time is described by a [`CalendarSpec`], compiled once into a
//! [`Calendar`] and asked from there on. Durations are microseconds unless a name says otherwise.

mod built_in;
mod calendar;
mod due;
mod error;
mod moment;
mod pause;
mod plan;
mod segment;
mod spec;
mod target;
mod wall;
mod warn;
mod written;
mod year;
mod zone;

pub use built_in::BUILT_IN;
pub use calendar::Calendar;
pub use due::Due;
pub use error::{CalendarError, Place, TargetError};
pub use jiff::civil::{Date, Weekday};
pub use moment::{Moment, MomentError};
pub use pause::Pause;
pub use segment::{Segment, State, Why};
pub use spec::{CalendarSpec, DayOff, DayOffKind, Hours, Shortened, Week, WorkingDate, YearlyHoliday};
pub use target::{OnDayOff, Target, Until};
pub use wall::{WallTime, WallTimeError};
pub use written::WrittenNumber;

/// Microseconds in a minute.
pub const MINUTE: i64 = 60_000_000;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in 24 hours (not always the length of a date: see daylight-saving time).
pub const DAY: i64 = 24 * HOUR;

#[cfg(test)]
mod tests;
