//! Calendars that are refused, each with the place and the reason.

use super::spec;
use crate::{Calendar, CalendarError, CalendarSpec};

fn refused(toml: &str) -> CalendarError {
    Calendar::compile(&spec(&format!("name = \"wrong\"\n{toml}"))).unwrap_err()
}

/// A Monday-to-Tuesday calendar with something more at its top.
fn with(top: &str) -> String {
    format!("zone = \"UTC\"\n{top}\n[week]\nmon = [[\"09:00\", \"18:00\"]]\ntue = [[\"09:00\", \"18:00\"]]")
}

fn monday(hours: &str) -> String {
    format!("zone = \"UTC\"\n[week]\nmon = {hours}")
}

fn says(error: &CalendarError, parts: &[&str]) {
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "“{part}” is missing in: {message}");
    }
}

#[test]
fn an_unknown_zone() {
    let error = refused("zone = \"Europe/Moskow\"\n[week]\nmon = [[\"09:00\", \"18:00\"]]");
    says(&error, &["Europe/Moskow", "IANA"]);
}

#[test]
fn no_working_time() {
    assert_eq!(refused("zone = \"UTC\"\n[week]"), CalendarError::NoWorkingTime);
}

#[test]
fn wrong_intervals_of_a_weekday() {
    says(
        &refused(&monday("[[\"22:00\", \"06:00\"]]")),
        &["Monday", "crosses midnight", "22:00–24:00", "00:00–06:00"],
    );
    says(
        &refused(&monday("[[\"09:00\", \"09:00\"]]")),
        &["Monday", "empty"],
    );
    says(
        &refused(&monday("[[\"24:00\", \"24:00\"]]")),
        &["Monday", "24:00"],
    );
    says(
        &refused(&monday("[[\"09:00\", \"13:00\"], [\"12:00\", \"18:00\"]]")),
        &["Monday", "12:00", "13:00"],
    );
    says(
        &refused(&monday("[[\"14:00\", \"18:00\"], [\"09:00\", \"13:00\"]]")),
        &["Monday", "order"],
    );
    let touching = spec(&format!(
        "name = \"t\"\n{}",
        monday("[[\"09:00\", \"13:00\"], [\"13:00\", \"18:00\"]]")
    ));
    assert!(Calendar::compile(&touching).is_ok(), "intervals may touch");
}

#[test]
fn wrong_working_dates() {
    let working = |rest: &str| with(&format!("working = [{{ date = \"2026-01-17\"{rest} }}]"));
    says(
        &refused(&working(", hours = [[\"10:00\", \"09:00\"]]")),
        &["2026-01-17", "crosses midnight"],
    );
    says(&refused(&working("")), &["2026-01-17", "needs either"]);
    says(
        &refused(&working(", as = \"mon\", hours = [[\"10:00\", \"11:00\"]]")),
        &["2026-01-17", "not both"],
    );
    says(&refused(&working(", as = \"sun\"")), &["2026-01-17", "Sunday"]);
    let twice =
        "working = [{ date = \"2026-01-17\", as = \"mon\" }, { date = \"2026-01-17\", as = \"tue\" }]";
    says(&refused(&with(twice)), &["2026-01-17", "twice", "working"]);
}

#[test]
fn wrong_days_off_and_shortened_days() {
    let twice = "days_off = [{ date = \"2026-01-12\" }, { date = \"2026-01-12\" }]";
    says(&refused(&with(twice)), &["2026-01-12", "twice", "days_off"]);
    let shortened = |minutes: u16| {
        with(&format!(
            "shortened = [{{ date = \"2026-01-12\", minutes = {minutes} }}]"
        ))
    };
    says(&refused(&shortened(0)), &["2026-01-12", "at least one minute"]);
    says(&refused(&shortened(540)), &["2026-01-12", "540", "day off"]);
    let twice =
        "shortened = [{ date = \"2026-01-12\", minutes = 1 }, { date = \"2026-01-12\", minutes = 2 }]";
    says(&refused(&with(twice)), &["2026-01-12", "twice", "shortened"]);
}

#[test]
fn wrong_yearly_holidays() {
    let yearly = |day: &str| {
        with(&format!(
            "known_through = \"2026-12-31\"\nyearly_holidays = [{{ day = \"{day}\" }}, {{ day = \"05-09\" }}]"
        ))
    };
    for day in ["13-01", "02-30", "5-9", "05-09-", "", "May 9"] {
        says(&refused(&yearly(day)), &["month and day"]);
    }
    says(&refused(&yearly("05-09")), &["05-09", "twice"]);
    assert!(Calendar::compile(&spec(&format!("name = \"l\"\n{}", yearly("02-29")))).is_ok());
    let endless = with("yearly_holidays = [{ day = \"05-09\" }]");
    assert_eq!(refused(&endless), CalendarError::YearlyWithoutKnownThrough);
}

#[test]
fn unknown_keys_and_wrong_times_are_refused_while_reading() {
    let reading = |toml: &str| toml::from_str::<CalendarSpec>(toml).unwrap_err().to_string();
    let with_name = |toml: &str| format!("name = \"wrong\"\n{toml}");
    assert!(reading(&with_name(&with("holydays = []"))).contains("holydays"));
    assert!(reading(&with_name(&monday("[[\"9:00\", \"18:00\"]]"))).contains("HH:MM"));
    assert!(reading(&with_name(&with("days_off = [{ date = \"2026-02-30\" }]"))).contains("02-30"));
}

#[test]
fn a_shortened_day_that_is_off_anyway_stays_off() {
    let both =
        with("days_off = [{ date = \"2026-01-12\" }]\nshortened = [{ date = \"2026-01-12\", minutes = 60 }]");
    let calendar = super::calendar(&format!("name = \"both\"\n{both}"));
    assert!(!calendar.is_working_day(super::date("2026-01-12")));
}

#[test]
fn a_working_date_beats_a_day_off() {
    let both =
        with("days_off = [{ date = \"2026-01-17\" }]\nworking = [{ date = \"2026-01-17\", as = \"mon\" }]");
    let calendar = super::calendar(&format!("name = \"both\"\n{both}"));
    assert!(calendar.is_working_day(super::date("2026-01-17")));
}
