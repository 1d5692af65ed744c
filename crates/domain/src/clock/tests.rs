//! Worked examples of `definitions.md` §14 on clocks: what happened in, deadline and verdict out.

use super::*;
use crate::time::NEVER;
use std::sync::{Arc, LazyLock};
use worktime::{BUILT_IN, Calendar, CalendarSpec, Until};

pub(super) struct Office(Arc<Calendar>, pub(super) Vec<Warning>);

impl Calendars for Office {
    fn calendar(&self, id: CalendarId) -> Option<Arc<Calendar>> {
        (id == CalendarId(1)).then(|| Arc::clone(&self.0))
    }

    fn warnings(&self, policy: PolicyId, _kind: ClockKind) -> &[Warning] {
        if policy == PolicyId(1) { &self.1 } else { &[] }
    }

    fn own_warnings(&self, kind: ClockKind) -> &[Warning] {
        if kind == ClockKind::Promise { &self.1 } else { &[] }
    }
}

/// Compiled once: laying out its years takes longer than what is asked of them.
static OFFICE: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
    let (_, text) = BUILT_IN.iter().find(|(name, _)| *name == "ru-2025-2027").unwrap();
    let spec: CalendarSpec = toml::from_str(text).unwrap();
    Arc::new(Calendar::compile(&spec).unwrap())
});

pub(super) fn office() -> Office {
    Office(Arc::clone(&OFFICE), Vec::new())
}

/// `14 11:30` is 14 April 2026, 11:30 in Moscow.
pub(super) fn at(day_and_time: &str) -> Moment {
    let (day, time) = day_and_time.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("2026-04-{day}T{time}{seconds}+03:00").parse().unwrap()
}

pub(super) fn clock(kind: ClockKind, start: &str, target: Target) -> Clock {
    let seed = ClockSeed {
        id: ClockId(1),
        ticket: TicketId(1),
        kind,
        policy: None,
        calendar: CalendarId(1),
        target,
        started_at: at(start),
    };
    Clock::start(seed, &office()).unwrap()
}

fn minutes(minutes: u32) -> Target {
    Target::Minutes(minutes)
}

impl Clock {
    fn then(mut self, kind: StepKind, when: &str) -> Self {
        let step = Step {
            kind,
            at: at(when),
            recorded_at: at(when),
            entry: None,
            reason: String::new(),
            retarget: None,
            bound: None,
            given: None,
        };
        self.push(step, &office()).unwrap();
        self
    }

    fn retarget(mut self, when: &str, target: Target) -> Self {
        let retarget = Some((target, CalendarId(1)));
        let step = Step {
            kind: StepKind::Retarget,
            at: at(when),
            recorded_at: at(when),
            entry: None,
            reason: String::new(),
            retarget,
            bound: None,
            given: None,
        };
        self.push(step, &office()).unwrap();
        self
    }
}

#[test]
fn an_answer_at_the_deadline_is_in_time_and_a_microsecond_later_is_late() {
    let open = clock(ClockKind::FirstResponse, "14 10:00", minutes(120));
    assert_eq!(open.now.due, at("14 12:00"));
    assert_eq!(
        open.now.next_at,
        at("14 12:00").saturating_add(1),
        "the due itself is in time"
    );
    assert_eq!(open.now.verdict_at(at("14 12:00")), Verdict::Running);
    assert_eq!(
        open.now.verdict_at(at("14 12:00").saturating_add(1)),
        Verdict::Missed
    );
    assert_eq!(
        open.clone()
            .then(StepKind::Stop, "14 12:00:00.000000")
            .now
            .verdict,
        Verdict::Met
    );
    assert_eq!(
        open.then(StepKind::Stop, "14 12:00:00.000001").now.verdict,
        Verdict::Missed
    );
}

#[test]
fn a_bounced_answer_gives_back_the_time_it_took_to_find_out() {
    let answered =
        || clock(ClockKind::FirstResponse, "14 10:00", minutes(120)).then(StepKind::Stop, "14 11:30");
    assert_eq!(
        answered().then(StepKind::Resume, "14 16:00").now.due,
        at("14 16:30")
    );
    let next_day = answered().then(StepKind::Resume, "15 08:00");
    assert_eq!(
        (next_day.now.due, next_day.now.verdict),
        (at("15 09:30"), Verdict::Running)
    );
}

#[test]
fn a_promise_whose_answer_bounced_was_never_kept() {
    let promise = clock(ClockKind::Promise, "14 10:00", minutes(120)).then(StepKind::Stop, "14 11:30");
    let voided = promise.then(StepKind::Void, "14 16:00");
    assert_eq!(voided.now.due, at("14 12:00"));
    assert_eq!(voided.now.verdict_at(at("14 16:00")), Verdict::Missed);
}

#[test]
fn waiting_for_the_client_gives_back_exactly_its_business_time() {
    let day = Target::Days {
        days: 1,
        until: Until::Close,
        late_receipt: false,
    };
    let paused = clock(ClockKind::Resolution, "13 11:00", day).then(StepKind::Pause, "13 15:00");
    assert_eq!((paused.now.verdict, paused.now.next_at), (Verdict::Paused, NEVER));
    assert_eq!(paused.then(StepKind::Resume, "15 10:00").now.due, at("16 13:00"));
    let seconds = clock(ClockKind::Resolution, "13 11:00", day)
        .then(StepKind::Pause, "13 15:00:10")
        .then(StepKind::Resume, "13 15:00:20")
        .then(StepKind::Pause, "13 15:00:40")
        .then(StepKind::Resume, "13 15:00:55");
    assert_eq!(seconds.now.due, at("15 09:00:25"));
}

#[test]
fn reopening_counts_the_resolved_time_as_a_pause() {
    let resolved = clock(ClockKind::Resolution, "13 09:00", minutes(480)).then(StepKind::Stop, "13 17:00");
    assert_eq!(resolved.now.verdict, Verdict::Met);
    let reopened = resolved.then(StepKind::Resume, "15 10:00");
    assert_eq!(
        (reopened.now.due, reopened.now.verdict),
        (at("15 11:00"), Verdict::Running)
    );
}

#[test]
fn tightening_never_puts_a_deadline_into_the_past_and_loosening_counts_from_the_start() {
    let raised = clock(ClockKind::Resolution, "13 09:00", minutes(480)).retarget("13 15:00", minutes(60));
    assert_eq!(raised.now.due, at("13 16:00"), "not 10:00, which is past");
    assert_eq!(raised.retarget("13 15:30", minutes(480)).now.due, at("13 18:00"));
}

#[test]
fn another_target_while_it_pauses_counts_from_that_instant_and_not_from_the_pause() {
    // Paused with seven hours left; 8 of the pause lie before the change and 8 behind it.
    let paused = clock(ClockKind::Resolution, "13 09:00", minutes(480)).then(StepKind::Pause, "13 10:00");
    let tightened = paused.clone().retarget("14 10:00", minutes(60));
    assert_eq!(tightened.now.verdict, Verdict::Paused);
    let tightened = tightened.then(StepKind::Resume, "15 10:00");
    assert_eq!(
        tightened.now.due,
        at("15 11:00"),
        "an hour from the change on, of which nothing has run"
    );
    let loosened = paused
        .clone()
        .retarget("14 10:00", minutes(540))
        .then(StepKind::Resume, "15 10:00");
    assert_eq!(
        loosened.now.due,
        at("16 10:00"),
        "from the start, with the whole pause"
    );
    // Changed by night: no working time lies between the pause and the change.
    let by_night = clock(ClockKind::Resolution, "13 09:00", minutes(480))
        .then(StepKind::Pause, "13 18:00")
        .retarget("13 23:00", minutes(300));
    assert_eq!(by_night.now.verdict, Verdict::Paused, "at its due it was in time");
    assert_eq!(
        by_night.then(StepKind::Resume, "14 10:00").now.due,
        at("14 10:00")
    );
    // Stopped while it pauses, it stopped when the pause began.
    let stopped = paused
        .retarget("14 10:00", minutes(60))
        .then(StepKind::Stop, "15 12:00")
        .now;
    let worked = stopped.stop.map(|stop| stop.worked);
    assert_eq!(
        (stopped.verdict, stopped.stopped_at, worked),
        (Verdict::Met, at("13 10:00"), Some(worktime::HOUR))
    );
}

#[test]
fn what_was_missed_stays_missed_whatever_comes_later() {
    let missed = clock(ClockKind::Resolution, "13 09:00", minutes(60));
    let due = missed.now.due;
    let later = missed
        .retarget("13 15:00", minutes(480))
        .then(StepKind::Pause, "13 16:00")
        .then(StepKind::Resume, "14 10:00");
    assert_eq!(later.now.due, due);
    assert_eq!(later.now.verdict_at(at("14 10:00")), Verdict::Missed);
}

#[test]
fn a_term_until_the_end_of_the_day_does_not_pause() {
    let target = Target::Days {
        days: 15,
        until: Until::EndOfDay,
        late_receipt: false,
    };
    let term = clock(ClockKind::Statutory, "20 09:40", target);
    let due = term.now.due;
    let paused = term.then(StepKind::Pause, "21 10:00");
    assert_eq!((paused.now.verdict, paused.now.due), (Verdict::Running, due));
}

#[test]
fn a_target_that_does_not_pause_goes_on_through_a_pause_and_one_that_does_stands_still_in_it() {
    let by_end_of_day = Target::Days {
        days: 1,
        until: Until::EndOfDay,
        late_receipt: false,
    };
    let waiting = || clock(ClockKind::Resolution, "14 10:00", minutes(480)).then(StepKind::Pause, "14 12:00");
    assert_eq!(waiting().now.verdict, Verdict::Paused);
    // One that does not pause: it runs, and its miss is found, though the client is still silent.
    let goes_on = waiting().retarget("14 13:00", by_end_of_day);
    let end = at("15 23:59:59.999999");
    assert_eq!((goes_on.now.verdict, goes_on.now.due), (Verdict::Running, end));
    assert_eq!(goes_on.now.next_at, end.saturating_add(1));
    assert!(goes_on.waits() && !goes_on.stands_still());
    let resumed = goes_on.then(StepKind::Resume, "15 11:00");
    assert_eq!((resumed.now.verdict, resumed.now.due), (Verdict::Running, end));
    assert!(!resumed.waits());
    // One that does: all that was waited is a pause, what is over and what goes on.
    let waited = clock(ClockKind::Resolution, "14 10:00", by_end_of_day)
        .then(StepKind::Pause, "14 11:00")
        .then(StepKind::Resume, "14 12:00");
    assert_eq!(waited.now.due, end);
    let counted = waited.clone().retarget("14 12:00", minutes(960));
    assert_eq!(
        counted.now.due,
        at("16 11:00"),
        "sixteen hours, and the one that was waited"
    );
    let still = waited
        .then(StepKind::Pause, "14 15:00")
        .retarget("14 16:00", minutes(960));
    assert_eq!(still.now.verdict, Verdict::Paused);
    assert!(still.stands_still());
    let resumed = still.then(StepKind::Resume, "14 17:00").now;
    assert_eq!((resumed.verdict, resumed.due), (Verdict::Running, at("16 13:00")));
}

#[test]
fn a_step_that_becomes_known_late_stands_where_it_happened() {
    let mut late = clock(ClockKind::FirstResponse, "14 10:00", minutes(120));
    late.breach_recorded = true;
    let step = Step {
        kind: StepKind::Stop,
        at: at("14 11:50"),
        recorded_at: at("14 12:40"),
        entry: None,
        reason: "call".into(),
        retarget: None,
        bound: None,
        given: None,
    };
    late.push(step, &office()).unwrap();
    assert_eq!(
        (late.now.verdict, late.now.stopped_at),
        (Verdict::Met, at("14 11:50"))
    );
}
