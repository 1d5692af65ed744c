//! Names of weekdays and months in the cases that phrases need, and the clock time inside a sentence.

use jiff::civil::{Date, Time, Weekday};

use crate::Lang;

/// How a weekday stands in its phrase. English needs no cases; its short form serves lists.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(crate) enum Case {
    /// «среда», Wednesday
    Name,
    /// «среды», Wednesday: after «до», or «18:00 среды»
    Genitive,
    /// «в среду», «во вторник», on Wednesday: with its preposition
    On,
    /// «ср», Wed: for lists
    Short,
}

type Forms = [&'static str; 4];

/// Monday first, in the order of [`Case`].
const RUSSIAN_DAYS: [Forms; 7] = [
    ["понедельник", "понедельника", "в понедельник", "пн"],
    ["вторник", "вторника", "во вторник", "вт"],
    ["среда", "среды", "в среду", "ср"],
    ["четверг", "четверга", "в четверг", "чт"],
    ["пятница", "пятницы", "в пятницу", "пт"],
    ["суббота", "субботы", "в субботу", "сб"],
    ["воскресенье", "воскресенья", "в воскресенье", "вс"],
];

const ENGLISH_DAYS: [Forms; 7] = [
    ["Monday", "Monday", "on Monday", "Mon"],
    ["Tuesday", "Tuesday", "on Tuesday", "Tue"],
    ["Wednesday", "Wednesday", "on Wednesday", "Wed"],
    ["Thursday", "Thursday", "on Thursday", "Thu"],
    ["Friday", "Friday", "on Friday", "Fri"],
    ["Saturday", "Saturday", "on Saturday", "Sat"],
    ["Sunday", "Sunday", "on Sunday", "Sun"],
];

/// In the genitive: 12 мая.
const RUSSIAN_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn weekday(lang: Lang, day: Weekday, case: Case) -> &'static str {
    let days = match lang {
        Lang::Ru => &RUSSIAN_DAYS,
        Lang::En => &ENGLISH_DAYS,
    };
    let forms = days.get(usize::from(day.to_monday_zero_offset().unsigned_abs()));
    forms
        .and_then(|forms| forms.get(case as usize))
        .copied()
        .unwrap_or_default()
}

/// `12 мая`, `12 May`; the day never parts from its month.
pub(crate) fn day_month(lang: Lang, date: Date) -> String {
    let months = match lang {
        Lang::Ru => &RUSSIAN_MONTHS,
        Lang::En => &ENGLISH_MONTHS,
    };
    let month = months.get(usize::from(date.month().unsigned_abs()).saturating_sub(1));
    format!("{}\u{a0}{}", date.day(), month.copied().unwrap_or_default())
}

/// `12 мая 2026 года`, `12 May 2026`.
pub(crate) fn day_month_year(lang: Lang, date: Date) -> String {
    let day = day_month(lang, date);
    match lang {
        Lang::Ru => format!("{day} {}\u{a0}года", date.year()),
        Lang::En => format!("{day} {}", date.year()),
    }
}

/// The date with its year only where it is not the year of `seen_from`.
pub(crate) fn date_seen_from(lang: Lang, date: Date, seen_from: Date) -> String {
    if date.year() == seen_from.year() {
        day_month(lang, date)
    } else {
        day_month_year(lang, date)
    }
}

/// The time inside a sentence: `9:00`, `18:05`. Night hours keep the zero, so that nobody takes
/// `01:00` for the afternoon. Seconds are cut: a deadline is never shown later than it is.
pub(crate) fn time(at: Time) -> String {
    match at.hour() {
        0..=4 => table_time(at),
        hour => format!("{hour}:{:02}", at.minute()),
    }
}

/// The time in a table, where figures stand under one another: `09:00`.
pub(crate) fn table_time(at: Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}
