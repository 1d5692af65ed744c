//! Lengths of time: «2 ч 10 мин», `2 h 10 min`.

use jiff::SignedDuration;

use crate::{Lang, t, tr};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A length of time, cut to what matters at its size: seconds under a minute, then minutes, hours and
/// minutes, days and hours, and from a week on only days. A negative length is read as its size.
pub fn span(lang: Lang, length: SignedDuration) -> String {
    let seconds = length.abs().as_secs();
    match seconds {
        0..MINUTE => tr(lang, "span-seconds", &[("seconds", seconds.into())]),
        MINUTE..HOUR => tr(lang, "span-minutes", &[("minutes", (seconds / MINUTE).into())]),
        HOUR..DAY => hours(lang, seconds),
        _ => days(lang, seconds),
    }
}

/// A length to the second, for columns of figures that add up: `2:05:09`, `49:00:00`.
pub fn span_in_full(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    format!(
        "{sign}{}:{:02}:{:02}",
        seconds / HOUR,
        seconds % HOUR / MINUTE,
        seconds % MINUTE
    )
}

fn hours(lang: Lang, seconds: i64) -> String {
    let (hours, minutes) = (seconds / HOUR, seconds % HOUR / MINUTE);
    match minutes {
        0 => tr(lang, "span-hours", &[("hours", hours.into())]),
        _ => tr(
            lang,
            "span-hours-minutes",
            &[("hours", hours.into()), ("minutes", minutes.into())],
        ),
    }
}

fn days(lang: Lang, seconds: i64) -> String {
    let (days, hours) = (seconds / DAY, seconds % DAY / HOUR);
    let in_days = tr(lang, "count-days", &[("count", days.into())]);
    if hours == 0 || days >= 7 {
        return in_days;
    }
    tr(
        lang,
        "span-days-hours",
        &[("days", in_days.into()), ("hours", hours.into())],
    )
}

/// The one span that is not counted in figures.
pub(super) fn under_a_minute(length: SignedDuration) -> bool {
    length.abs().as_secs() < MINUTE
}

/// A phrase about a span, or its other form when less than a minute is meant.
pub(super) fn about(lang: Lang, length: SignedDuration, key: &str, key_under_minute: &str) -> String {
    if under_a_minute(length) {
        return t(lang, key_under_minute);
    }
    tr(lang, key, &[("span", span(lang, length).into())])
}
