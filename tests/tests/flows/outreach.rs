//! Conversations that we begin, and messages that go out once more.

use channel::DeliveryError;
use desk::DeskError;
use desk::ticket::{Conversation, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::ticket::{Speaker, State};
use domain::{Handle, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

fn conversation(to: &str) -> Conversation {
    Conversation {
        to: Handle::email(to, "Анна"),
        channel: None,
        title: "Ваша карта готова".into(),
        text: "Её можно забрать с пятницы.".into(),
        files: Vec::new(),
        lang: None,
        then: None,
        take: true,
        key: None,
    }
}

fn reply(text: &str) -> Reply {
    Reply {
        text: text.into(),
        ..Reply::default()
    }
}

both_databases! {
    async fn no_first_response_is_due_and_the_reply_starts_the_next(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let begun = desk.desk.begin_conversation(&vera, conversation("anna@client.example")).await.unwrap();
        desk.settle().await;
        let sent = desk.sink.taken();
        assert_eq!(sent.len(), 1, "and no acknowledgement of our own words");
        assert!(sent[0].title.contains("Ваша карта готова") && sent[0].text.contains("забрать с пятницы"), "{:?}", sent[0]);
        let view = desk.ticket(&begun.ticket).await;
        assert_eq!((view.number.to_string(), view.state, view.last_speaker), (begun.number, State::WaitingClient, Speaker::Operator));
        assert!(view.clocks.is_empty());
        assert_eq!((view.client.name.as_str(), view.assignee.as_ref().unwrap().name.as_str()), ("Анна", "Vera"));
        desk.clock.set("2026-04-14T15:00:00+03:00");
        let answers = message("anna@client.example", "Re: Ваша карта готова", "А в субботу?").answers(&sent[0].external_id);
        assert_eq!(desk.take(answers).await.ticket.unwrap().public_id, begun.ticket, "it comes back to the same ticket");
        let view = desk.ticket(&begun.ticket).await;
        let clocks: Vec<_> = view.clocks.iter().map(|clock| (clock.kind, clock.started_at, clock.due)).collect();
        assert_eq!(clocks, [(ClockKind::NextResponse, moment("2026-04-14T15:00:00+03:00"), moment("2026-04-14T16:00:00+03:00"))]);
        assert_eq!(view.state, State::Open);
        desk.desk.reply(&vera, &begun.ticket, reply("Да.")).await.unwrap();
        assert_eq!(desk.ticket(&begun.ticket).await.clocks[0].verdict, Verdict::Met);
    }

    async fn a_client_who_is_known_stays_one_client(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = desk.take(message("anna@client.example", "Q", "Where is my card, please?")).await.ticket.unwrap().public_id;
        let key = || Conversation { key: Some("one".into()), ..conversation("Anna@client.example") };
        let begun = desk.desk.begin_conversation(&vera, key()).await.unwrap();
        let again = desk.desk.begin_conversation(&vera, key()).await.unwrap();
        assert_eq!(begun, again, "the same key begins it once");
        let others: Vec<_> = desk.ticket(&begun.ticket).await.others.into_iter().map(|other| other.public_id).collect();
        assert_eq!(others, [first]);
        let empty = Conversation { title: " ".into(), text: String::new(), ..conversation("anna@client.example") };
        let Err(DeskError::Invalid(fields)) = desk.desk.begin_conversation(&vera, empty).await else { panic!("taken") };
        assert_eq!(fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["title", "text"]);
        let phone = Conversation { to: Handle::new(domain::HandleKind::Phone, "+79120000000", ""), ..conversation("x") };
        assert!(matches!(desk.desk.begin_conversation(&vera, phone).await, Err(DeskError::Conflict { code: "no_recipient", .. })));
    }

    async fn what_failed_goes_out_again_and_counts_from_then(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let id = desk.take(message("anna@client.example", "Q", "question")).await.ticket.unwrap().public_id;
        desk.settle().await;
        desk.clock.set("2026-04-14T11:30:00+03:00");
        let entry = desk.desk.reply(&vera, &id, reply("Here.")).await.unwrap().entry.unwrap();
        let early = desk.desk.send_again(&vera, &id, &entry, None).await;
        assert!(matches!(early, Err(DeskError::Invalid(_))), "it has not failed");
        let gone = DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() };
        desk.sink.fail_with([gone]);
        desk.settle().await;
        assert_eq!(desk.ticket(&id).await.clocks[0].verdict, Verdict::Running, "void");
        desk.clock.set("2026-04-14T11:40:00+03:00");
        desk.take(message("ivan@client.example", "Q", "another client")).await;
        let his = Some(Handle::email("ivan@client.example", ""));
        assert!(matches!(desk.desk.send_again(&vera, &id, &entry, his).await, Err(DeskError::Invalid(_))), "another client's");
        let other = Some(Handle::email("anna@home.example", ""));
        desk.desk.send_again(&vera, &id, &entry, other).await.unwrap();
        let view = desk.ticket(&id).await;
        assert_eq!((view.clocks[0].verdict, view.clocks[0].stopped_at), (Verdict::Met, Some(moment("2026-04-14T11:40:00+03:00"))));
        desk.settle().await;
        let hers = desk.sink.taken().into_iter().find(|sent| sent.to.value == "anna@home.example").unwrap();
        assert!(hers.text.contains("Here.") && !hers.automatic);
        let view = desk.ticket(&id).await;
        let answer = view.timeline.entries.iter().find(|entry| entry.kind == EntryKind::MessageOut && entry.code.is_empty()).unwrap();
        assert_eq!(answer.deliveries.iter().map(|delivery| delivery.fate).collect::<Vec<_>>(), [DeliveryFate::Failed, DeliveryFate::Sent]);
        let current: Vec<_> = view.client.identities.iter().filter(|identity| identity.current).map(|identity| identity.handle.value.as_str()).collect();
        assert_eq!(current, ["anna@home.example"], "the talk goes on with it");
        let twice = desk.desk.send_again(&vera, &id, &entry, None).await;
        assert!(matches!(twice, Err(DeskError::Invalid(_))));
    }
}
