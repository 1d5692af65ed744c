//! Waiting gives back exactly its working time, and coming back is no breach.

use super::{breaches, clock, opened, reply};
use desk::ticket::Change;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::State;
use domain::{Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

async fn turn(desk: &TestDesk, by: &Principal, id: &str, at: &str, state: State) {
    desk.clock.set(at);
    let change = Change {
        state: Some(state),
        ..Change::default()
    };
    desk.desk.change(by, id, change).await.unwrap();
}

both_databases! {
    async fn twice_within_one_minute(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", None).await;
        turn(&desk, &vera, &id, "2026-04-13T15:00:10+03:00", State::WaitingClient).await;
        turn(&desk, &vera, &id, "2026-04-13T15:00:20+03:00", State::Open).await;
        turn(&desk, &vera, &id, "2026-04-13T15:00:40+03:00", State::WaitingClient).await;
        turn(&desk, &vera, &id, "2026-04-13T15:00:55+03:00", State::Open).await;
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.due, moment("2026-04-15T09:00:25+03:00"), "25 seconds");
    }

    async fn reopened_and_not_instantly_overdue(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        desk.settle().await;
        reply(&desk, &vera, &id, "2026-04-13T15:00:00+03:00", Some(State::WaitingClient)).await;
        desk.settle().await;
        let thread = desk.sink.last().external_id;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        desk.take(message("anna@client.example", "Re: Q", "This one.").answers(&thread)).await;
        reply(&desk, &vera, &id, "2026-04-14T11:00:00+03:00", Some(State::Resolved)).await;
        desk.settle().await;
        // Long after the first deadline.
        desk.clock.set("2026-04-17T10:00:00+03:00");
        desk.take(message("anna@client.example", "Re: Q", "Not quite.").answers(&thread)).await;
        desk.settle().await;
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!(resolution.verdict, Verdict::Running);
        assert!(resolution.due > desk.now(), "{}", resolution.due);
        assert_eq!(breaches(&desk, &id).await, 1, "of the first response, which came after four hours");
    }
}
