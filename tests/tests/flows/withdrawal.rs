//! The client takes a request back, and comes back all the same: what that does to clocks (`definitions.md` §4, §7).

use desk::DeskError;
use desk::ticket::Reply;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::{Outcome, State};
use domain::{Moment, Role};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, message, moment};

fn letter(text: &str) -> MessageBuilder {
    message("ivan@client.example", "Card", text)
}

async fn withdraw(desk: &TestDesk, secret: &str) {
    let visitor = desk.desk.visitor(secret).await.unwrap();
    desk.desk.withdraw(&visitor).await.unwrap();
}

async fn clocks(desk: &TestDesk, ticket: &str) -> Vec<(ClockKind, Verdict, Moment)> {
    let view = desk.ticket(ticket).await;
    view.clocks
        .iter()
        .map(|clock| (clock.kind, clock.verdict, clock.due))
        .collect()
}

both_databases! {
    async fn withdrawn_clocks_are_cancelled_and_nothing_is_due(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let ticket = desk.take(letter("Lost it.")).await.ticket.unwrap();
        withdraw(&desk, &ticket.link_secret).await;
        let view = desk.ticket(&ticket.public_id).await;
        assert_eq!((view.state, view.outcome), (State::Resolved, Some(Outcome::WITHDRAWN)));
        assert!(clocks(&desk, &ticket.public_id).await.iter().all(|(_, verdict, _)| *verdict == Verdict::Cancelled));
        desk.clock.set("2026-04-16T11:00:00+03:00");
        desk.settle().await;
        let view = desk.ticket(&ticket.public_id).await;
        assert!(!view.timeline.entries.iter().any(|entry| entry.code == "clock_breached"), "what was taken back is not late");
    }

    async fn a_breach_is_not_undone_by_a_client_who_gives_up(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let ticket = desk.take(letter("Lost it.")).await.ticket.unwrap();
        desk.clock.set("2026-04-13T17:00:00+03:00");
        desk.settle().await;
        withdraw(&desk, &ticket.link_secret).await;
        let clocks = clocks(&desk, &ticket.public_id).await;
        let of = |kind| clocks.iter().find(|(known, ..)| *known == kind).unwrap().1;
        assert_eq!((of(ClockKind::FirstResponse), of(ClockKind::Resolution)), (Verdict::Missed, Verdict::Cancelled));
    }

    async fn whoever_comes_back_gets_the_time_in_between_as_a_pause(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        // As example 10, with a withdrawal instead of a question: due Tuesday 18:00, twelve hours taken back.
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let ticket = desk.take(letter("Lost it.")).await.ticket.unwrap();
        desk.clock.set("2026-04-13T12:00:00+03:00");
        desk.desk.reply(&anna, &ticket.public_id, Reply { text: "Which one?".into(), ..Reply::default() }).await.unwrap();
        desk.clock.set("2026-04-13T15:00:00+03:00");
        withdraw(&desk, &ticket.link_secret).await;
        desk.clock.set("2026-04-15T10:00:00+03:00");
        let back = letter("After all, the blue one.").hint(channel::ThreadHint::Secret(ticket.link_secret.clone()));
        assert_eq!(desk.take(back).await.ticket.unwrap().public_id, ticket.public_id);
        let view = desk.ticket(&ticket.public_id).await;
        assert_eq!((view.state, view.outcome), (State::Open, None));
        let open: Vec<_> = clocks(&desk, &ticket.public_id).await.into_iter().filter(|(_, verdict, _)| *verdict == Verdict::Running).collect();
        assert!(open.contains(&(ClockKind::Resolution, Verdict::Running, moment("2026-04-16T13:00:00+03:00"))), "{open:?}");
        assert!(open.contains(&(ClockKind::NextResponse, Verdict::Running, moment("2026-04-15T11:00:00+03:00"))), "{open:?}");
    }

    async fn nobody_but_the_holder_of_the_link_takes_a_request_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Administrator).await;
        desk.take(letter("Lost it.")).await;
        assert!(matches!(desk.desk.withdraw(&anna).await, Err(DeskError::NotFound(_))));
    }

    async fn a_closed_request_is_not_taken_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let ticket = desk.take(letter("Lost it.")).await.ticket.unwrap();
        let visitor = desk.desk.visitor(&ticket.link_secret).await.unwrap();
        desk.desk.solved_by_client(&visitor).await.unwrap();
        desk.clock.advance(10 * domain::time::DAY);
        desk.settle().await;
        assert_eq!(desk.ticket(&ticket.public_id).await.state, State::Closed);
        let refused = desk.desk.withdraw(&visitor).await;
        assert!(matches!(refused, Err(DeskError::Conflict { code: "ticket_closed", .. })), "{refused:?}");
    }
}
