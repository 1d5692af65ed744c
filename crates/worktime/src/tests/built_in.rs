//! The calendars that come with the product give the published norms.

use super::{built_in, date, msk, office};
use crate::{BUILT_IN, DayOffKind, HOUR, State, Target, WallTime, Why};

#[test]
fn every_one_compiles_under_the_name_of_its_file() {
    for (name, toml) in BUILT_IN {
        assert!(!built_in(name).name().is_empty(), "{name}");
        let round = toml::to_string(&super::spec(toml)).unwrap();
        assert_eq!(super::spec(&round), super::spec(toml), "{name}");
    }
    assert_eq!(BUILT_IN.len(), 4);
}

fn year_of(calendar: &crate::Calendar, year: i16) -> (usize, i64) {
    let (first, last) = (date(&format!("{year}-01-01")), date(&format!("{year}-12-31")));
    let worked = calendar.between(calendar.start_of(first), calendar.end_of(last));
    (calendar.working_days(first, last), worked / HOUR)
}

#[test]
fn the_russian_year_has_its_norm() {
    let office = office();
    assert_eq!(year_of(&office, 2025), (247, 1_972));
    assert_eq!(year_of(&office, 2026), (247, 1_972));
    assert_eq!(year_of(&office, 2027).0, 247, "announced, not yet official");
    assert_eq!(office.known_through(), Some(date("2026-12-31")));
    assert_eq!(office.zone_name(), "Europe/Moscow");
}

#[test]
fn months_of_2026_have_their_norms() {
    // Working days and hours of the 40-hour week by month, as production calendars publish them.
    let norms = [
        (15, 120),
        (19, 152),
        (21, 168),
        (22, 175),
        (19, 151),
        (21, 167),
        (23, 184),
        (21, 168),
        (22, 176),
        (22, 176),
        (20, 159),
        (22, 176),
    ];
    let office = office();
    for (month, (days, hours)) in (1i8..).zip(norms) {
        let first = crate::Date::new(2026, month, 1).unwrap();
        let last = first.last_of_month();
        let worked = office.between(office.start_of(first), office.end_of(last));
        assert_eq!(
            (office.working_days(first, last), worked),
            (days, hours * HOUR),
            "month {month}"
        );
    }
}

#[test]
fn the_working_saturday_of_2025_beats_the_weekend_and_is_shortened() {
    let office = office();
    let saturday = date("2025-11-01");
    assert!(office.is_working_day(saturday));
    assert_eq!(
        office.shown(office.closing_of(saturday).unwrap()),
        (saturday, "17:00".parse().unwrap())
    );
    assert!(!office.is_working_day(date("2025-11-03")));
    assert!(!office.is_working_day(date("2025-11-08")));
}

#[test]
fn beyond_the_official_year_holidays_are_assumed_and_dues_preliminary() {
    let office = office();
    assert!(!office.is_working_day(date("2031-05-09")));
    assert!(
        office.is_working_day(date("2031-05-12")),
        "nothing is known about moved days off"
    );
    let due = |start| office.due(start, &Target::business_days(1)).unwrap();
    assert!(!due(msk("12-29 10:00")).preliminary);
    assert!(due(msk("12-30 10:00")).preliminary);
    let last = office.due(msk("12-30 17:00"), &Target::Minutes(60)).unwrap();
    assert_eq!((last.at, last.preliminary), (msk("12-30 18:00"), false));
    assert_eq!(office.official_days_left(msk("12-01 00:00")), Some(30));
    assert_eq!(
        office.official_days_left(super::at("2027-01-10T12:00:00+03:00")),
        Some(-10)
    );
    assert_eq!(built_in("always").official_days_left(msk("12-01 00:00")), None);
}

#[test]
fn a_moved_day_off_is_told_from_a_holiday_by_law() {
    let segments = office().segments(msk("05-08 17:00"), msk("05-12 09:00"));
    let names: Vec<_> = segments.iter().map(|segment| &segment.state).collect();
    let off = |name: &str, kind| {
        State::Closed(Why::Holiday {
            name: Some(name.to_owned()),
            kind,
        })
    };
    let weekend = State::Closed(Why::Weekend);
    let victory = off("День Победы", DayOffKind::Law);
    let moved = off("Выходной, перенесён с 9 мая", DayOffKind::Moved);
    let night = State::Closed(Why::Night);
    assert_eq!(names, [&night, &victory, &weekend, &moved, &night]);
}

#[test]
fn the_line_works_on_holidays_and_always_never_closes() {
    assert!(built_in("ru-line").is_open(msk("01-01 08:00")));
    assert!(!built_in("ru-line").is_open(msk("01-01 22:00")));
    let always = built_in("always");
    let (from, to) = (msk("02-01 00:00"), msk("06-01 00:00"));
    assert_eq!(always.between(from, to), to - from);
    let (shown_date, time) = always.shown(always.closing_of(date("2026-02-01")).unwrap());
    assert_eq!((shown_date, time), (date("2026-02-01"), WallTime::END_OF_DAY));
    assert_eq!(year_of(&built_in("plain"), 2026), (261, 261 * 9));
}
