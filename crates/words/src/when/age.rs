//! When something happened, as a timeline says it: «сегодня, 14:05», «вчера», «12 мая».

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::wall;
use crate::calendar::{date_seen_from, time};
use crate::{Lang, t, tr};

/// A moment with its time: «сегодня, 14:05», «вчера, 9:30», «12 мая, 14:05», «12 мая 2025 года, 14:05».
pub fn age(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let happened = wall(at, zone);
    let clock = ("time", time(happened.time()).into());
    match relative(happened.date(), wall(now, zone).date()) {
        Some("today") => tr(lang, "age-today", &[clock]),
        Some("yesterday") => tr(lang, "age-yesterday", &[clock]),
        Some(_) => tr(lang, "age-tomorrow", &[clock]),
        None => {
            let date = date_seen_from(lang, happened.date(), wall(now, zone).date());
            tr(lang, "at-date-time", &[("date", date.into()), clock])
        }
    }
}

/// The day alone, for headings and lists: «сегодня», «вчера», «12 мая».
pub fn day(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (happened, today) = (wall(at, zone).date(), wall(now, zone).date());
    match relative(happened, today) {
        Some(key) => t(lang, key),
        None => date_seen_from(lang, happened, today),
    }
}

fn relative(date: jiff::civil::Date, today: jiff::civil::Date) -> Option<&'static str> {
    match today.duration_until(date).as_hours() / 24 {
        0 => Some("today"),
        -1 => Some("yesterday"),
        1 => Some("tomorrow"),
        _ => None,
    }
}
