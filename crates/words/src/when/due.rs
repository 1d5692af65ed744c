//! A deadline as it stands in lists: «до 18:00», «завтра до 12:00», «просрочено на 2 ч 10 мин».

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{is_end_of_day, next_midnight, spans, wall};
use crate::calendar::{Case, date_seen_from, time, weekday};
use crate::{Lang, t, tr};

/// From here on a deadline is told as what is left of it.
const LITTLE_LEFT: SignedDuration = SignedDuration::from_hours(1);
const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// A deadline seen at `now` by somebody in `zone`. The instant of the deadline itself is still in time.
pub fn due(lang: Lang, due: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let left = due.duration_since(now);
    if left.is_negative() {
        spans::about(lang, left, "due-late", "due-late-under-minute")
    } else if left < LITTLE_LEFT {
        spans::about(lang, left, "due-left", "due-left-under-minute")
    } else {
        upcoming(lang, due, now, zone)
    }
}

/// A deadline as a date, wherever the reader stands in time: «до 12 мая, 18:00». `seen_from` only decides
/// whether the year is said. For the timeline and for sentences about the past.
pub fn until(lang: Lang, due: Timestamp, seen_from: Timestamp, zone: &TimeZone) -> String {
    on_date(lang, due, wall(seen_from, zone).date(), zone)
}

/// «приостановлено: ждём клиента». The reason is a phrase, as `t_code(lang, "why", "waiting_client")` gives it.
pub fn paused(lang: Lang, reason: &str) -> String {
    tr(lang, "due-paused", &[("reason", reason.into())])
}

/// How late something was done that is done: «с опозданием на 2 ч 10 мин».
pub fn late_by(lang: Lang, late: SignedDuration) -> String {
    tr(lang, "late-by", &[("span", spans::span(lang, late).into())])
}

/// Until when [`due`] surely reads as it does at `now`: the instant at which a page has to look again.
pub fn next_change(due: Timestamp, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let left = due.duration_since(now);
    let change = if left.is_negative() {
        now.checked_add(until_later(left.abs()))
    } else if left < LITTLE_LEFT {
        // "40 min left" holds through the instant at which exactly 40 are left.
        let whole = SignedDuration::from_mins(left.as_mins());
        now.checked_add(left.saturating_sub(whole).saturating_add(MICROSECOND))
    } else {
        now.checked_add(left.saturating_sub(LITTLE_LEFT).saturating_add(MICROSECOND))
            .map(|little| next_midnight(now, zone).map_or(little, |midnight| midnight.min(little)))
    };
    // Past the end of representable time nothing changes any more.
    change.unwrap_or(Timestamp::MAX)
}

/// Time until the lateness grows by the smallest unit its words show.
fn until_later(late: SignedDuration) -> SignedDuration {
    let unit = match late.as_hours() {
        0..24 => MINUTE,
        24..168 => SignedDuration::from_hours(1),
        _ => SignedDuration::from_hours(24),
    };
    let past = late.as_micros() % unit.as_micros();
    SignedDuration::from_micros(i64::try_from(unit.as_micros() - past).unwrap_or(i64::MAX))
}

fn upcoming(lang: Lang, due: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let at = wall(due, zone);
    let today = wall(now, zone).date();
    let clock = ("time", time(at.time()).into());
    match (days_between(today, at.date()), is_end_of_day(at)) {
        (0, true) => t(lang, "due-end-of-today"),
        (0, false) => tr(lang, "due-today", &[clock]),
        (1, true) => t(lang, "due-end-of-tomorrow"),
        (1, false) => tr(lang, "due-tomorrow", &[clock]),
        (2..=6, false) => tr(
            lang,
            "due-weekday",
            &[("weekday", in_list(lang, at.date()).into()), clock],
        ),
        _ => on_date(lang, due, today, zone),
    }
}

fn on_date(lang: Lang, due: Timestamp, seen_from: Date, zone: &TimeZone) -> String {
    let at = wall(due, zone);
    let date = ("date", date_seen_from(lang, at.date(), seen_from).into());
    if is_end_of_day(at) {
        return tr(lang, "due-end-of-date", &[date]);
    }
    tr(lang, "due-date", &[date, ("time", time(at.time()).into())])
}

fn in_list(lang: Lang, date: Date) -> &'static str {
    match lang {
        Lang::Ru => weekday(lang, date.weekday(), Case::Genitive),
        Lang::En => weekday(lang, date.weekday(), Case::Short),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
