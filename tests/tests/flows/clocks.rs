//! Deadlines on tickets: breached on time and once, paused, reopened, retargeted; the examples of `definitions.md` §14.

use desk::read::View;
use desk::ticket::{Change, Note, Reply};
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use domain::entry::EntryKind;
use domain::ticket::{Priority, State};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

async fn opened(desk: &TestDesk, at: &str) -> String {
    desk.clock.set(at);
    desk.take(message("anna@client.example", "Q", "question"))
        .await
        .ticket
        .unwrap()
        .public_id
}

async fn clock(desk: &TestDesk, ticket: &str, kind: ClockKind) -> desk::read::ClockView {
    let view = desk.ticket(ticket).await;
    view.clocks
        .into_iter()
        .rev()
        .find(|clock| clock.kind == kind)
        .unwrap()
}

both_databases! {
    async fn a_missed_deadline_is_written_down_once_with_its_own_instant(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T12:00:00+03:00");
        assert_eq!(desk.desk.fire_due().await.unwrap(), 0, "by 12:00 includes 12:00");
        desk.clock.set("2026-04-14T12:20:00+03:00");
        assert_eq!(desk.desk.fire_due().await.unwrap(), 1);
        assert_eq!(desk.desk.fire_due().await.unwrap(), 0);
        let view = desk.ticket(&id).await;
        let breach = view.timeline.entries.iter().find(|entry| entry.kind == EntryKind::Clock).unwrap();
        assert_eq!(breach.occurred_at, moment("2026-04-14T12:00:00+03:00"), "found late, happened on time");
        assert_eq!(breach.recorded_at, moment("2026-04-14T12:20:00+03:00"));
        assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, Verdict::Missed);
        assert_eq!(desk.inbox(View::Overdue).await, [id]);
    }

    async fn two_timers_fire_a_clock_once(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for hour in 0..20 {
            opened(&desk, &format!("2026-04-14T10:00:{hour:02}+03:00")).await;
        }
        desk.clock.set("2026-04-14T13:00:00+03:00");
        let (one, two, three) = tokio::join!(desk.desk.fire_due(), desk.desk.fire_due(), desk.desk.fire_due());
        assert_eq!(one.unwrap() + two.unwrap() + three.unwrap() + desk.desk.fire_due().await.unwrap(), 20);
    }

    async fn only_an_answer_stops_the_first_response(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.settle().await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        desk.desk.note(&vera, &id, Note { text: "note".into(), based_on: None }).await.unwrap();
        let waiting = Change { state: Some(State::WaitingOthers), ..Change::default() };
        desk.desk.change(&vera, &id, waiting).await.unwrap();
        assert!(clock(&desk, &id, ClockKind::FirstResponse).await.open);
        desk.clock.set("2026-04-14T12:00:00+03:00");
        desk.desk.reply(&boris, &id, Reply { text: "by a colleague".into(), ..Reply::default() }).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, Verdict::Met);
    }

    async fn next_response_runs_from_the_first_unanswered_message(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.settle().await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let answer = || Reply { text: "answer".into(), ..Reply::default() };
        desk.desk.reply(&vera, &id, answer()).await.unwrap();
        desk.settle().await;
        let thread = desk.sink.last().external_id;
        let says = |text: &str| message("anna@client.example", "Re: Q", text).answers(&thread);
        for at in ["2026-04-14T15:00:00+03:00", "2026-04-14T15:20:00+03:00"] {
            desk.clock.set(at);
            desk.take(says(at)).await;
        }
        desk.clock.set("2026-04-14T15:40:00+03:00");
        desk.take(says("away").with(|m| m.automatic = channel::Automatic::Reply)).await;
        let next = clock(&desk, &id, ClockKind::NextResponse).await;
        assert_eq!((next.started_at, next.due), (moment("2026-04-14T15:00:00+03:00"), moment("2026-04-14T16:00:00+03:00")));
        desk.clock.set("2026-04-14T15:55:00+03:00");
        desk.desk.reply(&vera, &id, answer()).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::NextResponse).await.verdict, Verdict::Met);
        desk.clock.set("2026-04-14T16:10:00+03:00");
        desk.take(says("Спасибо!")).await;
        assert_eq!(clock(&desk, &id, ClockKind::NextResponse).await.due, moment("2026-04-14T17:10:00+03:00"));
        desk.clock.set("2026-04-14T16:15:00+03:00");
        desk.desk.answer_not_needed(&vera, &id, None).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::NextResponse).await.verdict, Verdict::Cancelled);
    }

    async fn waiting_for_the_client_pauses_the_resolution_and_the_clients_word_resumes_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        desk.settle().await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-13T15:00:00+03:00");
        let question = Reply { text: "Which account?".into(), then: Some(State::WaitingClient), ..Reply::default() };
        desk.desk.reply(&vera, &id, question).await.unwrap();
        desk.settle().await;
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.verdict, Verdict::Paused);
        assert!(desk.ticket(&id).await.lead.is_none_or(|lead| lead.verdict == Verdict::Paused), "nothing presses while we wait");
        desk.clock.set("2026-04-15T10:00:00+03:00");
        let thread = desk.sink.last().external_id;
        desk.take(message("anna@client.example", "Re: Q", "that one").answers(&thread)).await;
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.due, moment("2026-04-16T13:00:00+03:00"));
        assert_eq!(desk.ticket(&id).await.state, State::Open);
    }

    async fn priority_raised_and_lowered(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T09:00:00+03:00").await;
        let vera = desk.person("Vera", Role::Operator).await;
        let to = |priority| Change { priority: Some(priority), ..Change::default() };
        desk.clock.set("2026-04-14T10:30:00+03:00");
        desk.desk.change(&vera, &id, to(Priority::Urgent)).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.due, moment("2026-04-14T11:00:00+03:00"), "not tightened into the past, not loosened");
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.due, moment("2026-04-14T11:30:00+03:00"));
        desk.clock.set("2026-04-14T10:45:00+03:00");
        desk.desk.change(&vera, &id, to(Priority::Normal)).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.due, moment("2026-04-15T18:00:00+03:00"));
    }

    async fn resolving_without_an_answer_is_counted_apart(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.desk.change(&vera, &id, Change { state: Some(State::Resolved), outcome: Some(domain::ticket::Outcome::WITHDRAWN), ..Change::default() }).await.unwrap();
        let first = clock(&desk, &id, ClockKind::FirstResponse).await;
        assert_eq!(first.verdict, Verdict::Cancelled);
        assert_eq!(first.steps.last().unwrap().reason, "closed_without_answer");
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.verdict, Verdict::Met);
    }
}
