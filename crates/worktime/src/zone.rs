//! `Zone`: wall time to instants, in order. Knows nothing of working time.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
    tz::{AmbiguousOffset, Offset, TimeZone},
};

use crate::{DAY, MINUTE, error::CalendarError, moment::Moment, wall::WallTime};

const EPOCH: Date = date(1970, 1, 1);

/// A time zone, with a rule for wall times that a change of the clock repeats or skips: a repeated one means
/// its first occurrence, a skipped one the instant of the change. So later wall times never mean earlier instants.
#[derive(Debug)]
pub(crate) struct Zone {
    zone: TimeZone,
    name: String,
}

impl Zone {
    pub(crate) fn named(name: &str) -> Result<Zone, CalendarError> {
        match TimeZone::get(name) {
            Ok(zone) => Ok(Zone {
                zone,
                name: name.to_owned(),
            }),
            Err(_) => Err(CalendarError::UnknownZone(name.to_owned())),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first instant of a date, microseconds since the epoch.
    pub(crate) fn start_of(&self, date: Date) -> i64 {
        self.instant(date, WallTime::MIDNIGHT)
    }

    /// The instant of a wall time, microseconds since the epoch; 24:00 is the next date's 00:00.
    pub(crate) fn instant(&self, date: Date, time: WallTime) -> i64 {
        let (date, time) = match time {
            WallTime::END_OF_DAY => (tomorrow(date), WallTime::MIDNIGHT),
            time => (date, time),
        };
        let wall = midnight_in_utc(date) + MINUTE * i64::from(time.minutes());
        match self.zone.to_ambiguous_timestamp(date_time(date, time)).offset() {
            AmbiguousOffset::Unambiguous { offset } => wall - micros(offset),
            AmbiguousOffset::Fold { before, .. } => wall - micros(before),
            AmbiguousOffset::Gap { before, .. } => self.change_before(wall - micros(before)),
        }
    }

    /// The last change of the clock at or before the instant.
    fn change_before(&self, at: i64) -> i64 {
        let after = Moment::from_micros(at + 1).to_timestamp();
        let change = self.zone.preceding(after).next();
        change.map_or(at, |change| change.timestamp().as_microsecond())
    }

    /// Where the wall clock stood furthest on the instant's date, as microseconds since that date's midnight:
    /// while a repeated hour runs again, it stays at the end of that hour.
    pub(crate) fn furthest_wall(&self, date: Date, at: i64) -> i64 {
        let instant = Moment::from_micros(at).to_timestamp();
        let midnight = midnight_in_utc(date);
        let wall = at + micros(self.zone.to_offset(instant)) - midnight;
        let start = self.start_of(date);
        let repeated = self
            .zone
            .preceding(Moment::from_micros(at + 1).to_timestamp())
            .take_while(|change| change.timestamp().as_microsecond() > start)
            .map(|change| {
                let change = change.timestamp().as_microsecond();
                let before = Moment::from_micros(change - 1).to_timestamp();
                change + micros(self.zone.to_offset(before)) - midnight
            });
        repeated.fold(wall, i64::max).clamp(0, DAY)
    }

    /// The instant at which the wall clock of the date first shows so many microseconds since midnight.
    pub(crate) fn instant_of_micros(&self, date: Date, wall: i64) -> i64 {
        let minutes = u16::try_from(wall / MINUTE).ok().and_then(WallTime::from_minutes);
        match minutes {
            Some(time) => {
                let minute = self.instant(date, time);
                // Seconds go on from the minute; a minute that is skipped has none.
                let next = WallTime::from_minutes(time.minutes() + 1)
                    .map_or(minute, |next| self.instant(date, next));
                (minute + wall % MINUTE).min(next.max(minute))
            }
            None => self.start_of(tomorrow(date)),
        }
    }
}

/// The date after; the last date that exists stays.
pub(crate) fn tomorrow(date: Date) -> Date {
    date.saturating_add(1.day())
}

pub(crate) fn days_after(date: Date, days: u32) -> Date {
    date.saturating_add(i64::from(days).days())
}

/// Midnight of the date as if it were in UTC, microseconds since the epoch.
fn midnight_in_utc(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs() * 1_000_000
}

fn date_time(date: Date, time: WallTime) -> DateTime {
    let (hour, minute) = (time.minutes() / 60, time.minutes() % 60);
    // Both fit: at most 23 and 59, as 24:00 was carried to the next date.
    date.at(
        i8::try_from(hour).unwrap_or(0),
        i8::try_from(minute).unwrap_or(0),
        0,
        0,
    )
}

fn micros(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}
