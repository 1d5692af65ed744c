//! A talk that went on by telephone where no text messages are sent: what we write reaches the client by the best of their other
//! addresses, and by none that is not known to be theirs.

use desk::DeskError;
use desk::client::ClientPatch;
use desk::ticket::{LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::ticket::State;
use domain::time::DAY;
use domain::{Actor, Handle, HandleKind, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

const LINE: &str = "
[[channel]]
name = 'line'
kind = 'phone'
brand = 'Север'
team = 'Поддержка'
";

const RANG: &str = "2026-04-14T11:00:00+03:00";

/// A call that came in, about a ticket or by itself.
async fn calls(desk: &TestDesk, who: &Principal, ticket: Option<&str>, key: &str) -> String {
    let logged = LoggedCall {
        call: Call {
            direction: Direction::In,
            outcome: CallOutcome::Missed,
            rang_at: moment(RANG),
            connected_at: None,
            ended_at: None,
            recording: String::new(),
            number: "+79123456789".into(),
        },
        channel: desk.channel("line"),
        name: "Анна".into(),
        by: String::new(),
        ticket: ticket.map(str::to_owned),
        client: None,
        text: String::new(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: key.into(),
        trace: "t".into(),
    };
    desk.desk.log_call(who, logged).await.unwrap().ticket
}

/// A ticket that came by mail and went on by telephone, both of one client's.
async fn called(desk: &TestDesk) -> (Principal, String, String) {
    desk.desk.apply_setup(Actor::System, LINE).await.unwrap();
    let vera = desk.person("Vera", Role::Operator).await;
    desk.clock.set("2026-04-14T11:10:00+03:00");
    let ticket = desk
        .take(message("anna@client.example", "Карта", "Где?"))
        .await
        .ticket
        .unwrap()
        .public_id;
    let client = desk.ticket(&ticket).await.client.public_id;
    let other = calls(desk, &vera, None, "call:1").await;
    let caller = desk.ticket(&other).await.client.public_id;
    desk.desk.merge_clients(&vera, &caller, &client).await.unwrap();
    assert_eq!(calls(desk, &vera, Some(&ticket), "call:2").await, ticket);
    desk.settle().await;
    let view = desk.ticket(&ticket).await;
    let current = view.client.identities.iter().find(|one| one.current).unwrap();
    assert_eq!(
        (current.handle.kind, current.reachable),
        (HandleKind::Phone, false)
    );
    (vera, ticket, client)
}

fn text(text: &str) -> Reply {
    Reply {
        text: text.into(),
        ..Reply::default()
    }
}

both_databases! {
    async fn an_answer_goes_by_mail(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, ticket, _) = called(&desk).await;
        desk.desk.reply(&vera, &ticket, text("Карта в пути.")).await.unwrap();
        desk.clock.advance(60_000_000);
        desk.settle().await;
        let mail = desk.sink.last();
        assert_eq!(mail.to.value, "anna@client.example");
        assert!(mail.text.contains("Карта в пути."));
        let view = desk.ticket(&ticket).await;
        assert!(view.client.identities.iter().any(|one| one.current && one.handle.kind == HandleKind::Email), "the talk goes on by it");
    }

    async fn the_wish_decides_between_two(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, ticket, client) = called(&desk).await;
        let chat = "[[channel]]\nname = 'chat'\nkind = 'chat'\nbrand = 'Север'\n[channel.settings]\npath = 'help'\n";
        desk.desk.apply_setup(Actor::System, chat).await.unwrap();
        desk.open_chat("chat");
        let visitor = message("x", "", "Здравствуйте").by("chat").with(|m| m.from = Handle::new(HandleKind::Visitor, "v1sitor", "Анна"));
        let talk = desk.take(visitor).await.ticket.unwrap().public_id;
        let other = desk.ticket(&talk).await.client.public_id;
        desk.desk.merge_clients(&vera, &other, &client).await.unwrap();
        let wishes = [(String::new(), HandleKind::Visitor)].into();
        desk.desk.change_client(&vera, &client, ClientPatch { wishes: Some(wishes), ..ClientPatch::default() }).await.unwrap();
        desk.desk.reply(&vera, &ticket, text("Карта в пути.")).await.unwrap();
        desk.settle().await;
        let view = desk.ticket(&ticket).await;
        assert!(view.client.identities.iter().any(|one| one.current && one.handle.kind == HandleKind::Visitor));
    }

    async fn a_reminder_reaches_them_too(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, ticket, _) = called(&desk).await;
        let waits = Reply { then: Some(State::WaitingClient), ..text("Пришлите номер договора.") };
        desk.desk.reply(&vera, &ticket, waits).await.unwrap();
        desk.clock.advance(60_000_000);
        desk.settle().await;
        // They call about it, and it is their turn again: the ticket goes on by telephone.
        calls(&desk, &vera, Some(&ticket), "call:3").await;
        let wait = desk::ticket::Change { state: Some(State::WaitingClient), ..desk::ticket::Change::default() };
        desk.desk.change(&vera, &ticket, wait).await.unwrap();
        let before = desk.sink.taken().len();
        for _ in 0..4 {
            desk.clock.advance(DAY);
            desk.settle().await;
        }
        let callback = desk.ticket(&ticket).await;
        assert!(desk.sink.taken().len() > before, "{:?}", callback.timeline.entries.last());
        assert_eq!(desk.sink.last().to.value, "anna@client.example");
    }

    async fn an_address_that_was_merely_named_elsewhere_is_no_way(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, LINE).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T11:10:00+03:00");
        let ticket = calls(&desk, &vera, None, "call:1").await;
        let named = message("x", "", "Вопрос").with(|m| {
            m.from = Handle::new(HandleKind::Phone, "+79123456789", "Анна");
            m.wishes.reach = vec![Handle::email("whose@client.example", "")];
        });
        let other = desk.take(named).await.ticket.unwrap().public_id;
        assert_eq!(desk.ticket(&other).await.client.public_id, desk.ticket(&ticket).await.client.public_id);
        let refused = desk.desk.reply(&vera, &ticket, text("Карта в пути.")).await;
        assert!(matches!(refused, Err(DeskError::Conflict { code: "no_recipient", .. })), "{refused:?}");
        // In the talk in which they named it, it is where they are reached.
        desk.desk.reply(&vera, &other, text("Карта в пути.")).await.unwrap();
        desk.clock.advance(60_000_000);
        desk.settle().await;
        assert_eq!(desk.sink.last().to.value, "whose@client.example");
    }
}
