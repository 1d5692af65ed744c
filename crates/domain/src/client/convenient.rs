//! Convenient hours in the client's zone, and time counted only where they meet a calendar (`definitions.md` §6).

use super::CallHours;
use crate::Moment;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt;
use worktime::Calendar;

/// Days looked ahead. Hours that meet the calendar nowhere within are no hours to wait for.
const HORIZON: usize = 60;

/// When calls are welcome, with the zone that it is said in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Convenient {
    pub hours: CallHours,
    /// IANA.
    pub zone: String,
}

impl Convenient {
    /// From what [`fmt::Display`] writes; nothing where it cannot be read.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, zone) = text.split_once(' ')?;
        TimeZone::get(zone).ok()?;
        Some(Self {
            hours: hours.parse().ok()?,
            zone: zone.to_owned(),
        })
    }

    /// The instant by which so much time has passed that is both working and convenient; nothing where the two do not
    /// meet for two months.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, start: Moment, micros: i64) -> Option<Moment> {
        let zone = TimeZone::get(&self.zone).ok()?;
        let (mut left, mut date) = (micros, calendar.date_of(start));
        for _ in 0..HORIZON {
            for (open, close) in calendar.hours_of(date) {
                for (from, to) in self.windows(&zone, open, close) {
                    let (from, to) = (from.max(open).max(start), to.min(close));
                    let passed = (to - from).max(0);
                    if passed > 0 && passed >= left {
                        return Some(from.saturating_add(left));
                    }
                    left -= passed;
                }
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// What lies outside these hours between two instants, in order.
    #[must_use]
    pub fn outside(&self, from: Moment, to: Moment) -> Vec<(Moment, Moment)> {
        let Ok(zone) = TimeZone::get(&self.zone) else {
            return Vec::new();
        };
        let (mut spans, mut at) = (Vec::new(), from);
        for (open, close) in self.windows(&zone, from, to) {
            if open.min(to) > at {
                spans.push((at, open.min(to)));
            }
            at = at.max(close);
        }
        if to > at {
            spans.push((at, to));
        }
        spans
    }

    /// Convenient hours of the client's dates that an interval touches.
    fn windows(&self, zone: &TimeZone, open: Moment, close: Moment) -> Vec<(Moment, Moment)> {
        let date = |at: Moment| zone.to_datetime(at.to_timestamp()).date();
        let mut windows = Vec::new();
        let mut day = date(open);
        while day <= date(close) {
            if let (Some(from), Some(to)) = (
                instant(zone, day, self.hours.from),
                instant(zone, day, self.hours.to),
            ) {
                windows.push((from, to));
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        windows
    }
}

fn instant(zone: &TimeZone, date: Date, minutes: u16) -> Option<Moment> {
    let (date, minutes) = if minutes >= 1_440 {
        (date.tomorrow().ok()?, minutes - 1_440)
    } else {
        (date, minutes)
    };
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    let zoned = date.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(Moment::from_timestamp(zoned.timestamp()))
}

impl fmt::Display for Convenient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.hours, self.zone)
    }
}
