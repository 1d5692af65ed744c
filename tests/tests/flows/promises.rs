//! Promises (`definitions.md` §10 and example 19): a clock of their own, told in a message or by voice.

use desk::DeskError;
use desk::ticket::{By, NewPromise, Reply};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::ticket::{Outcome, State};
use domain::{Permission, Principal, Role, TokenId};
use testkit::{TestDatabase, TestDesk, both_databases, bounce, message, moment};

const ASKED: &str = "2026-04-16T10:00:00+03:00";

async fn ticket(database: TestDatabase) -> (TestDesk, String, Principal) {
    let desk = TestDesk::new(database).await;
    desk.clock.set(ASKED);
    let question = message("anna@client.example", "Перевод", "Где мой перевод?");
    let id = desk.take(question).await.ticket.unwrap().public_id;
    desk.settle().await;
    let vera = desk.person("Vera", Role::Operator).await;
    (desk, id, vera)
}

fn at(instant: &str) -> NewPromise {
    NewPromise {
        what: Promised::Answer,
        by: By::At(moment(instant)),
    }
}

fn with(promise: NewPromise) -> Reply {
    Reply {
        text: "Проверяем.".into(),
        promise: Some(promise),
        ..Reply::default()
    }
}

/// Verdicts of all promises, the oldest first.
async fn promises(desk: &TestDesk, ticket: &str) -> Vec<Verdict> {
    let view = desk.ticket(ticket).await;
    let promises = view
        .clocks
        .iter()
        .filter(|clock| clock.kind == ClockKind::Promise);
    promises.map(|clock| clock.verdict).collect()
}

both_databases! {
    async fn a_promise_is_a_clock_beside_the_others_and_stands_in_the_message(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.desk.reply(&vera, &id, with(at("2026-04-21T15:00:00+03:00"))).await.unwrap();
        desk.settle().await;
        assert!(desk.sink.last().text.contains("Ответим не позднее 15:00 вторника, 21\u{a0}апреля"), "{}", desk.sink.last().text);
        let view = desk.ticket(&id).await;
        let of = |kind| view.clocks.iter().find(|clock| clock.kind == kind).unwrap();
        assert_eq!(of(ClockKind::Resolution).due, moment("2026-04-17T18:00:00+03:00"), "a later promise extends nothing");
        assert_eq!(of(ClockKind::FirstResponse).verdict, Verdict::Met, "a holding reply is an answer");
        let promise = of(ClockKind::Promise);
        assert_eq!((promise.due, promise.promised), (moment("2026-04-21T15:00:00+03:00"), Some(Promised::Answer)));
        assert_eq!(view.lead.unwrap().due, moment("2026-04-17T18:00:00+03:00"), "the nearest leads");
    }

    async fn kept_at_the_instant_and_broken_a_second_later(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.desk.reply(&vera, &id, with(at("2026-04-21T15:00:00+03:00"))).await.unwrap();
        desk.desk.promise(&vera, &id, NewPromise { what: Promised::Solution, ..at("2026-04-21T15:00:00+03:00") }, None).await.unwrap();
        desk.clock.set("2026-04-21T15:00:00+03:00");
        desk.settle().await;
        desk.desk.reply(&vera, &id, Reply { text: "Вот ответ.".into(), ..Reply::default() }).await.unwrap();
        desk.clock.set("2026-04-21T15:00:01+03:00");
        desk.settle().await;
        let solved = Reply { text: "Готово.".into(), then: Some(State::Resolved), ..Reply::default() };
        desk.desk.reply(&vera, &id, solved).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Met, Verdict::Missed]);
    }

    async fn a_new_date_moves_a_promise_in_time_and_leaves_it_broken_too_late(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.desk.reply(&vera, &id, with(at("2026-04-21T15:00:00+03:00"))).await.unwrap();
        desk.clock.set("2026-04-20T16:00:00+03:00");
        desk.settle().await;
        desk.desk.reply(&vera, &id, with(at("2026-04-23T15:00:00+03:00"))).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Moved, Verdict::Running]);
        desk.clock.set("2026-04-23T15:30:00+03:00");
        desk.settle().await;
        desk.desk.reply(&vera, &id, with(at("2026-04-24T15:00:00+03:00"))).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Moved, Verdict::Missed, Verdict::Running]);
    }

    async fn a_date_without_a_time_is_its_closing_and_a_day_off_needs_one(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-05-05T12:00:00+03:00");
        let on = |date: &str| NewPromise { what: Promised::Call, by: By::On(date.parse().unwrap()) };
        desk.desk.promise(&vera, &id, on("2026-05-08"), None).await.unwrap();
        let view = desk.ticket(&id).await;
        assert_eq!(view.clocks.last().unwrap().due, moment("2026-05-08T17:00:00+03:00"), "a shortened day");
        let refused = desk.desk.promise(&vera, &id, on("2026-05-09"), None).await;
        assert!(matches!(refused, Err(DeskError::Invalid(_))), "9 May is no working day: {refused:?}");
        let past = desk.desk.promise(&vera, &id, at("2026-05-05T12:00:00+03:00"), None).await;
        assert!(matches!(past, Err(DeskError::Invalid(_))), "{past:?}");
        assert_eq!(promises(&desk, &id).await.len(), 1, "nothing refused was written");
    }

    async fn a_promise_nobody_heard_is_none_and_an_answer_that_bounced_kept_none(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.desk.reply(&vera, &id, with(at("2026-04-21T15:00:00+03:00"))).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-16T13:00:00+03:00");
        desk.desk.reply(&vera, &id, with(at("2026-04-22T15:00:00+03:00"))).await.unwrap();
        desk.settle().await;
        assert_eq!(promises(&desk, &id).await, [Verdict::Moved, Verdict::Running]);
        desk.clock.set("2026-04-16T14:00:00+03:00");
        let report = bounce(&desk, &desk.sink.last().external_id, "anna@client.example");
        desk.accept(report).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Running, Verdict::Cancelled], "the first one stands again");
    }

    async fn the_client_releases_a_promise_and_a_withdrawn_request_asks_for_none(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.desk.promise(&vera, &id, at("2026-04-21T15:00:00+03:00"), None).await.unwrap();
        let clock = desk.ticket(&id).await.clocks.last().unwrap().id;
        desk.desk.release_promise(&vera, &id, clock, None).await.unwrap();
        assert!(desk.desk.release_promise(&vera, &id, clock, None).await.is_err(), "it is over");
        desk.desk.promise(&vera, &id, at("2026-04-21T15:00:00+03:00"), None).await.unwrap();
        let withdrawn = desk::ticket::Change { state: Some(State::Resolved), outcome: Some(Outcome::WITHDRAWN), ..Default::default() };
        desk.desk.change(&vera, &id, withdrawn).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Cancelled, Verdict::Cancelled]);
    }

    async fn a_promise_outlives_the_resolution_and_only_who_may_write_gives_one(database: TestDatabase) {
        let (desk, id, vera) = ticket(database).await;
        desk.clock.set("2026-04-16T12:00:00+03:00");
        let call = NewPromise { what: Promised::Call, ..at("2026-04-17T12:00:00+03:00") };
        desk.desk.promise(&vera, &id, call, None).await.unwrap();
        desk.desk.reply(&vera, &id, Reply { text: "Готово.".into(), then: Some(State::Resolved), ..Reply::default() }).await.unwrap();
        assert_eq!(promises(&desk, &id).await, [Verdict::Running]);
        desk.clock.set("2026-04-17T12:00:01+03:00");
        assert_eq!(desk.desk.fire_due().await.unwrap(), 1, "nobody called");
        let reader = Principal::Integration { id: TokenId(1), may: vec![Permission::TicketsRead] };
        assert!(matches!(desk.desk.promise(&reader, &id, call, None).await, Err(DeskError::Forbidden(_))));
    }
}
