//! When people sleep (`definitions.md` §11): nothing is sent then, and it is said when it goes on.

use crate::settings::Settings;
use domain::Moment;
use jiff::tz::TimeZone;
use std::time::Duration;

/// How long it is still quiet; `None` by day.
pub fn left(settings: &Settings, zone: &str, now: Moment) -> Option<Duration> {
    let (from, until) = (settings.quiet_from, settings.quiet_until);
    if from == until {
        return None;
    }
    // A zone that is none is the desk's mistake, not the client's: then UTC counts.
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let here = now.to_timestamp().to_zoned(zone);
    let time = here.time();
    let is_quiet = if from < until {
        from <= time && time < until
    } else {
        time >= from || time < until
    };
    if !is_quiet {
        return None;
    }
    let day = if time < until {
        here.date()
    } else {
        here.date().tomorrow().ok()?
    };
    let end = day.to_datetime(until).to_zoned(here.time_zone().clone()).ok()?;
    let left = end.timestamp().as_microsecond() - now.as_micros();
    Some(Duration::from_micros(u64::try_from(left).unwrap_or_default()))
}
