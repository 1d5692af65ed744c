//! Waiting for the client too long: reminded, then resolved with a notice (`definitions.md` §7).

use desk::ticket::{By, Change, NewPromise, Reply};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::ticket::{Outcome, State};
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// A ticket that waits for its client since Monday 13 April, 15:00.
async fn waiting(desk: &TestDesk, lang: &str) -> (String, Principal) {
    desk.clock.set("2026-04-13T11:00:00+03:00");
    let asks = message("anna@client.example", "Card", "Where is it?")
        .with(|message| message.wishes.lang = Some(lang.into()));
    let id = desk.take(asks).await.ticket.unwrap().public_id;
    desk.settle().await;
    let vera = desk.person("Vera", Role::Operator).await;
    ask(desk, &vera, &id, "2026-04-13T15:00:00+03:00").await;
    (id, vera)
}

async fn ask(desk: &TestDesk, by: &Principal, id: &str, when: &str) {
    desk.clock.set(when);
    let question = Reply {
        text: "Which card?".into(),
        then: Some(State::WaitingClient),
        ..Reply::default()
    };
    desk.desk.reply(by, id, question).await.unwrap();
    desk.settle().await;
}

async fn at(desk: &TestDesk, when: &str) -> usize {
    desk.clock.set(when);
    desk.settle().await;
    desk.sink.taken().len()
}

both_databases! {
    async fn reminded_after_two_working_days_and_resolved_after_five(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, _) = waiting(&desk, "en").await;
        let before = at(&desk, "2026-04-15T18:00:00+03:00").await;
        assert_eq!(at(&desk, "2026-04-15T18:00:01+03:00").await, before + 1);
        let reminder = desk.sink.last();
        assert!(reminder.title.starts_with("We are waiting for your answer"), "{}", reminder.title);
        assert!(reminder.text.replace('\u{a0}', " ").contains("20 April"), "it says until when: {}", reminder.text);
        assert_eq!(desk.ticket(&id).await.state, State::WaitingClient);
        assert_eq!(at(&desk, "2026-04-20T18:00:00+03:00").await, before + 1, "by 18:00 includes 18:00");
        assert_eq!(at(&desk, "2026-04-20T18:00:01+03:00").await, before + 2);
        let view = desk.ticket(&id).await;
        assert_eq!((view.state, view.outcome), (State::Resolved, Some(Outcome::NO_ANSWER)));
        assert_eq!(at(&desk, "2026-04-30T18:00:00+03:00").await, before + 2, "each once");
        assert_eq!(desk.ticket(&id).await.state, State::Closed, "and closed five working days later");
    }

    async fn the_client_is_written_to_in_their_language(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        waiting(&desk, "ru").await;
        at(&desk, "2026-04-15T18:00:01+03:00").await;
        assert!(desk.sink.last().title.starts_with("Ждём вашего ответа"));
    }

    async fn an_answer_and_another_wait_begin_anew(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = waiting(&desk, "ru").await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let thread = desk.sink.last().external_id;
        desk.take(message("anna@client.example", "Re: Card", "The blue one.").answers(&thread)).await;
        ask(&desk, &vera, &id, "2026-04-15T12:00:00+03:00").await;
        let before = desk.sink.taken().len();
        assert_eq!(at(&desk, "2026-04-17T18:00:00+03:00").await, before, "two days after the second question");
        assert_eq!(at(&desk, "2026-04-17T18:00:01+03:00").await, before + 1);
        at(&desk, "2026-04-20T18:00:01+03:00").await;
        assert_eq!(desk.ticket(&id).await.state, State::WaitingClient, "the first wait is over");
        at(&desk, "2026-04-22T18:00:01+03:00").await;
        assert_eq!(desk.ticket(&id).await.state, State::Resolved);
    }

    async fn a_promise_keeps_a_ticket_from_ending_by_itself(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = waiting(&desk, "ru").await;
        let promise = NewPromise { what: Promised::Call, by: By::At(moment("2026-04-21T15:00:00+03:00")) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        at(&desk, "2026-04-20T18:00:01+03:00").await;
        assert_eq!(desk.ticket(&id).await.state, State::WaitingClient);
        let clock = desk.ticket(&id).await.clocks.iter().find(|clock| clock.promised.is_some()).unwrap().id;
        desk.desk.release_promise(&vera, &id, clock, None).await.unwrap();
        at(&desk, "2026-04-21T18:00:02+03:00").await;
        assert_eq!(desk.ticket(&id).await.state, State::Resolved, "a working day after nothing stood against it");
    }

    async fn a_client_who_still_waits_for_us_is_not_reminded(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let id = desk.take(message("anna@client.example", "Card", "Where?")).await.ticket.unwrap().public_id;
        let vera = desk.person("Vera", Role::Operator).await;
        let by_hand = Change { state: Some(State::WaitingClient), ..Change::default() };
        desk.desk.change(&vera, &id, by_hand).await.unwrap();
        let before = at(&desk, "2026-04-13T11:01:00+03:00").await;
        assert_eq!(at(&desk, "2026-04-24T18:00:00+03:00").await, before);
        assert_eq!(desk.ticket(&id).await.state, State::WaitingClient);
    }

    async fn both_are_settings(database: TestDatabase) {
        let toml = DESK_TOML.replacen("undo_seconds = 0", "undo_seconds = 0\nremind_days = 0\nresolve_days = 1", 1);
        let desk = TestDesk::with(database, &toml).await;
        let (id, _) = waiting(&desk, "ru").await;
        let before = at(&desk, "2026-04-14T18:00:00+03:00").await;
        assert_eq!(at(&desk, "2026-04-14T18:00:01+03:00").await, before + 1);
        assert_eq!(desk.ticket(&id).await.state, State::Resolved);
        let wrong = toml.replacen("remind_days = 0", "remind_days = 1", 1);
        assert!(desk.desk.apply_setup(domain::Actor::System, &wrong).await.is_err(), "a reminder on the day of the end");
    }

    async fn a_desk_may_let_waiting_for_others_pause_the_resolution(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let resolution = |view: desk::read::TicketView| {
            let clock = view.clocks.into_iter().rfind(|clock| clock.kind == ClockKind::Resolution).unwrap();
            (clock.verdict, clock.due)
        };
        for (pauses, verdict, due) in [
            (false, Verdict::Running, "2026-04-14T18:00:00+03:00"),
            (true, Verdict::Paused, "2026-04-14T18:00:00+03:00"),
        ] {
            let toml = DESK_TOML.replacen("undo_seconds = 0", &format!("undo_seconds = 0\nwaiting_others_pauses = {pauses}"), 1);
            desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
            desk.clock.set("2026-04-13T11:00:00+03:00");
            let id = desk.take(message("anna@client.example", "Q", "Hello?")).await.ticket.unwrap().public_id;
            desk.clock.set("2026-04-13T15:00:00+03:00");
            let reply = Reply { text: "We ask the bank.".into(), then: Some(State::WaitingOthers), ..Reply::default() };
            desk.desk.reply(&vera, &id, reply).await.unwrap();
            assert_eq!(resolution(desk.ticket(&id).await), (verdict, moment(due)), "{pauses}");
            desk.clock.set("2026-04-14T10:00:00+03:00");
            desk.desk.change(&vera, &id, Change { state: Some(State::Open), ..Change::default() }).await.unwrap();
            // Three hours of Monday and one of Tuesday stood still.
            let due = if pauses { "2026-04-15T13:00:00+03:00" } else { due };
            assert_eq!(resolution(desk.ticket(&id).await), (Verdict::Running, moment(due)), "{pauses}");
        }
        let wrong = DESK_TOML.replacen("undo_seconds = 0", "undo_seconds = 0\ncall_attempts = 0", 1);
        let refused = desk.desk.apply_setup(Actor::System, &wrong).await;
        assert!(format!("{refused:?}").contains("call_attempts"), "{refused:?}");
    }
}
