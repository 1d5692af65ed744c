//! Cases kept outside the repository, read from the folder that `OKNO_CASES` names.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::{Deserialize, de::DeserializeOwned};

use super::{at, date, office};
use crate::{Calendar, CalendarSpec, Date, DayOff, DayOffKind, Hours, MINUTE, Target, Week, WorkingDate};

fn cases<T: DeserializeOwned>(path: &str) -> Option<T> {
    let Some(folder) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: {path} is not checked");
        return None;
    };
    let text = fs::read_to_string(PathBuf::from(folder).join(path)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

#[derive(Deserialize)]
struct CaseCalendar {
    tz: String,
    weekly: Week,
    holidays: Vec<Date>,
    /// Dates with their own hours; none at all means closed.
    exceptions: BTreeMap<Date, Vec<Hours>>,
}

impl CaseCalendar {
    fn compile(self) -> Calendar {
        let off = |date| DayOff {
            date,
            name: None,
            kind: DayOffKind::Own,
        };
        let (closed, open): (Vec<_>, Vec<_>) = self
            .exceptions
            .into_iter()
            .partition(|(_, hours)| hours.is_empty());
        let mut days_off: Vec<Date> = self.holidays;
        days_off.extend(closed.into_iter().map(|(date, _)| date));
        days_off.sort_unstable();
        days_off.dedup();
        Calendar::compile(&CalendarSpec {
            name: "case".to_owned(),
            zone: self.tz,
            known_through: None,
            week: self.weekly,
            days_off: days_off.into_iter().map(off).collect(),
            working: open
                .into_iter()
                .map(|(date, hours)| WorkingDate {
                    date,
                    hours,
                    like: None,
                })
                .collect(),
            shortened: Vec::new(),
            yearly_holidays: Vec::new(),
        })
        .unwrap()
    }
}

#[derive(Deserialize)]
struct SlaCase {
    id: String,
    calendar: CaseCalendar,
    start: String,
    minutes: u32,
    due: String,
}

#[test]
fn sla_cases_are_exact() {
    let Some(cases) = cases::<Vec<SlaCase>>("sla/cases.json") else {
        return;
    };
    assert_eq!(cases.len(), 100);
    for case in cases {
        let calendar = case.calendar.compile();
        let (start, due) = (at(&case.start), at(&case.due));
        assert_eq!(
            calendar.due(start, &Target::Minutes(case.minutes)).unwrap().at,
            due,
            "{}",
            case.id
        );
        assert_eq!(
            calendar.between(start, due),
            i64::from(case.minutes) * MINUTE,
            "{}",
            case.id
        );
    }
}

#[derive(Deserialize)]
struct RussianYears {
    years: BTreeMap<i16, RussianYear>,
}

#[derive(Deserialize)]
struct RussianYear {
    public_holidays_by_law: Vec<Date>,
    weekday_days_off: Vec<NamedDate>,
    transferred_days_off: Vec<NamedDate>,
    working_weekend_days: Vec<Date>,
    shortened_days_minus_1h: Vec<Date>,
    working_days: usize,
    hours_40h_week: i64,
}

#[derive(Deserialize)]
struct NamedDate {
    date: Date,
}

#[test]
fn the_russian_calendar_is_the_published_one() {
    let Some(published) = cases::<RussianYears>("ru_calendar/ru_2025_2026.json") else {
        return;
    };
    let office = office();
    assert_eq!(published.years.len(), 2);
    for (year, published) in published.years {
        let (first, last) = (Date::new(year, 1, 1).unwrap(), Date::new(year, 12, 31).unwrap());
        assert_eq!(office.working_days(first, last), published.working_days);
        let worked = office.between(office.start_of(first), office.end_of(last));
        assert_eq!(worked, published.hours_40h_week * 60 * MINUTE);
        for off in published
            .weekday_days_off
            .iter()
            .chain(&published.transferred_days_off)
        {
            assert!(!office.is_working_day(off.date), "{}", off.date);
        }
        for &holiday in &published.public_holidays_by_law {
            assert!(!office.is_working_day(holiday), "{holiday}");
        }
        for &saturday in &published.working_weekend_days {
            assert!(office.is_working_day(saturday), "{saturday}");
        }
        for &shortened in &published.shortened_days_minus_1h {
            let (open, close) = (office.start_of(shortened), office.end_of(shortened));
            assert_eq!(office.between(open, close), 7 * 60 * MINUTE, "{shortened}");
        }
    }
}

#[test]
fn the_russian_calendar_agrees_with_its_other_form_day_by_day() {
    for year in [2025, 2026] {
        let path = format!("ru_calendar/calendar_ru_{year}_moscow_40h.json");
        let Some(other) = cases::<CaseCalendar>(&path) else {
            return;
        };
        let (other, office) = (other.compile(), office());
        let mut day = date(&format!("{year}-01-01"));
        while day.year() == year {
            assert_eq!(office.hours_of(day), other.hours_of(day), "{day}");
            day = day.tomorrow().unwrap();
        }
    }
}
