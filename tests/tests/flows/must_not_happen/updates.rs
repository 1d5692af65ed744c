//! The periodic update begins after the first response, and an answer begins it anew.

use super::{clock, opened, reply, with};
use desk::ticket::Reply;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::State;
use domain::{Permission, Principal, Role, TokenId};
use testkit::{TestDatabase, TestDesk, both_databases, moment};

const UPDATE: &str = "\n[[policy.clock]]\nkind = 'periodic_update'\ntarget = { minutes = 30 }\n";

both_databases! {
    async fn an_update_never_comes_before_the_first_response(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(UPDATE)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let kinds = |view: desk::read::TicketView| view.clocks.iter().map(|clock| clock.kind).collect::<Vec<_>>();
        assert!(!kinds(desk.ticket(&id).await).contains(&ClockKind::PeriodicUpdate));
        assert_eq!(desk.ticket(&id).await.lead.unwrap().due, moment("2026-04-14T12:00:00+03:00"));
        reply(&desk, &vera, &id, "2026-04-14T11:00:00+03:00", None).await;
        let update = clock(&desk, &id, ClockKind::PeriodicUpdate).await;
        assert_eq!((update.started_at, update.due), (moment("2026-04-14T11:00:00+03:00"), moment("2026-04-14T11:30:00+03:00")));
        reply(&desk, &vera, &id, "2026-04-14T11:20:00+03:00", None).await;
        let next = clock(&desk, &id, ClockKind::PeriodicUpdate).await;
        assert_eq!(next.due, moment("2026-04-14T11:50:00+03:00"));
        let met = desk.ticket(&id).await.clocks.into_iter().find(|one| one.id == update.id).unwrap();
        assert_eq!(met.verdict, Verdict::Met);
        reply(&desk, &vera, &id, "2026-04-14T11:40:00+03:00", Some(State::WaitingClient)).await;
        assert_eq!(clock(&desk, &id, ClockKind::PeriodicUpdate).await.verdict, Verdict::Paused, "silent while we wait");
        reply(&desk, &vera, &id, "2026-04-14T11:45:00+03:00", Some(State::Resolved)).await;
        let open = desk.ticket(&id).await.clocks.into_iter().any(|one| one.kind == ClockKind::PeriodicUpdate && one.open);
        assert!(!open, "a resolved ticket needs no update");
    }

    async fn a_word_for_a_person_is_a_clock_until_one_answers(database: TestDatabase) {
        let handoff = "\n[[policy.clock]]\nkind = 'handoff'\ntarget = { minutes = 10 }\n";
        let desk = TestDesk::with(database, &with(handoff)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let asks = testkit::message("anna@client.example", "Q", "Позовите оператора!");
        let id = desk.take(asks).await.ticket.unwrap().public_id;
        assert_eq!(clock(&desk, &id, ClockKind::Handoff).await.due, moment("2026-04-14T10:10:00+03:00"));
        desk.clock.set("2026-04-14T10:05:00+03:00");
        let bot = Principal::Integration { id: TokenId(1), may: vec![Permission::TicketsRead, Permission::TicketsWrite] };
        let words = Reply { text: "I am a robot.".into(), ..Reply::default() };
        desk.desk.reply(&bot, &id, words).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Handoff).await.verdict, Verdict::Running, "a program is no person");
        reply(&desk, &vera, &id, "2026-04-14T10:10:00+03:00", None).await;
        assert_eq!(clock(&desk, &id, ClockKind::Handoff).await.verdict, Verdict::Met);
        let other = opened(&desk, "2026-04-14T10:20:00+03:00").await;
        assert!(desk.ticket(&other).await.clocks.iter().all(|one| one.kind != ClockKind::Handoff));
    }
}
