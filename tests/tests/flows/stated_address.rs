//! An address that somebody merely names: their own talk goes on by it, and its owner is never taken for the one who named it.

use desk::client::ClientRecord;
use desk::read::ClientPageView;
use desk::ticket::{CallLogged, LoggedCall};
use domain::act::{Call, CallOutcome, Direction};
use domain::ledger::Fate;
use domain::{Actor, Handle, HandleKind, Role};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, message};

/// A person of another system, who says to be reached at `email`.
fn says(text: &str, email: &str) -> MessageBuilder {
    let reach = Handle::email(email, "");
    message("nobody@client.example", "", text).with(|message| {
        message.from = Handle::new(HandleKind::Visitor, "v1sitor", "Ева");
        message.wishes.reach = vec![reach];
    })
}

/// The card of whose ticket it is.
async fn card(desk: &TestDesk, ticket: &str) -> ClientPageView {
    let client = desk.ticket(ticket).await.client.public_id;
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    reader.client(&client, None).await.unwrap()
}

/// What an exchange tells of a missed call.
async fn misses(desk: &TestDesk, number: &str, key: &str) -> CallLogged {
    let call = Call {
        direction: Direction::In,
        outcome: CallOutcome::Missed,
        rang_at: desk.now(),
        connected_at: None,
        ended_at: None,
        recording: String::new(),
        number: number.into(),
    };
    let logged = LoggedCall {
        call,
        channel: desk.channel("line"),
        name: String::new(),
        by: String::new(),
        ticket: None,
        client: None,
        text: String::new(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: key.into(),
        trace: "t".into(),
    };
    desk.desk.log_exchange_call(logged).await.unwrap()
}

fn addresses(card: &ClientPageView) -> Vec<(String, String)> {
    let all = card.addresses.iter();
    all.map(|one| (one.handle.value.clone(), one.verified.clone()))
        .collect()
}

fn pair(value: &str, verified: &str) -> (String, String) {
    (value.to_owned(), verified.to_owned())
}

both_databases! {
    async fn the_owner_of_an_address_that_another_named_is_another(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let talk = desk.take(says("Где моя карта?", "victim@client.example")).await.ticket.unwrap().public_id;
        assert!(addresses(&card(&desk, &talk).await).contains(&pair("victim@client.example", "stated")));
        let mail = desk.take(message("victim@client.example", "Счёт", "Мой счёт 40817").named("Виктор")).await;
        assert_eq!(mail.fate, Fate::Opened);
        let mail = mail.ticket.unwrap().public_id;
        let (eva, victor) = (card(&desk, &talk).await, card(&desk, &mail).await);
        assert_ne!(eva.public_id, victor.public_id, "whoever has the address is nobody's record");
        assert_eq!(eva.tickets.len(), 1, "nothing of the owner's is with whoever named the address");
        assert_eq!(addresses(&victor), [pair("victim@client.example", "received")]);
        assert_eq!(addresses(&eva), [pair("v1sitor", "received")]);
        assert_eq!(victor.proposals[0].client, eva.public_id, "that they are one, somebody of ours may find");
        // And from then on it is his.
        let next = desk.take(message("victim@client.example", "И ещё", "Вопрос")).await.ticket.unwrap().public_id;
        assert_eq!(card(&desk, &next).await.public_id, victor.public_id);
        desk.take(says("И ещё", "victim@client.example")).await;
        assert_eq!(card(&desk, &mail).await.public_id, victor.public_id, "named once more it stays where it is");
    }

    async fn both_at_the_same_moment_are_two(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (stated, own) = (says("Где моя карта?", "victim@client.example"), message("victim@client.example", "Счёт", "Мой счёт"));
        let (talk, mail) = (stated.sighting(&desk), own.sighting(&desk));
        let (talk, mail) = tokio::join!(desk.accept(talk), desk.accept(mail));
        let (talk, mail) = (talk.unwrap().ticket.unwrap().public_id, mail.unwrap().ticket.unwrap().public_id);
        assert_ne!(card(&desk, &talk).await.public_id, card(&desk, &mail).await.public_id);
        assert_eq!(card(&desk, &talk).await.tickets.len(), 1);
    }

    async fn what_answers_the_talk_proves_the_address(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let message_id = "m-1@client.example";
        let asked = says("Где моя карта?", "anna@client.example").with(|m| m.external_ids = vec![message_id.into()]);
        let talk = desk.take(asked).await.ticket.unwrap().public_id;
        let back = desk.take(message("anna@client.example", "Re: карта", "Жду").answers(message_id)).await;
        assert_eq!((back.fate, back.ticket.unwrap().public_id), (Fate::Appended, talk.clone()));
        assert!(addresses(&card(&desk, &talk).await).contains(&pair("anna@client.example", "received")));
        let new = desk.take(message("anna@client.example", "Другое", "Вопрос")).await.ticket.unwrap().public_id;
        assert_eq!(card(&desk, &new).await.public_id, card(&desk, &talk).await.public_id, "one person from here on");
    }

    async fn only_the_talk_in_which_it_was_named_takes_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let other = message("x", "", "Первое").with(|m| {
            m.from = Handle::new(HandleKind::Visitor, "v1sitor", "Ева");
            m.external_ids = vec!["first@client.example".into()];
        });
        let other = desk.take(other).await.ticket.unwrap().public_id;
        desk.take(says("Где моя карта?", "victim@client.example")).await;
        let lured = desk.take(message("victim@client.example", "Re:", "Мой счёт").answers("first@client.example")).await;
        assert_eq!(lured.fate, Fate::Opened);
        let lured = lured.ticket.unwrap().public_id;
        assert_ne!(card(&desk, &lured).await.public_id, card(&desk, &other).await.public_id);
    }

    async fn what_the_host_vouches_for_is_theirs(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let talk = desk.take(says("Где моя карта?", "anna@client.example")).await.ticket.unwrap().public_id;
        let signed_in = message("x", "", "Я в кабинете").with(|m| {
            m.from = Handle::new(HandleKind::Account, "42", "Анна");
            m.wishes.vouched = vec![Handle::email("anna@client.example", "")];
        });
        let signed_in = desk.take(signed_in).await.ticket.unwrap().public_id;
        assert!(addresses(&card(&desk, &signed_in).await).contains(&pair("anna@client.example", "proved")));
        assert_eq!(addresses(&card(&desk, &talk).await), [pair("v1sitor", "received")]);
        // An address that somebody wrote from is taken from nobody.
        desk.take(message("boris@client.example", "Q", "Вопрос")).await;
        let more = message("x", "", "Ещё").with(|m| {
            m.from = Handle::new(HandleKind::Account, "42", "Анна");
            m.wishes.vouched = vec![Handle::email("boris@client.example", "")];
        });
        let more = desk.take(more).await.ticket.unwrap().public_id;
        assert_eq!(card(&desk, &more).await.addresses.len(), 2);
        assert_eq!(card(&desk, &more).await.proposals.len(), 2);
    }

    async fn the_hosts_own_system_proves_what_was_stated(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let talk = desk.take(says("Где моя карта?", "anna@client.example")).await.ticket.unwrap().public_id;
        desk.take(message("boris@client.example", "Q", "Вопрос")).await;
        let all = ["anna@client.example", "boris@client.example"].map(|one| Handle::email(one, ""));
        let record = ClientRecord { addresses: all.to_vec(), ..ClientRecord::default() };
        let host = desk.desk.upsert_client(&vera, "A-17", record.clone()).await.unwrap();
        assert_eq!(host.taken, [Handle::email("boris@client.example", "")]);
        let again = desk.desk.upsert_client(&vera, "A-17", record).await.unwrap();
        assert_eq!((again.client, again.taken.len()), (host.client.clone(), 1));
        assert_eq!(addresses(&card(&desk, &talk).await), [pair("v1sitor", "received")]);
        let mail = desk.take(message("anna@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let card = card(&desk, &mail).await;
        assert_eq!(card.public_id, host.client);
        assert!(addresses(&card).contains(&pair("anna@client.example", "proved")));
    }

    async fn an_address_typed_into_a_form_is_stated_until_it_answers(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let typed = || message("anna@client.example", "Q", "Вопрос").with(|m| m.wishes.typed = true);
        let form = desk.take(typed()).await.ticket.unwrap().public_id;
        assert_eq!(addresses(&card(&desk, &form).await), [pair("anna@client.example", "stated")]);
        let mail = desk.take(message("anna@client.example", "Q", "Ещё")).await.ticket.unwrap().public_id;
        assert_eq!(card(&desk, &form).await.public_id, card(&desk, &mail).await.public_id, "it is all that is known of them");
        desk.take(typed()).await;
        assert_eq!(addresses(&card(&desk, &form).await), [pair("anna@client.example", "received")], "nothing lowers it");
    }

    async fn a_call_from_a_number_that_another_named_is_its_owners(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let line = "[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\n";
        desk.desk.apply_setup(Actor::System, line).await.unwrap();
        let number = Handle::new(HandleKind::Phone, "+79123456789", "");
        let named = message("x", "", "Где моя карта?").with(|m| {
            m.from = Handle::new(HandleKind::External, "mallory", "Мэллори");
            m.wishes.reach = vec![number.clone()];
        });
        let talk = desk.take(named).await.ticket.unwrap().public_id;
        let called = misses(&desk, &number.value, "call:1").await;
        assert_eq!(called.fate, Fate::Opened, "whoever has the number has nothing to do with whoever named it");
        let (stater, owner) = (card(&desk, &talk).await, card(&desk, &called.ticket).await);
        assert_ne!(stater.public_id, owner.public_id);
        assert_eq!(stater.tickets.len(), 1);
        assert_eq!(addresses(&owner), [pair(&number.value, "received")]);
        assert_eq!(owner.proposals[0].client, stater.public_id, "that they are one, somebody of ours may find");
        // From then on it is theirs, and their next call goes on with their own talk.
        let again = misses(&desk, &number.value, "call:2").await;
        assert_eq!((again.fate, again.ticket), (Fate::Appended, called.ticket));
        // Whoever is known by the number alone is known by it.
        let typed = message("x", "", "Перезвоните").with(|m| {
            m.from = Handle::new(HandleKind::Phone, "+79120000000", "Анна");
            m.wishes.typed = true;
        });
        let form = desk.take(typed).await.ticket.unwrap().public_id;
        assert_eq!(misses(&desk, "+79120000000", "call:3").await.ticket, form);
    }
}
