//! By which way an answer goes: what the client would like about the topic, another address by choice, never somebody else's.

use desk::DeskError;
use desk::client::ClientPatch;
use desk::ticket::{Change, Reply};
use domain::{Handle, HandleKind, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

both_databases! {
    async fn an_answer_goes_to_the_address_that_is_chosen(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let ticket = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let client = desk.ticket(&ticket).await.client.public_id;
        let other = desk.take(message("anna@work.example", "Карта", "Где?")).await.ticket.unwrap().public_id;
        let second = desk.ticket(&other).await.client.public_id;
        let to = |value: &str| Reply { text: "Вернули".into(), to: Some((HandleKind::Email, value.into())), ..Reply::default() };
        let stranger = desk.desk.reply(&vera, &ticket, to("anna@work.example")).await;
        assert!(matches!(stranger, Err(DeskError::Invalid(ref fields)) if fields[0].field == "to"), "{stranger:?}");
        desk.desk.merge_clients(&vera, &second, &client).await.unwrap();
        desk.desk.reply(&vera, &ticket, to("anna@work.example")).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.last().to.value, "anna@work.example");
        let view = desk.ticket(&ticket).await;
        let current = view.client.identities.iter().find(|one| one.current).unwrap();
        assert_eq!((current.handle.value.as_str(), current.reachable), ("anna@work.example", true), "the talk goes on with it");
    }

    async fn no_answer_goes_to_an_address_that_was_merely_named_elsewhere(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let ticket = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let named = message("anna@client.example", "Другое", "Пишите сюда").with(|m| m.wishes.reach = vec![Handle::email("whose@client.example", "")]);
        let other = desk.take(named).await.ticket.unwrap().public_id;
        assert_eq!(desk.ticket(&other).await.client.public_id, desk.ticket(&ticket).await.client.public_id);
        let to = |value: &str| Reply { text: "Вернули".into(), hold: Some(0), to: Some((HandleKind::Email, value.into())), ..Reply::default() };
        let refused = desk.desk.reply(&vera, &ticket, to("whose@client.example")).await;
        assert!(matches!(refused, Err(DeskError::Invalid(ref fields)) if fields[0].code == "unverified"), "{refused:?}");
        // In the talk in which they named it, it is theirs to be written to.
        desk.desk.reply(&vera, &other, to("whose@client.example")).await.unwrap();
        desk.settle().await;
        let taken = desk.sink.taken();
        let mail = taken.iter().find(|mail| mail.text.contains("Вернули")).unwrap();
        assert_eq!(mail.to.value, "whose@client.example");
    }

    async fn the_wish_about_the_topic_comes_before_the_wish_about_any(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.desk.apply_setup(domain::Actor::System, "[[topic]]\nkey = 'cards'\nname = { ru = 'Карты' }\n").await.unwrap();
        let ticket = desk.take(message("anna@client.example", "Карта", "Где?")).await.ticket.unwrap().public_id;
        let client = desk.ticket(&ticket).await.client.public_id;
        assert_eq!(desk.ticket(&ticket).await.client.wish, None);
        let wishes = [(String::new(), HandleKind::Phone), ("cards".to_owned(), HandleKind::Email)].into();
        desk.desk.change_client(&vera, &client, ClientPatch { wishes: Some(wishes), ..ClientPatch::default() }).await.unwrap();
        assert_eq!(desk.ticket(&ticket).await.client.wish, Some(HandleKind::Phone));
        let about = Change { topic: Some("cards".into()), ..Change::default() };
        desk.desk.change(&vera, &ticket, about).await.unwrap();
        assert_eq!(desk.ticket(&ticket).await.client.wish, Some(HandleKind::Email));
    }
}
