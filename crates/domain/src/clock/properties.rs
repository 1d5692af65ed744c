//! Rules of clocks that hold for any history.

use super::tests::{at, clock, office};
use super::*;
use crate::time::NEVER;
use proptest::prelude::*;

/// A minute of April 2026, from the 13th on.
fn minute(minutes: i64) -> Moment {
    at("13 09:00").saturating_add(minutes * 60_000_000)
}

fn step(kind: StepKind, when: Moment) -> Step {
    Step {
        kind,
        at: when,
        recorded_at: when,
        entry: None,
        reason: "any".into(),
        retarget: None,
        bound: None,
        given: None,
    }
}

fn promise(due: Moment) -> Clock {
    let seed = ClockSeed {
        id: ClockId(1),
        ticket: TicketId(1),
        kind: ClockKind::Promise,
        policy: None,
        calendar: CalendarId(1),
        target: Target::CalendarMinutes(1),
        started_at: minute(0),
    };
    Clock::promise(seed, Promised::Answer, due, None, &office()).unwrap()
}

proptest! {
    #[test]
    fn a_promise_is_kept_exactly_up_to_its_instant(due in 1i64..20_000, done in 1i64..20_000) {
        let mut clock = promise(minute(due));
        clock.push(step(StepKind::Stop, minute(done)), &office()).unwrap();
        let wanted = if done <= due { Verdict::Met } else { Verdict::Missed };
        prop_assert_eq!(clock.now.verdict, wanted);
        prop_assert_eq!(clock.now.due, minute(due), "nothing moves a promise");
    }

    #[test]
    fn a_promise_moves_only_before_it_is_broken(due in 1i64..20_000, told in 1i64..20_000) {
        let mut clock = promise(minute(due));
        clock.push(step(StepKind::Move, minute(told)), &office()).unwrap();
        prop_assert_eq!(clock.now.verdict == Verdict::Moved, told <= due);
        prop_assert_eq!(clock.is_open(), told > due);
    }

    #[test]
    fn steps_in_any_order_of_arrival_make_the_same_clock(
        mut times in prop::collection::vec((1i64..5_000, 0usize..3), 1..8), target in 30u32..2_000,
    ) {
        times.sort();
        times.dedup_by_key(|(minutes, _)| *minutes);
        let kinds = [StepKind::Pause, StepKind::Resume, StepKind::Stop];
        let steps: Vec<Step> = times.iter().map(|(when, kind)| step(kinds[*kind], minute(*when))).collect();
        let fresh = || clock(ClockKind::Resolution, "13 09:00", Target::Minutes(target));
        let (mut one, mut other) = (fresh(), fresh());
        for step in &steps {
            one.push(step.clone(), &office()).unwrap();
        }
        for step in steps.iter().rev() {
            other.push(step.clone(), &office()).unwrap();
        }
        prop_assert_eq!(one.now, other.now);
    }

    #[test]
    fn tightening_never_puts_a_running_deadline_into_the_past(
        target in 30u32..2_000, new in 1u32..2_000, when in 1i64..5_000,
    ) {
        let mut one = clock(ClockKind::Resolution, "13 09:00", Target::Minutes(target));
        let (before, now) = (one.now.due, minute(when));
        let mut change = step(StepKind::Retarget, now);
        change.retarget = Some((Target::Minutes(new), CalendarId(1)));
        one.push(change, &office()).unwrap();
        prop_assert!(one.now.due >= before.min(now), "{} became {}", before, one.now.due);
        if before < now {
            prop_assert_eq!(one.now.due, before, "missed stays missed");
        }
    }

    #[test]
    fn a_recount_never_puts_a_running_deadline_into_the_past(
        target in 30u32..2_000, when in 1i64..5_000,
    ) {
        let mut one = clock(ClockKind::Resolution, "13 09:00", Target::Minutes(target));
        let (before, now) = (one.now.due, minute(when));
        let mut change = step(StepKind::Recount, now);
        change.retarget = Some((Target::Minutes(target), CalendarId(1)));
        one.push(change, &office()).unwrap();
        prop_assert_eq!(one.now.due, before, "the same calendar counts the same");
        prop_assert_eq!(one.now.next_at == NEVER, false);
    }
}
