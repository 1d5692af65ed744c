//! When warnings come: shares and spans on the way of a clock (`definitions.md` §12, §14 number 10).

use super::tests::{Office, at, clock, office};
use super::*;
use crate::time::{HOUR, MINUTE, NEVER};
use worktime::Until;

const DAY: Target = Target::Days {
    days: 1,
    until: Until::Close,
    late_receipt: false,
};

fn with(warnings: &[When]) -> Office {
    let mut office = office();
    let warning = |at: &When| Warning {
        at: *at,
        to: vec![Recipient::Operator],
        then: Vec::new(),
        urgent: false,
    };
    office.1 = warnings.iter().map(warning).collect();
    office
}

/// A resolution clock of the policy whose warnings those are.
fn warned(start: &str, target: Target, office: &Office) -> Clock {
    let mut one = clock(ClockKind::Resolution, start, target);
    one.follow(Some(PolicyId(1)), office).unwrap();
    one
}

fn step(kind: StepKind, when: &str) -> Step {
    Step {
        kind,
        at: at(when),
        recorded_at: at(when),
        entry: None,
        reason: "any".into(),
        retarget: None,
        bound: None,
        given: None,
    }
}

fn then(mut one: Clock, kind: StepKind, when: &str, office: &Office) -> Clock {
    one.push(step(kind, when), office).unwrap();
    one
}

/// Gives what has fallen due and returns when it came.
fn give(one: &mut Clock, when: &str, office: &Office) -> Option<Moment> {
    let fallen = fallen(one, office, at(when)).unwrap()?;
    let mut given = step(StepKind::Warned, when);
    given.given = Some(Given {
        level: fallen.level,
        then: Vec::new(),
    });
    one.push(given, office).unwrap();
    Some(fallen.at)
}

const SHARE: When = When::Percent(75);
const TWO_HOURS: When = When::Before(2 * HOUR);

#[test]
fn three_quarters_and_two_hours_before_fall_where_the_example_says() {
    let office = with(&[TWO_HOURS, SHARE]);
    let mut one = warned("13 11:00", DAY, &office);
    assert_eq!(one.now.due, at("14 18:00"));
    assert_eq!(one.now.warn_at, at("14 14:30"));
    assert_eq!(give(&mut one, "14 14:29", &office), None);
    assert_eq!(give(&mut one, "14 14:30", &office), Some(at("14 14:30")));
    assert_eq!(one.now.warn_at, at("14 16:00"));
    assert_eq!(give(&mut one, "14 16:00", &office), Some(at("14 16:00")));
    assert_eq!(one.now.warn_at, NEVER);
    assert_eq!(give(&mut one, "14 17:00", &office), None, "each once");
}

#[test]
fn nobody_is_warned_while_we_wait_for_the_client_and_the_steps_move_with_the_due() {
    let office = with(&[TWO_HOURS, SHARE]);
    let paused = then(
        warned("13 11:00", DAY, &office),
        StepKind::Pause,
        "13 15:00",
        &office,
    );
    assert_eq!(paused.now.warn_at, NEVER);
    assert_eq!(fallen(&paused, &office, at("15 09:00")).unwrap(), None);
    let resumed = then(paused, StepKind::Resume, "15 10:00", &office);
    assert_eq!(resumed.now.due, at("16 13:00"));
    assert_eq!(
        resumed.now.warn_at,
        at("16 09:30"),
        "three quarters of fourteen hours are used up there"
    );
}

#[test]
fn what_was_warned_of_before_a_pause_is_not_warned_of_after_it() {
    let office = with(&[SHARE, TWO_HOURS]);
    let mut one = warned("13 11:00", DAY, &office);
    give(&mut one, "14 14:30", &office).unwrap();
    let one = then(one, StepKind::Pause, "14 15:00", &office);
    let one = then(one, StepKind::Resume, "15 10:00", &office);
    assert_eq!(one.now.due, at("15 13:00"));
    assert_eq!(one.now.warn_at, at("15 11:00"), "only the two hours are left");
}

#[test]
fn a_step_before_the_start_is_no_step() {
    let office = with(&[TWO_HOURS]);
    let one = warned("14 10:00", Target::Minutes(60), &office);
    assert_eq!(one.now.warn_at, NEVER);
    let exact = warned("14 10:00", Target::Minutes(120), &office);
    assert_eq!(exact.now.warn_at, at("14 10:00"), "at the start is not before it");
}

#[test]
fn of_the_steps_that_an_outage_passed_only_the_latest_is_told() {
    let office = with(&[
        When::Percent(50),
        SHARE,
        TWO_HOURS,
        When::After(0),
        When::After(HOUR),
    ]);
    let mut one = warned("13 11:00", DAY, &office);
    let late = give(&mut one, "14 18:30", &office);
    assert_eq!(
        late,
        Some(at("14 18:00").saturating_add(1)),
        "by 18:00 includes 18:00"
    );
    assert_eq!(give(&mut one, "14 18:30", &office), None);
    assert_eq!(one.now.warn_at, at("15 10:00").saturating_add(1));
}

#[test]
fn steps_that_a_tighter_target_passed_are_told_once_and_a_looser_one_tells_again() {
    let office = with(&[TWO_HOURS, When::Before(30 * MINUTE)]);
    let mut one = warned("13 09:00", Target::Minutes(480), &office);
    let mut raise = step(StepKind::Retarget, "13 15:00");
    raise.retarget = Some((Target::Minutes(60), CalendarId(1)));
    one.push(raise, &office).unwrap();
    assert_eq!(one.now.due, at("13 16:00"));
    assert_eq!(
        give(&mut one, "13 15:00", &office),
        Some(at("13 14:00")),
        "it has passed meanwhile"
    );
    assert_eq!(give(&mut one, "13 15:30", &office), Some(at("13 15:30")));
    let mut lower = step(StepKind::Retarget, "13 15:40");
    lower.retarget = Some((Target::Minutes(480), CalendarId(1)));
    one.push(lower, &office).unwrap();
    assert_eq!(one.now.due, at("13 18:00"));
    assert_eq!(
        one.now.warn_at,
        at("13 16:00"),
        "two hours before the new deadline"
    );
}

#[test]
fn an_answer_an_end_and_a_merge_silence_it() {
    let office = with(&[SHARE, When::After(HOUR)]);
    for (kind, when) in [(StepKind::Stop, "13 12:00"), (StepKind::Cancel, "13 12:00")] {
        let ended = then(warned("13 11:00", DAY, &office), kind, when, &office);
        assert_eq!(ended.now.warn_at, NEVER);
    }
}

#[test]
fn a_share_has_passed_at_closing_and_a_span_begins_with_the_next_opening() {
    let office = with(&[When::Percent(50), When::Before(4 * HOUR)]);
    let mut one = warned("13 09:00", Target::Minutes(480), &office);
    assert_eq!(one.now.warn_at, at("13 13:00"));
    give(&mut one, "13 13:00", &office).unwrap();
    assert_eq!(one.now.warn_at, at("13 14:00"), "both are told");
}
