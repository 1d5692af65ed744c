//! Business time: forwards, backwards, and at the edges of opening hours.

use super::{built_in, date, msk, office};
use crate::{DAY, Due, HOUR, MINUTE, Moment, Target};

#[test]
fn closing_is_not_working_time_yet_a_deadline_on_it_stays() {
    let office = office();
    assert!(office.is_open(msk("01-13 09:00")));
    assert!(office.is_open(msk("01-13 12:59:59.999999")));
    assert!(!office.is_open(msk("01-13 13:00")));
    assert!(!office.is_open(msk("01-13 18:00")));
    assert_eq!(office.add(msk("01-13 12:00"), HOUR).at, msk("01-13 13:00"));
    assert_eq!(
        office.add(msk("01-13 12:00"), HOUR + 1).at,
        msk("01-13 14:00:00.000001")
    );
    assert_eq!(office.add(msk("01-16 17:00"), HOUR).at, msk("01-16 18:00"));
    assert_eq!(office.add(msk("01-16 18:00"), 0).at, msk("01-16 18:00"));
}

#[test]
fn one_second_before_closing_the_rest_is_on_the_next_working_day() {
    let due = office().due(msk("01-16 17:59:59"), &Target::Minutes(1)).unwrap();
    assert_eq!(due.at, msk("01-19 09:00:59"));
}

#[test]
fn at_lunch_nothing_runs() {
    let office = office();
    assert_eq!(office.between(msk("01-13 13:00"), msk("01-13 14:00")), 0);
    assert_eq!(
        office.due(msk("01-13 13:20"), &Target::Hours(1)).unwrap().at,
        msk("01-13 15:00")
    );
}

#[test]
fn backwards_leads_to_the_opening_forwards_to_the_closing() {
    let office = office();
    let due = msk("01-13 18:00");
    assert_eq!(office.before(due, 4 * HOUR), msk("01-13 14:00"));
    assert_eq!(office.before(due, 5 * HOUR), msk("01-13 12:00"));
    assert_eq!(office.before(due, 8 * HOUR), msk("01-13 09:00"));
    assert_eq!(office.before(due, 9 * HOUR), msk("01-12 17:00"));
    assert_eq!(
        office.before(msk("01-12 09:30"), HOUR),
        at_2025("12-30T17:30"),
        "over the New Year holidays"
    );
    assert_eq!(office.before(due, 0), due);
    assert_eq!(
        office.at_percent(msk("01-13 09:00"), due, 50),
        Some(msk("01-13 13:00"))
    );
}

fn at_2025(text: &str) -> Moment {
    super::at(&format!("2025-{text}:00+03:00"))
}

#[test]
fn percent_counts_to_the_microsecond_and_needs_business_time() {
    let office = office();
    let start = msk("01-13 09:00");
    assert_eq!(
        office.at_percent(start, start.saturating_add(3), 50),
        Some(start.saturating_add(1))
    );
    assert_eq!(
        office.at_percent(start, msk("01-13 18:00"), 100),
        Some(msk("01-13 18:00"))
    );
    assert_eq!(
        office.at_percent(msk("01-17 10:00"), msk("01-18 10:00"), 50),
        None,
        "a weekend"
    );
}

#[test]
fn between_counts_forwards_only_and_across_years() {
    let office = office();
    assert_eq!(office.between(msk("01-14 09:00"), msk("01-13 09:00")), 0);
    let two_years = office.between(
        super::at("2025-01-01T00:00:00+03:00"),
        super::at("2027-01-01T00:00:00+03:00"),
    );
    assert_eq!(two_years, 2 * 1_972 * HOUR);
}

#[test]
fn the_next_opening_is_now_while_open() {
    let office = office();
    assert_eq!(office.next_opening(msk("01-13 10:00")), Some(msk("01-13 10:00")));
    assert_eq!(office.next_opening(msk("01-13 13:00")), Some(msk("01-13 14:00")));
    assert_eq!(office.next_opening(msk("01-13 18:00")), Some(msk("01-14 09:00")));
    assert_eq!(
        office.next_opening(msk("12-30 18:00")),
        Some(super::at("2027-01-11T09:00:00+03:00"))
    );
    assert_eq!(office.next_opening(Moment::MAX), None);
}

#[test]
fn around_the_clock_midnight_is_nothing_special() {
    let always = built_in("always");
    let start = super::at("2026-01-13T23:30:00Z");
    assert_eq!(always.add(start, HOUR).at, super::at("2026-01-14T00:30:00Z"));
    assert_eq!(always.add(start, HOUR / 2).at, super::at("2026-01-14T00:00:00Z"));
    assert_eq!(always.before(super::at("2026-01-14T00:30:00Z"), HOUR), start);
    assert!(always.is_open(super::at("2026-01-14T00:00:00Z")));
    assert_eq!(always.between(start, start.saturating_add(900 * DAY)), 900 * DAY);
}

#[test]
fn long_targets_cross_years() {
    let ten_years = Target::Hours(87_600);
    let due = built_in("always")
        .due(super::at("2026-03-01T00:00:00Z"), &ten_years)
        .unwrap();
    assert_eq!(due.at, super::at("2036-02-27T00:00:00Z"));
    assert!(
        office().due(msk("01-13 10:00"), &ten_years).is_ok(),
        "44 working years"
    );
}

#[test]
fn outside_the_computed_years_no_time_is_working_time() {
    let always = built_in("always");
    assert!(!always.is_open(Moment::MIN));
    assert_eq!(
        always.add(Moment::MAX, MINUTE),
        Due {
            at: Moment::MAX,
            preliminary: true
        }
    );
    assert_eq!(always.before(Moment::MIN, MINUTE), Moment::MIN);
    assert_eq!(
        always.between(Moment::MIN, Moment::MAX),
        always.between(first_instant(), Moment::MAX)
    );
    assert!(always.due(Moment::MAX, &Target::Minutes(1)).is_err());
    assert!(
        always
            .due(super::at("2299-12-31T23:59:30Z"), &Target::CalendarMinutes(1))
            .is_err()
    );
    assert_eq!(
        always.date_of(super::at("2400-02-29T12:00:00Z")),
        date("2400-02-29")
    );
}

fn first_instant() -> Moment {
    super::at("1900-01-01T00:00:00Z")
}
