//! What is told of a clock adds up, whatever happened to it.

use super::*;
use domain::clock::{ClockKind, ClockSeed, Promised, Step, StepKind, Target};
use domain::{CalendarId, ClockId, TicketId};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};
use worktime::{BUILT_IN, CalendarSpec, OnDayOff};

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let (_, text) = BUILT_IN.iter().find(|(name, _)| *name == "ru-2025-2027").unwrap();
    let spec: CalendarSpec = toml::from_str(text).unwrap();
    let mut setup = Setup::default();
    let calendar = Arc::new(Calendar::compile(&spec).unwrap());
    setup.calendars.insert(CalendarId(1), calendar);
    setup
});

fn at(text: &str) -> Moment {
    format!("2026-04-{text}+03:00").parse().unwrap()
}

fn seed(kind: ClockKind, start: Moment, target: Target) -> ClockSeed {
    ClockSeed {
        id: ClockId(1),
        ticket: TicketId(1),
        kind,
        policy: None,
        calendar: CalendarId(1),
        target,
        started_at: start,
    }
}

fn clock(start: Moment, target: Target) -> Clock {
    Clock::start(seed(ClockKind::Resolution, start, target), &*SETUP).unwrap()
}

fn step(kind: StepKind, at: Moment, reason: &str, target: Option<Target>) -> Step {
    Step {
        kind,
        at,
        recorded_at: at,
        entry: None,
        reason: reason.into(),
        retarget: target.map(|target| (target, CalendarId(1))),
        bound: None,
        given: None,
    }
}

fn told(clock: &Clock, now: Moment) -> Vec<ClockPiece> {
    pieces(&SETUP, clock, &Behind::default(), now)
}

fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![
        (1u32..3_000).prop_map(Target::Minutes),
        (1u32..20).prop_map(Target::business_days),
        (1u32..9_000).prop_map(Target::CalendarMinutes),
        (1u32..200).prop_map(Target::CalendarHours),
        (1u32..9).prop_map(|days| Target::CalendarDays {
            days,
            on_day_off: OnDayOff::Next
        }),
    ]
}

proptest! {
    #[test]
    fn stretches_join_and_add_up_to_the_microsecond_and_to_the_second(
        target in targets(),
        mut times in prop::collection::vec((1i64..3_000_000_000_000, 0usize..5), 0..12),
        lasts in 0i64..4_000_000_000_000,
    ) {
        let start = at("13T11:00:00.000007");
        let mut one = clock(start, target);
        times.sort_unstable();
        let kinds = [StepKind::Pause, StepKind::Resume, StepKind::Stop, StepKind::Cancel, StepKind::Retarget];
        for (micros, kind) in times {
            let retarget = (kinds[kind] == StepKind::Retarget).then_some(Target::CalendarHours(30));
            one.push(step(kinds[kind], start.saturating_add(micros), "policy", retarget), &*SETUP).unwrap();
        }
        let now = start.saturating_add(lasts);
        let end = one.ended_at().unwrap_or(now).min(now).max(start);
        let all = told(&one, now);
        prop_assert!(all.windows(2).all(|pair| pair[0].to == pair[1].from), "without a gap");
        prop_assert!(all.iter().all(|piece| piece.from < piece.to));
        let sums = Sums::of(&all);
        prop_assert_eq!(sums.whole().micros, end - start);
        let second = |at: Moment| at.as_micros().div_euclid(SECOND);
        prop_assert_eq!(sums.whole().seconds, second(end) - second(start), "as it is read");
        let cut = newest(all.clone());
        prop_assert!(cut.len() <= MOST);
        prop_assert_eq!(Sums::of(&cut), sums, "what is cut off is summed up");
    }

    #[test]
    fn at_its_due_a_clock_has_run_exactly_its_target(
        minutes in 1u32..3_000, mut halts in prop::collection::vec(1i64..900_000_000_000, 0..8),
    ) {
        let start = at("13T11:00:00");
        let mut one = clock(start, Target::Minutes(minutes));
        halts.sort_unstable();
        halts.dedup();
        for pair in halts.chunks_exact(2) {
            one.push(step(StepKind::Pause, start.saturating_add(pair[0]), "waiting_client", None), &*SETUP).unwrap();
            one.push(step(StepKind::Resume, start.saturating_add(pair[1]), "client_answered", None), &*SETUP).unwrap();
        }
        let ran = Sums::of(&told(&one, one.now.due)).ran;
        prop_assert_eq!(ran.micros, i64::from(minutes) * 60 * SECOND);
    }
}

#[test]
fn pauses_of_seconds_are_told_to_the_second() {
    // Example 10: 15:00:10–15:00:20 and 15:00:40–15:00:55.
    let mut one = clock(at("13T11:00:00"), Target::business_days(1));
    for (from, to) in [("13T15:00:10", "13T15:00:20"), ("13T15:00:40", "13T15:00:55")] {
        one.push(step(StepKind::Pause, at(from), "waiting_client", None), &*SETUP)
            .unwrap();
        one.push(step(StepKind::Resume, at(to), "client_answered", None), &*SETUP)
            .unwrap();
    }
    let all = told(&one, at("13T16:00:00"));
    let paused: Vec<i64> = all
        .iter()
        .filter(|piece| matches!(piece.state, PieceState::Paused(_)))
        .map(|piece| piece.length().seconds)
        .collect();
    assert_eq!(paused, [10, 15]);
    let sums = Sums::of(&all);
    assert_eq!(
        (sums.paused.seconds, sums.closed.seconds, sums.ran.seconds),
        (25, 3_600, 4 * 3_600 - 25)
    );
}

#[test]
fn elapsed_time_and_promises_run_by_night() {
    let (from, to) = (at("13T11:00:00"), at("15T11:00:00"));
    let two_days = 48 * 3_600 * SECOND;
    let elapsed = Sums::of(&told(&clock(from, Target::CalendarHours(72)), to));
    assert_eq!((elapsed.ran.micros, elapsed.closed.micros), (two_days, 0));
    let seed = seed(ClockKind::Promise, from, Target::CalendarMinutes(1));
    let promise = Clock::promise(seed, Promised::Answer, at("17T11:00:00"), None, &*SETUP).unwrap();
    assert_eq!(Sums::of(&told(&promise, to)).ran.micros, two_days);
    assert_eq!(
        soon_at(&SETUP, &promise),
        at("16T11:00:00"),
        "a quarter of the elapsed time is left"
    );
}

#[test]
fn a_clock_ends_by_its_last_step() {
    let mut one = clock(at("13T11:00:00"), Target::CalendarHours(72));
    let ends = |one: &Clock| told(one, at("15T11:00:00")).last().map(|piece| piece.to);
    one.push(step(StepKind::Cancel, at("13T12:00:00"), "policy", None), &*SETUP)
        .unwrap();
    assert_eq!(ends(&one), Some(at("13T12:00:00")));
    let again = Some(Target::CalendarHours(72));
    one.push(
        step(StepKind::Retarget, at("14T12:00:00"), "policy", again),
        &*SETUP,
    )
    .unwrap();
    assert_eq!(ends(&one), Some(at("15T11:00:00")), "taken up again");
    one.push(step(StepKind::Cancel, at("14T15:00:00"), "merged", None), &*SETUP)
        .unwrap();
    assert_eq!(ends(&one), Some(at("14T15:00:00")));
}

#[test]
fn a_pause_after_the_due_is_lateness() {
    let mut one = clock(at("13T11:00:00"), Target::Minutes(60));
    one.push(
        step(StepKind::Pause, at("13T12:30:00"), "waiting_client", None),
        &*SETUP,
    )
    .unwrap();
    assert_eq!(Sums::of(&told(&one, at("13T12:45:00"))).paused, Length::default());
}

#[test]
fn a_failed_answer_is_a_pause_of_that_name() {
    let mut one = clock(at("13T11:00:00"), Target::Minutes(120));
    one.push(step(StepKind::Stop, at("13T11:30:00"), "answered", None), &*SETUP)
        .unwrap();
    one.push(
        step(StepKind::Resume, at("13T12:00:00"), "delivery", None),
        &*SETUP,
    )
    .unwrap();
    let all = told(&one, at("13T12:10:00"));
    assert_eq!(all[1].state, PieceState::Paused("delivery".into()));
}
