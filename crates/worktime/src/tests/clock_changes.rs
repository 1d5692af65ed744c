//! Days on which the clock is changed: skipped and repeated hours, and a date that never was.

use super::{at, daily, date};
use crate::{Calendar, HOUR, MINUTE, Target, Until};

const ALL_DAY: &str = "[[\"00:00\", \"24:00\"]]";

fn worked(calendar: &Calendar, day: &str) -> i64 {
    calendar.between(
        calendar.start_of(date(day)),
        calendar.end_of(date(day)).saturating_add(1),
    )
}

#[test]
fn a_day_is_as_long_as_it_really_is() {
    let berlin = daily("Europe/Berlin", ALL_DAY);
    assert_eq!(worked(&berlin, "2026-03-29"), 23 * HOUR);
    assert_eq!(worked(&berlin, "2026-10-25"), 25 * HOUR);
    let lord_howe = daily("Australia/Lord_Howe", ALL_DAY);
    assert_eq!(worked(&lord_howe, "2026-10-04"), 23 * HOUR + 30 * MINUTE);
    let due = berlin.add(at("2026-03-29T01:30:00+01:00"), HOUR).at;
    assert_eq!(due, at("2026-03-29T03:30:00+02:00"));
}

#[test]
fn hours_inside_the_skipped_hour_are_no_working_time() {
    let berlin = daily("Europe/Berlin", "[[\"02:00\", \"03:00\"]]");
    assert!(!berlin.is_working_day(date("2026-03-29")));
    assert_eq!(
        worked(&berlin, "2026-10-25"),
        2 * HOUR,
        "the repeated hour is worked twice"
    );
    let due = berlin
        .due(at("2026-03-28T12:00:00+01:00"), &Target::business_days(1))
        .unwrap()
        .at;
    assert_eq!(
        due,
        at("2026-03-30T03:00:00+02:00"),
        "a day without working time does not count"
    );
}

#[test]
fn an_opening_inside_the_skipped_hour_is_the_change_itself() {
    let berlin = daily("Europe/Berlin", "[[\"02:30\", \"04:00\"]]");
    assert_eq!(
        berlin.opening_of(date("2026-03-29")),
        Some(at("2026-03-29T03:00:00+02:00"))
    );
    assert_eq!(worked(&berlin, "2026-03-29"), HOUR);
}

#[test]
fn a_repeated_time_is_its_first_occurrence() {
    let new_york = daily("America/New_York", "[[\"00:00\", \"01:30\"]]");
    assert_eq!(
        new_york.closing_of(date("2026-11-01")),
        Some(at("2026-11-01T01:30:00-04:00"))
    );
    assert!(!new_york.is_open(at("2026-11-01T01:10:00-05:00")));
}

#[test]
fn a_night_shift_written_as_two_keeps_its_real_length() {
    let night = daily(
        "America/New_York",
        "[[\"00:00\", \"06:00\"], [\"22:00\", \"24:00\"]]",
    );
    assert_eq!(
        night.add(at("2026-10-31T22:00:00-04:00"), 9 * HOUR).at,
        at("2026-11-01T06:00:00-05:00")
    );
    assert_eq!(
        night.add(at("2026-03-07T22:00:00-05:00"), 7 * HOUR).at,
        at("2026-03-08T06:00:00-04:00")
    );
}

#[test]
fn a_date_may_begin_at_one_o_clock() {
    let sao_paulo = daily("America/Sao_Paulo", "[[\"00:00\", \"02:00\"]]");
    let start = sao_paulo.start_of(date("2018-11-04"));
    assert_eq!(start, at("2018-11-04T01:00:00-02:00"));
    assert_eq!(sao_paulo.date_of(start), date("2018-11-04"));
    assert_eq!(
        sao_paulo.end_of(date("2018-11-03")),
        at("2018-11-03T23:59:59.999999-03:00")
    );
    assert_eq!(worked(&sao_paulo, "2018-11-04"), HOUR);
}

#[test]
fn a_date_that_never_was_is_no_working_day() {
    let apia = daily("Pacific/Apia", "[[\"09:00\", \"17:00\"]]");
    assert!(!apia.is_working_day(date("2011-12-30")));
    assert_eq!(worked(&apia, "2011-12-30"), 0);
    let due = apia
        .due(at("2011-12-29T10:00:00-10:00"), &Target::business_days(1))
        .unwrap()
        .at;
    assert_eq!(due, at("2011-12-31T17:00:00+14:00"));
    let segments = apia.segments(at("2011-12-29T10:00:00-10:00"), due);
    assert_eq!(segments.len(), 3, "open, night, open: {segments:?}");
}

#[test]
fn the_same_time_in_a_repeated_hour_never_goes_back() {
    let berlin = daily("Europe/Berlin", ALL_DAY);
    let same_time = Target::Days {
        days: 1,
        until: Until::SameTime,
        late_receipt: false,
    };
    let due = |start: &str| berlin.due(at(start), &same_time).unwrap().at;
    assert_eq!(due("2026-10-25T02:45:00+02:00"), at("2026-10-26T02:45:00+01:00"));
    assert_eq!(
        due("2026-10-25T02:15:00+01:00"),
        at("2026-10-26T03:00:00+01:00"),
        "the clock had been at 03:00"
    );
    assert_eq!(due("2026-10-25T03:15:00+01:00"), at("2026-10-26T03:15:00+01:00"));
    assert_eq!(
        due("2026-10-24T02:15:00+02:00"),
        at("2026-10-25T02:15:00+02:00"),
        "the first occurrence"
    );
    assert_eq!(
        due("2026-03-28T02:15:00+01:00"),
        at("2026-03-29T03:00:00+02:00"),
        "the change itself"
    );
}
