//! Instants and spans in words (glossary, "Time in words"). Reckons only what the reader's clock and
//! calendar show; knows nothing of working time.
//!
//! Everything takes an instant and the zone it is read in. Times are cut to the minute, never rounded up:
//! a deadline is not shown later than it is.

mod age;
mod due;
mod exact;
mod spans;
mod told;

pub use age::{age, day};
pub use due::{due, late_by, next_change, paused, until};
pub use exact::{
    date, date_time_long, date_time_short, exact, exact_in_both, full_date, long_date, moment,
    moment_in_full, time, time_in_full,
};
pub use spans::{span, span_in_full};
pub use told::{ToldDue, What, limit, new_term, not_later, opening, registered};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// What the clock on the wall shows.
pub(crate) fn wall(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at)
}

/// The last instant of a date, to the second: terms "until the end of the day" fall on it.
pub(crate) fn is_end_of_day(at: DateTime) -> bool {
    (at.hour(), at.minute(), at.second()) == (23, 59, 59)
}

/// The next midnight of the zone; `None` only at the end of representable time.
pub(crate) fn next_midnight(at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let tomorrow = Zoned::new(at, zone.clone()).tomorrow().ok()?;
    Some(tomorrow.start_of_day().ok()?.timestamp())
}

#[cfg(test)]
mod tests;
