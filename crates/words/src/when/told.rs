//! Deadlines, opening hours and registration as a client is told them (definitions, "What the client is
//! told"): weekday, date, time and zone; both dates where the client's differs from the desk's.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{is_end_of_day, wall};
use crate::calendar::{Case, date_seen_from, day_month, day_month_year, time, weekday};
use crate::{Lang, zone};

/// What the client was told to expect.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum What {
    Answer,
    Solution,
    Call,
}

/// A deadline fit to be told: the caller has already taken closing time for day targets.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct ToldDue {
    pub what: What,
    pub at: Timestamp,
}

/// «не позднее 18:00 вторника, 12 мая, по московскому времени (01:00 среды, 13 мая, по владивостокскому)».
///
/// A client whose date is the desk's reads only the client's own zone. A term until the end of the desk's
/// day reads «до конца дня среды, 13 мая, …». `seen_from` decides whether the year is said.
pub fn not_later(
    lang: Lang,
    due: Timestamp,
    seen_from: Timestamp,
    desk: &TimeZone,
    client: Option<&TimeZone>,
) -> String {
    let before = match lang {
        Lang::Ru => "не позднее",
        Lang::En => "by",
    };
    Told::new(due, seen_from, desk, client).limit(lang, before)
}

/// The same as a limit: «до 18:00 вторника, 12 мая, по московскому времени», `by 18:00 on Tuesday …`.
pub fn limit(
    lang: Lang,
    at: Timestamp,
    seen_from: Timestamp,
    desk: &TimeZone,
    client: Option<&TimeZone>,
) -> String {
    let before = match lang {
        Lang::Ru => "до",
        Lang::En => "by",
    };
    Told::new(at, seen_from, desk, client).limit(lang, before)
}

/// The new term after a colon: «среда, 13 мая, 12:00 по московскому времени».
pub fn new_term(
    lang: Lang,
    due: Timestamp,
    seen_from: Timestamp,
    desk: &TimeZone,
    client: Option<&TimeZone>,
) -> String {
    let told = Told::new(due, seen_from, desk, client);
    let date = told.wall.date();
    let day = weekday(lang, date.weekday(), Case::Name);
    let date = date_seen_from(lang, date, told.today);
    let zone = zone::phrase(lang, told.zone, due);
    let bracket = told.bracket(lang);
    match (lang, is_end_of_day(told.wall)) {
        (Lang::Ru, true) => format!("{day}, {date}, до конца дня {zone}{bracket}"),
        (Lang::En, true) => format!("{day}, {date}, end of the day, {zone}{bracket}"),
        (_, false) => format!("{day}, {date}, {} {zone}{bracket}", time(told.wall.time())),
    }
}

/// When the desk opens: «во вторник, 12 мая, с 9:00 по московскому времени (16:00 по владивостокскому)».
/// Opening hours are the desk's, so the desk's zone stands first and the client's beside it.
pub fn opening(
    lang: Lang,
    opens: Timestamp,
    seen_from: Timestamp,
    desk: &TimeZone,
    client: Option<&TimeZone>,
) -> String {
    let there = wall(opens, desk);
    let today = wall(seen_from, desk).date();
    let day = weekday(lang, there.date().weekday(), Case::On);
    let date = date_seen_from(lang, there.date(), today);
    let from = match lang {
        Lang::Ru => "с",
        Lang::En => "at",
    };
    let zone = zone::phrase(lang, desk, opens);
    let bracket = client.map_or_else(String::new, |client| beside(lang, opens, there, client, today));
    format!(
        "{day}, {date}, {from}\u{a0}{} {zone}{bracket}",
        time(there.time())
    )
}

/// «9 мая 2026 года в 19:30 по владивостокскому времени», with the desk's date beside it if that differs.
pub fn registered(lang: Lang, at: Timestamp, desk: &TimeZone, client: Option<&TimeZone>) -> String {
    let zone = client.unwrap_or(desk);
    let (here, there) = (wall(at, zone), wall(at, desk));
    let date = day_month_year(lang, here.date());
    let phrase = zone::phrase(lang, zone, at);
    let clock = time(here.time());
    let (main, other) = match lang {
        Lang::Ru => (
            format!("{date} в\u{a0}{clock} {phrase}"),
            format!("{} в\u{a0}{}", day_month(lang, there.date()), time(there.time())),
        ),
        Lang::En => (
            format!("on {date} at {clock} {phrase}"),
            format!("{} at {}", day_month(lang, there.date()), time(there.time())),
        ),
    };
    if here.date() == there.date() {
        return main;
    }
    format!("{main} ({other} {})", zone::phrase_again(lang, desk, at))
}

/// «18:00 вторника, 12 мая»; `18:00 on Tuesday, 12 May`.
pub(super) fn moment(lang: Lang, at: DateTime, today: Date) -> String {
    let date = date_seen_from(lang, at.date(), today);
    let clock = time(at.time());
    match lang {
        Lang::Ru => format!(
            "{clock} {}, {date}",
            weekday(lang, at.date().weekday(), Case::Genitive)
        ),
        Lang::En => format!("{clock} {}, {date}", weekday(lang, at.date().weekday(), Case::On)),
    }
}

/// An instant in the zone a client reads first, with the client's own where it must stand beside it.
struct Told<'a> {
    at: Timestamp,
    zone: &'a TimeZone,
    wall: DateTime,
    today: Date,
    beside: Option<&'a TimeZone>,
}

impl<'a> Told<'a> {
    fn new(at: Timestamp, seen_from: Timestamp, desk: &'a TimeZone, client: Option<&'a TimeZone>) -> Self {
        let same_date = |client: &&TimeZone| wall(at, client).date() == wall(at, desk).date();
        let (zone, beside) = match client.filter(same_date) {
            Some(client) => (client, None),
            None => (desk, client),
        };
        Told {
            at,
            zone,
            wall: wall(at, zone),
            today: wall(seen_from, zone).date(),
            beside,
        }
    }

    /// `before` stands before a time; the end of a day is always told the same way.
    fn limit(&self, lang: Lang, before: &str) -> String {
        let by = if is_end_of_day(self.wall) {
            let day = weekday(lang, self.wall.date().weekday(), Case::Genitive);
            let date = date_seen_from(lang, self.wall.date(), self.today);
            match lang {
                Lang::Ru => format!("до конца дня {day}, {date}"),
                Lang::En => format!("by the end of {day}, {date}"),
            }
        } else {
            format!("{before} {}", moment(lang, self.wall, self.today))
        };
        format!(
            "{by}, {}{}",
            zone::phrase(lang, self.zone, self.at),
            self.bracket(lang)
        )
    }

    fn bracket(&self, lang: Lang) -> String {
        self.beside.map_or_else(String::new, |client| {
            beside(lang, self.at, self.wall, client, self.today)
        })
    }
}

/// « (01:00 среды, 13 мая, по владивостокскому)», or the time alone on the same date, or nothing where both
/// clocks show the same.
fn beside(lang: Lang, at: Timestamp, there: DateTime, client: &TimeZone, today: Date) -> String {
    let here = wall(at, client);
    if here == there {
        return String::new();
    }
    let zone = zone::phrase_again(lang, client, at);
    if here.date() == there.date() {
        return format!(" ({} {zone})", time(here.time()));
    }
    format!(" ({}, {zone})", moment(lang, here, today))
}
