//! The rule of waiting, by itself.

use crate::people::throttle::{PER_LOGIN, seconds_left, wait_until};
use domain::Moment;
use domain::time::{MINUTE, SECOND};
use proptest::prelude::*;

/// Failures so many seconds after the start.
fn at(seconds: &[i64]) -> Vec<Moment> {
    seconds.iter().map(|s| Moment::from_micros(s * SECOND)).collect()
}

/// Seconds from the last failure until the next attempt may be made.
fn wait(seconds: &[i64]) -> i64 {
    let failures = at(seconds);
    let last = failures.last().copied().unwrap_or_default();
    seconds_left(wait_until(&failures, PER_LOGIN), last).unwrap_or_default()
}

#[test]
fn a_few_mistakes_are_forgiven() {
    assert_eq!(wait(&[]), 0);
    assert_eq!(wait(&[0, 1, 2, 3]), 0);
}

#[test]
fn the_fifth_within_a_quarter_of_an_hour_has_to_wait() {
    assert_eq!(wait(&[0, 1, 2, 3, 4]), 30);
    assert_eq!(wait(&[0, 200, 400, 600, 899]), 30);
    assert_eq!(
        wait(&[0, 200, 400, 600, 900]),
        0,
        "the first one is a quarter of an hour old"
    );
}

#[test]
fn each_further_one_doubles_the_wait_up_to_a_quarter_of_an_hour() {
    let mut failures = vec![0, 1, 2, 3, 4];
    let mut waits = vec![wait(&failures)];
    for _ in 0..7 {
        failures.push(failures.last().unwrap() + waits.last().unwrap());
        waits.push(wait(&failures));
    }
    assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
}

#[test]
fn who_stays_away_long_enough_starts_afresh() {
    let failures = [0, 1, 2, 3, 4];
    let over = 4 + 30 + 15 * 60;
    assert_eq!(
        wait(&[&failures[..], &[over]].concat()),
        60,
        "just not long enough"
    );
    assert_eq!(wait(&[&failures[..], &[over + 1]].concat()), 0);
}

#[test]
fn what_is_left_is_rounded_up_and_ends() {
    let until = Some(Moment::from_micros(10 * SECOND));
    assert_eq!(seconds_left(until, Moment::from_micros(0)), Some(10));
    assert_eq!(seconds_left(until, Moment::from_micros(1)), Some(10));
    assert_eq!(seconds_left(until, Moment::from_micros(10 * SECOND)), None);
    assert_eq!(seconds_left(None, Moment::from_micros(0)), None);
}

proptest! {
    #[test]
    fn one_more_failure_never_shortens_the_wait(gaps in prop::collection::vec(0i64..2_000, 1..60)) {
        let mut now = 0;
        let failures: Vec<Moment> = gaps.iter().map(|gap| { now += gap * SECOND; Moment::from_micros(now) }).collect();
        let before = wait_until(&failures[..failures.len() - 1], PER_LOGIN);
        let after = wait_until(&failures, PER_LOGIN);
        let last = *failures.last().unwrap();
        let still_waits = before.filter(|until| *until > last);
        prop_assert!(after >= still_waits, "{before:?} {after:?}");
        prop_assert!(after.is_none_or(|until| until.as_micros() - last.as_micros() <= 15 * MINUTE));
    }
}
