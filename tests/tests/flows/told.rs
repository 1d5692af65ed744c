//! What the client was told, corrected when it moves enough, once, and counted against what was kept
//! (`definitions.md` §11 and example 10).

use desk::read::Line;
use desk::ticket::{Change, Reply};
use domain::clock::ClockKind;
use domain::ticket::{Priority, State};
use domain::{Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

async fn asked(database: TestDatabase) -> (TestDesk, String, Principal) {
    let desk = TestDesk::new(database).await;
    desk.clock.set("2026-04-13T11:00:00+03:00");
    let question = message("anna@client.example", "Перевод", "Где мой перевод?");
    let id = desk.take(question).await.ticket.unwrap().public_id;
    desk.settle().await;
    let vera = desk.person("Vera", Role::Operator).await;
    (desk, id, vera)
}

async fn wait_for_client(desk: &TestDesk, id: &str, vera: &Principal, at: &str) -> String {
    desk.clock.set(at);
    let question = Reply {
        text: "Какой счёт?".into(),
        then: Some(State::WaitingClient),
        ..Reply::default()
    };
    desk.desk.reply(vera, id, question).await.unwrap();
    desk.settle().await;
    desk.sink.last().external_id
}

async fn client_says(desk: &TestDesk, thread: &str, at: &str) {
    desk.clock.set(at);
    desk.take(message("anna@client.example", "Re: Q", "Вот этот.").answers(thread))
        .await;
}

/// What people of ours said on the private page of the ticket, oldest first.
async fn page_of(desk: &TestDesk, to: &str) -> Vec<String> {
    let letters = desk.sink.taken();
    let link = letters.iter().rev().find(|letter| letter.to.value == to).unwrap();
    let secret = link.link.rsplit('/').next().unwrap();
    let page = desk.desk.ticket_by_link(secret).await.unwrap();
    let said = page.history.into_iter().filter_map(|line| match line {
        Line::Said(said) if said.ours && !said.automatic => Some(said.text),
        _ => None,
    });
    said.collect()
}

both_databases! {
    async fn the_client_is_told_the_new_term_once_after_a_wait(database: TestDatabase) {
        let (desk, id, vera) = asked(database).await;
        let thread = wait_for_client(&desk, &id, &vera, "2026-04-13T15:00:00+03:00").await;
        client_says(&desk, &thread, "2026-04-15T10:00:00+03:00").await;
        let sent = desk.sink.taken().len();
        desk.clock.set("2026-04-15T10:09:59+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent, "a message that leaves soon may carry it");
        desk.clock.set("2026-04-15T10:10:00+03:00");
        desk.settle().await;
        let letter = desk.sink.last();
        assert_eq!(desk.sink.taken().len(), sent + 1);
        assert!(letter.text.contains("Новый срок: четверг, 16\u{a0}апреля, 18:00 по московскому времени"), "{}", letter.text);
        assert!(letter.automatic);
        let view = desk.ticket(&id).await;
        assert_eq!(view.told_due, Some(moment("2026-04-16T18:00:00+03:00")));
        let resolution = view.clocks.iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!(resolution.due, moment("2026-04-16T13:00:00+03:00"));
        desk.clock.set("2026-04-15T12:00:00+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent + 1, "once");
    }

    async fn an_answer_that_leaves_within_ten_minutes_carries_the_correction(database: TestDatabase) {
        let (desk, id, vera) = asked(database).await;
        let thread = wait_for_client(&desk, &id, &vera, "2026-04-13T15:00:00+03:00").await;
        client_says(&desk, &thread, "2026-04-15T10:00:00+03:00").await;
        desk.clock.set("2026-04-15T10:05:00+03:00");
        desk.desk.reply(&vera, &id, Reply { text: "Спасибо, смотрим.".into(), ..Reply::default() }).await.unwrap();
        desk.settle().await;
        let sent = desk.sink.taken().len();
        assert!(desk.sink.last().text.contains("Новый срок: четверг, 16\u{a0}апреля, 18:00"), "{}", desk.sink.last().text);
        desk.clock.set("2026-04-15T11:00:00+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent, "said already");
        assert_eq!(desk.ticket(&id).await.told_due, Some(moment("2026-04-16T18:00:00+03:00")));
        // The request's own page says what the letters said.
        let said = page_of(&desk, "anna@client.example").await;
        let waiting = "Какой счёт?\n\nЖдём вашего ответа: пока его нет, срок по обращению приостановлен.";
        let corrected = "Спасибо, смотрим.\n\nНовый срок: четверг, 16\u{a0}апреля, 18:00 по московскому времени.";
        assert_eq!(said, [waiting, corrected]);
    }

    async fn a_few_seconds_need_no_correction_and_what_was_told_leads(database: TestDatabase) {
        let (desk, id, vera) = asked(database).await;
        let thread = wait_for_client(&desk, &id, &vera, "2026-04-13T15:00:10+03:00").await;
        client_says(&desk, &thread, "2026-04-13T15:00:20+03:00").await;
        let thread = wait_for_client(&desk, &id, &vera, "2026-04-13T15:00:40+03:00").await;
        client_says(&desk, &thread, "2026-04-13T15:00:55+03:00").await;
        let sent = desk.sink.taken().len();
        desk.clock.set("2026-04-13T17:00:00+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent);
        let view = desk.ticket(&id).await;
        let resolution = view.clocks.iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!(resolution.due, moment("2026-04-15T09:00:25+03:00"));
        desk.desk.reply(&vera, &id, Reply { text: "Смотрим.".into(), ..Reply::default() }).await.unwrap();
        assert_eq!(desk.ticket(&id).await.lead.unwrap().due, moment("2026-04-14T18:00:00+03:00"), "what was told");
    }

    async fn an_earlier_due_needs_no_correction(database: TestDatabase) {
        let (desk, id, vera) = asked(database).await;
        let sent = desk.sink.taken().len();
        let urgent = Change { priority: Some(Priority::Urgent), ..Change::default() };
        desk.desk.change(&vera, &id, urgent).await.unwrap();
        desk.clock.set("2026-04-13T11:30:00+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent);
        assert_eq!(desk.ticket(&id).await.told_due, Some(moment("2026-04-14T18:00:00+03:00")), "until corrected it stands");
    }

    async fn told_is_counted_against_kept(database: TestDatabase) {
        let (desk, id, vera) = asked(database).await;
        let thread = wait_for_client(&desk, &id, &vera, "2026-04-13T15:00:00+03:00").await;
        client_says(&desk, &thread, "2026-04-15T10:00:00+03:00").await;
        desk.clock.set("2026-04-15T10:10:00+03:00");
        desk.settle().await;
        // Another one, never answered.
        desk.take(message("boris@client.example", "Q", "question")).await;
        desk.settle().await;
        let counts = |desk: &TestDesk| {
            let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
            let (from, to) = (moment("2026-04-01T00:00:00+03:00"), moment("2026-05-01T00:00:00+03:00"));
            let now = desk.now();
            async move { reader.told_and_kept(from, to, now).await.unwrap() }
        };
        let before = counts(&desk).await;
        assert_eq!((before.corrected, before.open, before.kept, before.broken), (1, 2, 0, 0), "{before:?}");
        let solved = Reply { text: "Готово.".into(), then: Some(State::Resolved), ..Reply::default() };
        desk.clock.set("2026-04-16T17:59:00+03:00");
        desk.desk.reply(&vera, &id, solved).await.unwrap();
        desk.clock.set("2026-04-17T10:00:00+03:00");
        let after = counts(&desk).await;
        assert_eq!((after.corrected, after.open, after.kept, after.broken), (1, 0, 1, 1), "{after:?}");
    }
}
