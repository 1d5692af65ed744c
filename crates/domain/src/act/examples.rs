//! Worked examples of `definitions.md` §14 that need a ticket in hand and no database: calls, tasks, periodic updates.

use super::*;
use crate::clock::{Calendars as _, Clock, ClockKind, ClockSeed, StepKind, Target, Verdict};
use crate::entry::EntryKind;
use crate::id::Ids;
use crate::intake::TicketFacts;
use crate::plan::Plan;
use crate::policy::{Conditions, Policy, PolicyClock};
use crate::setup::Setup;
use crate::ticket::{Kind, Priority, Speaker, State, Ticket, TicketNumber};
use crate::time::{MINUTE, NEVER, SECOND};
use crate::{
    Actor, BrandId, CalendarId, ChannelId, ClientId, ClockId, IdentityId, Moment, PolicyId, TicketId,
};
use std::sync::Arc;
use worktime::{BUILT_IN, Calendar, CalendarSpec};

struct Counter(i64);

impl Ids for Counter {
    fn next_id(&mut self) -> i64 {
        self.0 += 1;
        self.0
    }
}

/// `14 11:30` is 14 April 2026, 11:30 in Moscow.
fn at(day_and_time: &str) -> Moment {
    let (day, time) = day_and_time.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("2026-04-{day}T{time}{seconds}+03:00").parse().unwrap()
}

const OFFICE: CalendarId = CalendarId(1);

fn setup() -> Setup {
    let (_, text) = BUILT_IN.iter().find(|(name, _)| *name == "ru-2025-2027").unwrap();
    let spec: CalendarSpec = toml::from_str(text).unwrap();
    let clock = |kind, minutes| PolicyClock {
        kind,
        target: Target::Minutes(minutes),
        calendar: OFFICE,
        at_once: false,
        ignores_automatic: false,
        warnings: Vec::new(),
    };
    Setup {
        calendars: [(OFFICE, Arc::new(Calendar::compile(&spec).unwrap()))].into(),
        calendar: Some(OFFICE),
        policies: vec![Policy {
            id: PolicyId(1),
            name: "standard".into(),
            when: Conditions::default(),
            clocks: vec![
                clock(ClockKind::FirstResponse, 120),
                clock(ClockKind::Resolution, 480),
                clock(ClockKind::Callback, 30),
            ],
            told: ClockKind::Resolution,
        }],
        ..Setup::default()
    }
}

fn ticket(happened: &str) -> Ticket {
    Ticket {
        id: TicketId(1),
        public_id: "tkt_1".into(),
        number: TicketNumber {
            year: 2026,
            serial: 1,
        },
        brand: BrandId(1),
        channel: ChannelId(1),
        client: ClientId(1),
        identity: IdentityId(1),
        team: None,
        assignee: None,
        kind: Kind::Question,
        state: State::New,
        priority: Priority::Normal,
        topic: String::new(),
        title: "Q".into(),
        lang: "ru".into(),
        outcome: None,
        occurred_at: at(happened),
        created_at: at(happened),
        updated_at: at(happened),
        closes_at: NEVER,
        resolved_at: NEVER,
        version: 1,
        last_seq: 0,
        lead_due: NEVER,
        told_due: NEVER,
        merged_into: None,
        related_to: None,
        last_words: String::new(),
        last_speaker: Speaker::Client,
        link_secret: String::new(),
    }
}

fn started(setup: &Setup, kind: ClockKind, minutes: u32, when: &str) -> Clock {
    let seed = ClockSeed {
        id: ClockId(1_000 + i64::from(minutes)),
        ticket: TicketId(1),
        kind,
        policy: Some(PolicyId(1)),
        calendar: OFFICE,
        target: Target::Minutes(minutes),
        started_at: at(when),
    };
    Clock::start(seed, setup).unwrap()
}

/// Lets something happen to a ticket and gives its clocks back.
fn happen(
    setup: &Setup,
    clocks: Vec<Clock>,
    now: &str,
    act: impl FnOnce(&mut Edit<'_>, crate::EntryId),
) -> Vec<Clock> {
    let mut ids = Counter(10);
    let facts = TicketFacts {
        ticket: ticket("14 10:00"),
        participants: Default::default(),
        clocks,
    };
    let mut edit = Edit::begin(facts, None, setup, at(now), Actor::System, &mut ids).unwrap();
    let line = edit.line(EntryKind::Change, at(now), "call", serde_json::json!({}));
    act(&mut edit, line);
    let clocks = edit.clocks.clone();
    let plan: Plan = edit.finish();
    assert!(plan.changed.contains_key(&TicketId(1)));
    clocks
}

fn of(clocks: &[Clock], kind: ClockKind) -> &Clock {
    clocks.iter().rfind(|clock| clock.kind == kind).unwrap()
}

#[test]
fn example_11_waiting_for_others_does_not_pause_and_the_task_has_its_own_clock() {
    let setup = setup();
    let calendar = setup.calendar(OFFICE).unwrap();
    let day = Target::business_days(1);
    let resolution = calendar.due(at("13 11:00"), &day).unwrap().at;
    assert_eq!(resolution, at("14 18:00"));
    assert!(!ClockKind::SideTask.pauses_for_client());
    let task = started(&setup, ClockKind::SideTask, 300, "14 15:00");
    assert_eq!(task.now.due, at("15 11:00"));
    assert!(
        task.now.due > resolution,
        "the operator is warned of it on sending"
    );
}

#[test]
fn example_17_an_incoming_call_is_answered_at_pick_up_however_late_it_is_logged() {
    let setup = setup();
    let first = started(&setup, ClockKind::FirstResponse, 120, "14 11:40");
    let resolution = started(&setup, ClockKind::Resolution, 480, "14 11:40");
    let clocks = happen(&setup, vec![first, resolution], "14 12:10", |edit, line| {
        call_connected(edit, at("14 11:40:20"), line);
    });
    let first = of(&clocks, ClockKind::FirstResponse);
    assert_eq!(
        (first.now.verdict, first.now.stopped_at - first.started_at),
        (Verdict::Met, 20 * SECOND)
    );
    let resolution = of(&clocks, ClockKind::Resolution);
    assert_eq!(
        (resolution.now.verdict, resolution.started_at),
        (Verdict::Running, at("14 11:40"))
    );
}

#[test]
fn example_17_a_missed_call_is_called_back() {
    let setup = setup();
    let clocks = happen(&setup, Vec::new(), "14 19:05", |edit, _| {
        assert!(start_callback(edit, at("14 19:05"), CallbackWhy::MissedCall, &Callee::default()).is_some());
        assert_eq!(
            start_callback(edit, at("14 19:06"), CallbackWhy::MissedCall, &Callee::default()),
            None,
            "calling twice is one wait"
        );
    });
    assert_eq!(of(&clocks, ClockKind::Callback).now.due, at("15 09:30"));
    let clocks = happen(&setup, clocks, "15 09:10", |edit, line| {
        call_attempted(edit, at("15 09:10"), line);
    });
    let callback = of(&clocks, ClockKind::Callback);
    assert_eq!((callback.now.verdict, attempts(callback)), (Verdict::Running, 1));
    let clocks = happen(&setup, clocks, "15 09:25", |edit, line| {
        call_connected(edit, at("15 09:25"), line);
    });
    assert_eq!(of(&clocks, ClockKind::Callback).now.verdict, Verdict::Met);
}

#[test]
fn example_17_a_call_logged_late_takes_the_breach_back() {
    let setup = setup();
    let mut first = started(&setup, ClockKind::FirstResponse, 120, "14 10:00");
    assert_eq!(first.now.verdict_at(at("14 12:30")), Verdict::Missed);
    first.breach_recorded = true;
    let clocks = happen(&setup, vec![first], "14 12:40", |edit, line| {
        call_connected(edit, at("14 11:50"), line);
    });
    let first = of(&clocks, ClockKind::FirstResponse);
    assert_eq!(
        (first.now.verdict, first.now.stopped_at),
        (Verdict::Met, at("14 11:50"))
    );
    let step = first.steps.last().unwrap();
    assert_eq!(step.recorded_at - step.at, 50 * MINUTE, "logged 50 min late");
}

#[test]
fn a_call_logged_after_a_late_answer_still_came_first() {
    let setup = setup();
    let first = started(&setup, ClockKind::FirstResponse, 120, "14 10:00");
    let clocks = happen(&setup, vec![first], "14 12:10", |edit, line| {
        call_connected(edit, at("14 12:10"), line);
    });
    assert_eq!(of(&clocks, ClockKind::FirstResponse).now.verdict, Verdict::Missed);
    let clocks = happen(&setup, clocks, "14 12:40", |edit, line| {
        call_connected(edit, at("14 11:50"), line);
    });
    assert_eq!(of(&clocks, ClockKind::FirstResponse).now.verdict, Verdict::Met);
}

#[test]
fn a_client_who_wants_no_call_and_three_attempts_end_it() {
    let setup = setup();
    let callback = || started(&setup, ClockKind::Callback, 30, "14 10:00");
    let declined = happen(&setup, vec![callback()], "14 10:10", |edit, line| {
        callback_declined(edit, at("14 10:10"), Some(line));
    });
    assert_eq!(of(&declined, ClockKind::Callback).now.verdict, Verdict::Cancelled);
    let tried = |times: usize| {
        happen(&setup, vec![callback()], "14 10:20", |edit, line| {
            for _ in 0..times {
                call_attempted(edit, at("14 10:15"), line);
            }
            callback::written_instead(edit, at("14 10:20"), line);
        })
    };
    assert_eq!(of(&tried(2), ClockKind::Callback).now.verdict, Verdict::Running);
    assert_eq!(of(&tried(3), ClockKind::Callback).now.verdict, Verdict::Met);
}

#[test]
fn an_attempt_is_no_answer() {
    let setup = setup();
    let first = started(&setup, ClockKind::FirstResponse, 120, "14 10:00");
    let clocks = happen(&setup, vec![first], "14 11:20", |edit, line| {
        call_attempted(edit, at("14 11:20"), line);
    });
    let first = of(&clocks, ClockKind::FirstResponse);
    assert!(first.is_open() && !first.steps.iter().any(|step| step.kind == StepKind::Stop));
}
