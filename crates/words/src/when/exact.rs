//! Exact dates and times: on hover, in tables, in letters.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::wall;
use crate::calendar::{Case, date_seen_from, day_month_year, table_time, time as clock, weekday};
use crate::{Lang, zone};

/// The full form, shown on hover: «вторник, 12 мая 2026 года, 18:00 по московскому времени».
pub fn exact(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    format!(
        "{} {}",
        full_date_time(lang, at, zone),
        zone::phrase(lang, zone, at)
    )
}

/// The full form in the viewer's zone with the calendar's beside it, where the two show different times:
/// «… 18:00 по московскому времени (01:00 среды, 13 мая, по владивостокскому)».
pub fn exact_in_both(lang: Lang, at: Timestamp, viewer: &TimeZone, calendar: &TimeZone) -> String {
    let full = exact(lang, at, viewer);
    let (here, there) = (wall(at, viewer), wall(at, calendar));
    if here == there {
        return full;
    }
    let other = zone::phrase_again(lang, calendar, at);
    if here.date() == there.date() {
        return format!("{full} ({} {other})", clock(there.time()));
    }
    format!(
        "{full} ({}, {other})",
        super::told::moment(lang, there, here.date())
    )
}

/// «12 мая 2026 года, 18:00»; `12 May 2026, 18:00`.
pub fn date_time_long(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let wall = wall(at, zone);
    format!("{}, {}", day_month_year(lang, wall.date()), clock(wall.time()))
}

/// For tables, figures under one another: «12.05.2026 09:00»; `2026-05-12 09:00`.
pub fn date_time_short(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let wall = wall(at, zone);
    let time = table_time(wall.time());
    match lang {
        Lang::Ru => format!(
            "{:02}.{:02}.{}\u{a0}{time}",
            wall.day(),
            wall.month(),
            wall.year()
        ),
        Lang::En => format!("{}\u{a0}{time}", wall.date()),
    }
}

/// «12 мая», with the year where it is not the year of `now`.
pub fn date(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    date_seen_from(lang, wall(at, zone).date(), wall(now, zone).date())
}

/// «12 мая, 18:00», with the year where it is not the year of `now`.
pub fn moment(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    format!("{}, {}", date(lang, at, now, zone), time(at, zone))
}

/// As [`moment`], with the seconds where there are any: «12 мая, 18:00:05».
pub fn moment_in_full(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    format!("{}, {}", date(lang, at, now, zone), time_in_full(at, zone))
}

/// As [`time`], with the seconds where there are any: `18:00:05`.
pub fn time_in_full(at: Timestamp, zone: &TimeZone) -> String {
    match wall(at, zone).second() {
        0 => time(at, zone),
        seconds => format!("{}:{seconds:02}", time(at, zone)),
    }
}

/// «12 мая 2026 года»; `12 May 2026`.
pub fn long_date(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    day_month_year(lang, wall(at, zone).date())
}

/// «вторник, 12 мая 2026 года»; `Tuesday, 12 May 2026`.
pub fn full_date(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let date = wall(at, zone).date();
    format!(
        "{}, {}",
        weekday(lang, date.weekday(), Case::Name),
        day_month_year(lang, date)
    )
}

/// The time of day inside a sentence: `9:00`, `18:05`, `01:00`.
pub fn time(at: Timestamp, zone: &TimeZone) -> String {
    clock(wall(at, zone).time())
}

fn full_date_time(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    format!("{}, {}", full_date(lang, at, zone), time(at, zone))
}
