//! One all-day event (RFC 5545 §3.6.1) and the days it stands for.

use super::kind;
use super::lines::{Line, fault};
use crate::error::Field;
use domain::official::{DayKind, OfficialDay};
use jiff::ToSpan as _;
use worktime::{Date, Weekday};

/// Days of one event: longer than any holidays.
const LONGEST: i64 = 60;
/// Characters of a name.
const NAME: usize = 200;
/// Years that may be meant.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2200;

/// An event as far as it was read.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Where it begins.
    pub line: usize,
    name: String,
    start: Option<Date>,
    /// The first date after it, or days.
    end: Option<Date>,
    duration: Option<i64>,
    /// Every year; until that year where the rule says so.
    yearly: Option<Yearly>,
    kind: Option<DayKind>,
    minutes: Option<u16>,
    like: Option<i8>,
    cancelled: bool,
}

#[derive(Copy, Clone, Debug, Default)]
struct Yearly {
    until: Option<Date>,
    count: Option<i16>,
}

impl Event {
    pub fn at(line: usize) -> Self {
        Self {
            line,
            name: String::new(),
            start: None,
            end: None,
            duration: None,
            yearly: None,
            kind: None,
            minutes: None,
            like: None,
            cancelled: false,
        }
    }

    /// Takes one of its lines.
    ///
    /// # Errors
    /// What cannot be understood of what matters.
    pub fn take(&mut self, line: &Line) -> Result<(), Field> {
        let bad = |reason: &str| fault(line.number, "invalid", reason);
        match line.name.as_str() {
            "SUMMARY" => self.name = text::clean_line(&line.text(), NAME),
            "DTSTART" => self.start = Some(date(line)?),
            "DTEND" => self.end = Some(date(line)?),
            "DURATION" => {
                let days =
                    days_of(&line.value).ok_or_else(|| bad("a day lasts whole days: P1D, P2D or P1W"))?;
                self.duration = Some(days);
            }
            "RRULE" => self.yearly = Some(yearly(line)?),
            "RDATE" | "EXDATE" | "RECURRENCE-ID" => {
                let reason =
                    "days that come again are understood as FREQ=YEARLY only: write each day as an event";
                return Err(fault(line.number, "rule", reason));
            }
            "STATUS" => self.cancelled = line.value.trim().eq_ignore_ascii_case("CANCELLED"),
            "CATEGORIES" => self.kind = self.kind.take().or_else(|| kind::of(&line.text())),
            "X-OKNO-SHORTENED" => {
                let minutes = line
                    .value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|minutes| (1..=1_440).contains(minutes));
                self.minutes = Some(minutes.ok_or_else(|| bad("minutes from 1 to 1440"))?);
            }
            "X-OKNO-LIKE" => {
                let like = weekday(line.value.trim())
                    .ok_or_else(|| bad("a weekday: MO, TU, WE, TH, FR, SA or SU"))?;
                self.like = Some(like);
            }
            _ => {}
        }
        Ok(())
    }

    /// The year of its last day that does not come again.
    pub fn last_year(&self) -> Option<i16> {
        let ends = self.end.or(self.start).map(Date::year);
        let until = self.yearly.and_then(|rule| rule.until).map(Date::year);
        until.or(ends).filter(|_| !self.cancelled)
    }

    /// Its days; one that comes every year comes until that year.
    ///
    /// # Errors
    /// It has no beginning, or lasts too long.
    pub fn days(&self, last_year: Option<i16>) -> Result<Vec<OfficialDay>, Field> {
        if self.cancelled {
            return Ok(Vec::new());
        }
        let Some(start) = self.start else {
            return Err(fault(self.line, "required", "an event has a DTSTART"));
        };
        let length = self.length(start)?;
        let kind = self.of_kind();
        let mut days = Vec::new();
        for first in self.beginnings(start, last_year.unwrap_or(start.year())) {
            for offset in 0..length {
                let date = first.checked_add(offset.days());
                let date = date.map_err(|error| fault(self.line, "invalid", error))?;
                days.push(OfficialDay {
                    date,
                    name: self.name.clone(),
                    kind: kind.clone(),
                });
            }
        }
        Ok(days)
    }

    fn length(&self, start: Date) -> Result<i64, Field> {
        let length = match (self.end, self.duration) {
            (Some(end), _) => i64::from((end - start).get_days()),
            (None, Some(days)) => days,
            (None, None) => 1,
        };
        if !(1..=LONGEST).contains(&length) {
            let reason = format!(
                "an event ends after it begins (DTEND is the first day after it), {LONGEST} days later at most"
            );
            return Err(fault(self.line, "out_of_range", reason));
        }
        Ok(length)
    }

    fn of_kind(&self) -> DayKind {
        match self.kind.clone() {
            Some(DayKind::Working { .. }) => DayKind::Working { like: self.like },
            Some(DayKind::Shortened { .. }) => DayKind::Shortened {
                minutes: self.minutes,
            },
            Some(off) => off,
            None => match (self.minutes, self.like) {
                (Some(_), _) => DayKind::Shortened {
                    minutes: self.minutes,
                },
                (None, Some(_)) => DayKind::Working { like: self.like },
                (None, None) => DayKind::Off { moved: None },
            },
        }
    }

    fn beginnings(&self, start: Date, last_year: i16) -> Vec<Date> {
        let Some(rule) = self.yearly else {
            return vec![start];
        };
        let most = rule.count.unwrap_or(i16::MAX);
        let years = (start.year()..=last_year).take(usize::from(most.unsigned_abs()));
        // The 29th of February comes in leap years only (RFC 5545 §3.3.10).
        let dates = years.filter_map(|year| Date::new(year, start.month(), start.day()).ok());
        dates
            .filter(|date| rule.until.is_none_or(|until| *date <= until))
            .collect()
    }
}

/// A date without a time.
///
/// # Errors
/// It is none.
pub(super) fn date(line: &Line) -> Result<Date, Field> {
    let value = line.value.trim();
    let is_date = line.parameter("VALUE").is_none_or(|kind| kind == "DATE");
    if value.contains('T') || !is_date {
        let reason =
            "a day off is a date without a time: VALUE=DATE:20270101. This document is of appointments";
        return Err(fault(line.number, "has_time", reason));
    }
    written(value).ok_or_else(|| {
        fault(
            line.number,
            "no_date",
            format!("“{value}” is no date: write it as 20270101"),
        )
    })
}

fn written(value: &str) -> Option<Date> {
    if value.len() != 8 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| value.get(range);
    let date = Date::new(
        part(0..4)?.parse().ok()?,
        part(4..6)?.parse().ok()?,
        part(6..8)?.parse().ok()?,
    );
    date.ok().filter(|date| YEARS.contains(&date.year()))
}

fn days_of(value: &str) -> Option<i64> {
    let rest = value.trim().strip_prefix('P')?;
    match (rest.strip_suffix('D'), rest.strip_suffix('W')) {
        (Some(days), _) => days.parse().ok(),
        (_, Some(weeks)) => weeks.parse::<i64>().ok()?.checked_mul(7),
        _ => None,
    }
}

fn yearly(line: &Line) -> Result<Yearly, Field> {
    let unknown = |part: &str| {
        let reason = format!(
            "the rule {part} is not understood: FREQ=YEARLY, with UNTIL or COUNT, is; write other days as events"
        );
        fault(line.number, "rule", reason)
    };
    let (mut rule, mut is_yearly) = (Yearly::default(), false);
    for part in line.value.trim().split(';').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("FREQ", "YEARLY")) => is_yearly = true,
            Some(("INTERVAL", "1") | ("WKST", _)) => {}
            Some(("UNTIL", until)) => {
                let date = until.get(..8).and_then(written);
                rule.until = Some(date.ok_or_else(|| unknown(part))?);
            }
            Some(("COUNT", count)) => {
                let count = count.parse().ok().filter(|count| *count > 0);
                rule.count = Some(count.ok_or_else(|| unknown(part))?);
            }
            _ => return Err(unknown(part)),
        }
    }
    if is_yearly {
        Ok(rule)
    } else {
        Err(unknown(line.value.trim()))
    }
}

fn weekday(text: &str) -> Option<i8> {
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let place = days.iter().position(|day| day.eq_ignore_ascii_case(text))?;
    i8::try_from(place)
        .ok()
        .filter(|offset| Weekday::from_monday_zero_offset(*offset).is_ok())
}
