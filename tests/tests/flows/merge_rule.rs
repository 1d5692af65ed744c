//! "A merge stops no clock and moves no deadline later" (`definitions.md` §8), and taken back it leaves no trace on
//! clocks: over histories that chance makes up.

use desk::DeskError;
use desk::read::{ClockView, TicketView};
use desk::ticket::{By, Change, NewPromise, Reply};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::ticket::{Outcome, Priority, State};
use domain::{Moment, Principal, Role};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::{TestDatabase, TestDesk, both_databases, message};

const MINUTE: i64 = 60_000_000;
/// Pairs of tickets that are merged.
const HISTORIES: usize = 40;

/// What may happen to a ticket.
#[derive(Copy, Clone, Debug)]
enum Happening {
    Asked,
    Answered(Option<State>),
    Put(State),
    Urgent,
    Promised { hours: i64 },
}

/// Minutes to the next thing, which of the two tickets it happens to, and what it is.
type History = Vec<(i64, bool, Happening)>;

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => Just(Happening::Asked),
        2 => Just(Happening::Answered(None)),
        2 => Just(Happening::Answered(Some(State::WaitingClient))),
        2 => Just(Happening::Answered(Some(State::Resolved))),
        1 => Just(Happening::Put(State::WaitingOthers)),
        1 => Just(Happening::Put(State::Open)),
        1 => Just(Happening::Put(State::WaitingClient)),
        1 => Just(Happening::Put(State::Resolved)),
        1 => Just(Happening::Urgent),
        1 => (1i64..72).prop_map(|hours| Happening::Promised { hours }),
    ]
}

fn history() -> impl Strategy<Value = (i64, History, i64)> {
    let steps = prop::collection::vec((1i64..240, any::<bool>(), happening()), 0..9);
    (1i64..600, steps, 0i64..90)
}

async fn happen(desk: &TestDesk, by: &Principal, who: &str, id: &str, what: Happening) {
    let done = match what {
        Happening::Asked => {
            let more = message(who, "Re: Card", "Well?")
                .with(|m| m.hints.push(channel::ThreadHint::Ticket(id.to_owned())));
            desk.take(more).await;
            return;
        }
        Happening::Answered(then) => {
            let reply = Reply {
                text: "Here.".into(),
                then,
                ..Reply::default()
            };
            desk.desk.reply(by, id, reply).await
        }
        Happening::Put(state) => {
            let outcome = (state == State::Resolved).then_some(Outcome::DUPLICATE);
            let change = Change {
                state: Some(state),
                outcome,
                ..Change::default()
            };
            desk.desk.change(by, id, change).await
        }
        Happening::Urgent => {
            let change = Change {
                priority: Some(Priority::Urgent),
                ..Change::default()
            };
            desk.desk.change(by, id, change).await
        }
        Happening::Promised { hours } => {
            let due = desk.now().saturating_add(hours * 60 * MINUTE);
            let promise = NewPromise {
                what: Promised::Answer,
                by: By::At(due),
            };
            desk.desk.promise(by, id, promise, None).await
        }
    };
    match done {
        // What cannot be done to the ticket as it is does not happen.
        Ok(_) | Err(DeskError::Invalid(_) | DeskError::Conflict { .. } | DeskError::Forbidden(_)) => {}
        Err(error) => panic!("{what:?}: {error}"),
    }
}

/// What a clock is for: all responses are one, every promise is one by itself.
fn purpose(clock: &ClockView) -> (ClockKind, Option<Moment>) {
    match clock.kind {
        ClockKind::FirstResponse | ClockKind::NextResponse => (ClockKind::NextResponse, None),
        ClockKind::Promise => (ClockKind::Promise, Some(clock.due)),
        kind => (kind, None),
    }
}

fn nothing_stops_and_nothing_moves_later(before: [&TicketView; 2], after: &TicketView, story: &str) {
    let open = before
        .iter()
        .flat_map(|view| &view.clocks)
        .filter(|clock| clock.open);
    for clock in open {
        let mut now = after
            .clocks
            .iter()
            .filter(|now| now.open && purpose(now) == purpose(clock));
        let survivor = now
            .next()
            .unwrap_or_else(|| panic!("{:?} was stopped: {story}", clock.kind));
        assert!(
            now.next().is_none() || clock.kind == ClockKind::Promise,
            "one clock for one purpose: {story}"
        );
        if clock.verdict != Verdict::Paused {
            assert!(
                survivor.due <= clock.due,
                "{:?} moved from {} to {}: {story}",
                clock.kind,
                clock.due,
                survivor.due
            );
            assert_ne!(
                survivor.verdict,
                Verdict::Paused,
                "{:?} stands still: {story}",
                clock.kind
            );
        }
    }
    let leading = before
        .iter()
        .filter_map(|view| view.lead.as_ref().map(|lead| lead.due))
        .min();
    assert!(
        leading.is_none_or(|due| after.lead.as_ref().is_some_and(|lead| lead.due <= due)),
        "the leading due: {story}"
    );
    let told = before.iter().filter_map(|view| view.told_due).min();
    assert!(
        told.is_none_or(|due| after.told_due.is_some_and(|told| told <= due)),
        "what was told: {story}"
    );
}

/// Everything of a ticket that a merge touches.
fn whole(view: &TicketView) -> String {
    let clocks: Vec<_> = view
        .clocks
        .iter()
        .map(|clock| {
            (
                clock.kind,
                clock.started_at,
                clock.due,
                clock.open,
                clock.steps.len(),
            )
        })
        .collect();
    let head = (
        view.state,
        view.outcome.clone(),
        view.closes_at,
        view.told_due,
        &view.last_words,
    );
    format!(
        "{head:?} {:?} {clocks:?}",
        view.lead.as_ref().map(|lead| lead.due)
    )
}

both_databases! {
    async fn a_merge_stops_no_clock_and_moves_no_deadline_later_and_taken_back_never_was(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (mut runner, strategy) = (TestRunner::deterministic(), history());
        for number in 0..HISTORIES {
            let (apart, history, later) = strategy.new_tree(&mut runner).unwrap().current();
            let story = format!("{apart} min apart, then {history:?}");
            let who = format!("client{number}@client.example");
            let absorbed = desk.take(message(&who, "Card", "Where?")).await.ticket.unwrap().public_id;
            desk.clock.advance(apart * MINUTE);
            let survivor = desk.take(message(&who, "Fee", "How much?")).await.ticket.unwrap().public_id;
            desk.settle().await;
            for (minutes, to_absorbed, what) in history {
                desk.clock.advance(minutes * MINUTE);
                let id = if to_absorbed { &absorbed } else { &survivor };
                happen(&desk, &vera, &who, id, what).await;
            }
            desk.settle().await;
            let before = (desk.ticket(&absorbed).await, desk.ticket(&survivor).await);
            desk.desk.merge(&vera, &absorbed, &survivor, None).await.unwrap();
            let (ended, merged) = (desk.ticket(&absorbed).await, desk.ticket(&survivor).await);
            nothing_stops_and_nothing_moves_later([&before.0, &before.1], &merged, &story);
            assert!(ended.clocks.iter().all(|clock| !clock.open), "the absorbed one runs on: {story}");
            desk.clock.advance(later * MINUTE);
            desk.desk.unmerge(&vera, &absorbed).await.unwrap();
            let after = (desk.ticket(&absorbed).await, desk.ticket(&survivor).await);
            assert_eq!((whole(&after.0), whole(&after.1)), (whole(&before.0), whole(&before.1)), "{story}");
        }
    }
}
