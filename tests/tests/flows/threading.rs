//! Which ticket a message goes to: hints are claims, checked against who is in the talk.

use channel::ThreadHint;
use desk::ticket::{Change, Reply};
use domain::Role;
use domain::ledger::Fate;
use domain::ticket::State;
use testkit::{TestDatabase, TestDesk, both_databases, message};

/// A ticket of Anna's with an answer of ours; its public id, number, and the id of the answer.
async fn talk(desk: &TestDesk) -> (String, String, String) {
    let name = desk
        .take(message("anna@client.example", "Q", "question").cc("carl@client.example"))
        .await
        .ticket
        .unwrap();
    desk.settle().await;
    let vera = desk.person("Vera", Role::Operator).await;
    let reply = Reply {
        text: "answer".into(),
        ..Reply::default()
    };
    desk.desk.reply(&vera, &name.public_id, reply).await.unwrap();
    desk.settle().await;
    (name.public_id, name.number, desk.sink.last().external_id)
}

both_databases! {
    async fn the_clients_reply_finds_its_ticket(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (ticket, _, answer) = talk(&desk).await;
        let reply = desk.take(message("anna@client.example", "Re: Q", "thanks").answers(&answer)).await;
        assert_eq!((reply.fate, reply.ticket.unwrap().public_id), (Fate::Appended, ticket));
    }

    async fn a_new_message_without_a_hint_is_a_new_ticket(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        talk(&desk).await;
        assert_eq!(desk.take(message("anna@client.example", "Another", "thing")).await.fate, Fate::Opened);
    }

    async fn whoever_was_addressed_may_go_on_with_the_talk(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, _, answer) = talk(&desk).await;
        let reply = desk.take(message("carl@client.example", "Re: Q", "me too").answers(&answer)).await;
        assert_eq!(reply.fate, Fate::Appended);
    }

    async fn a_stranger_who_guesses_a_number_or_an_id_gets_a_ticket_of_his_own(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (ticket, number, answer) = talk(&desk).await;
        let before = desk.ticket(&ticket).await.timeline.entries.len();
        let by_number = message("eve@evil.example", "Re: Q", "let me in").hint(ThreadHint::Number(number.clone()));
        let by_id = message("eve@evil.example", "Re: Q", "let me in").answers(&answer);
        for attempt in [by_number, by_id] {
            let receipt = desk.take(attempt).await;
            assert_eq!(receipt.fate, Fate::Opened);
            let own = desk.ticket(&receipt.ticket.unwrap().public_id).await;
            assert!(own.related.iter().any(|(_, other)| other.public_id == ticket), "our people see the claim");
        }
        assert_eq!(desk.ticket(&ticket).await.timeline.entries.len(), before);
        let own = desk.take(message("anna@client.example", "Re: Q", "mine").hint(ThreadHint::Number(number))).await;
        assert_eq!(own.fate, Fate::Appended, "the client may name the number");
    }

    async fn the_secret_of_the_link_is_proof(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let name = desk.take(message("anna@client.example", "Q", "q")).await.ticket.unwrap();
        let by_link = message("other@client.example", "", "from my other address").hint(ThreadHint::Secret(name.link_secret));
        assert_eq!(desk.take(by_link).await.fate, Fate::Appended);
        let wrong = message("other@client.example", "", "guess").hint(ThreadHint::Secret("0".repeat(26)));
        assert_eq!(desk.take(wrong).await.fate, Fate::Opened);
    }

    async fn a_message_to_a_resolved_ticket_reopens_it_and_to_a_closed_one_opens_another(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (ticket, _, answer) = talk(&desk).await;
        let vera = TestDesk::supervisor();
        let resolve = || Change { state: Some(State::Resolved), outcome: Some(domain::ticket::Outcome::SOLVED), ..Change::default() };
        desk.clock.set("2026-04-13T17:00:00+03:00");
        desk.desk.change(&vera, &ticket, resolve()).await.unwrap();
        desk.clock.set("2026-04-15T10:00:00+03:00");
        desk.take(message("anna@client.example", "Re: Q", "not solved").answers(&answer)).await;
        assert_eq!(desk.ticket(&ticket).await.state, State::Open);

        desk.clock.set("2026-04-15T17:00:00+03:00");
        desk.desk.change(&vera, &ticket, resolve()).await.unwrap();
        desk.clock.set("2026-04-22T18:00:00+03:00");
        desk.settle().await;
        assert_eq!(desk.ticket(&ticket).await.state, State::Resolved, "by closing time includes closing time");
        desk.clock.advance(1_000_000);
        desk.settle().await;
        assert_eq!(desk.ticket(&ticket).await.state, State::Closed);
        let late = desk.take(message("anna@client.example", "Re: Q", "still not").answers(&answer)).await;
        assert_eq!(late.fate, Fate::Opened);
        let fresh = desk.ticket(&late.ticket.unwrap().public_id).await;
        assert!(fresh.related.iter().any(|(_, other)| other.public_id == ticket));
    }
}
