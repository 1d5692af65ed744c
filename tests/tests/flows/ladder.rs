//! The ladder goes on where an answer comes back later, and where its ticket became part of another meanwhile; it is lost where no
//! way is left, and loud then (`definitions.md` §5).

use desk::ticket::{Change, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::delivery::DeliveryFate;
use domain::notice::Told;
use domain::ticket::State;
use domain::time::{HOUR, SECOND};
use domain::{Actor, Handle, HandleKind, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, bounce, message};

const CHAT: &str = "
[[channel]]
name = 'chat'
kind = 'chat'
brand = 'Север'
team = 'Поддержка'
acknowledges = false
[channel.settings]
path = 'help'
";

async fn reply(desk: &TestDesk, who: &Principal, ticket: &str) {
    let reply = Reply {
        text: "Карта в пути.".into(),
        then: Some(State::Resolved),
        hold: Some(0),
        ..Reply::default()
    };
    desk.desk.reply(who, ticket, reply).await.unwrap();
    desk.settle().await;
}

async fn fates(desk: &TestDesk, ticket: &str) -> Vec<DeliveryFate> {
    let view = desk.ticket(ticket).await;
    let mut all: Vec<_> = view
        .timeline
        .entries
        .into_iter()
        .filter(|line| line.code.is_empty())
        .flat_map(|line| line.deliveries)
        .collect();
    all.sort_by_key(|one| one.to.value.clone());
    all.into_iter().map(|one| one.fate).collect()
}

async fn lines(desk: &TestDesk, ticket: &str) -> Vec<String> {
    let view = desk.ticket(ticket).await;
    view.timeline.entries.into_iter().map(|line| line.code).collect()
}

/// A ticket of a client with two mail addresses, answered to the first.
async fn answered(desk: &TestDesk) -> (Principal, String, String) {
    let vera = desk.person("Vera", Role::Operator).await;
    let ticket = desk
        .take(message("a@client.example", "Карта", "Где?"))
        .await
        .ticket
        .unwrap()
        .public_id;
    let other = desk
        .take(message("b@client.example", "Другое", "Вопрос"))
        .await
        .ticket
        .unwrap()
        .public_id;
    let (client, absorbed) = (
        desk.ticket(&ticket).await.client.public_id,
        desk.ticket(&other).await.client.public_id,
    );
    desk.desk.merge_clients(&vera, &absorbed, &client).await.unwrap();
    desk.settle().await;
    reply(desk, &vera, &ticket).await;
    assert_eq!(desk.sink.last().to.value, "a@client.example");
    let sent = desk.sink.last().external_id;
    (vera, ticket, sent)
}

/// An answer in the chat to a visitor who named an address and went away, and a ticket of the same client by that address.
async fn left_in_the_chat(desk: &TestDesk, named: bool) -> (Principal, String, String) {
    desk.desk.apply_setup(Actor::System, CHAT).await.unwrap();
    desk.open_chat("chat");
    let vera = desk.person("Vera", Role::Operator).await;
    let asked = message("x", "", "Где моя карта?").by("chat").with(|m| {
        m.from = Handle::new(HandleKind::Visitor, "v1sitor", "Анна");
        if named {
            m.wishes.reach = vec![Handle::email("anna@client.example", "")];
        }
    });
    let talk = desk.take(asked).await.ticket.unwrap().public_id;
    let by_hand = message("x", "", "И ещё")
        .by("chat")
        .with(|m| m.from = Handle::new(HandleKind::Visitor, "v1sitor", "Анна"));
    let other = desk.take(by_hand).await.ticket.unwrap().public_id;
    assert_ne!(talk, other);
    reply(desk, &vera, &talk).await;
    desk.desk.merge(&vera, &talk, &other, None).await.unwrap();
    (vera, talk, other)
}

both_databases! {
    async fn what_came_back_goes_on_by_the_next_address(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, ticket, sent) = answered(&desk).await;
        desk.accept(bounce(&desk, &sent, "a@client.example")).await.unwrap();
        desk.settle().await;
        let mail = desk.sink.last();
        assert_eq!(mail.to.value, "b@client.example");
        assert!(mail.text.contains("Карта в пути."));
        let view = desk.ticket(&ticket).await;
        assert_eq!(view.state, State::Resolved, "no answer is void while another address is left");
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!(first.verdict, Verdict::Met);
        let said = lines(&desk, &ticket).await;
        assert!(said.contains(&"bounced".to_owned()) && said.contains(&"passed_on".to_owned()), "{said:?}");
        // Told again, it goes nowhere else.
        let count = desk.sink.taken().len();
        let mut again = bounce(&desk, &sent, "a@client.example");
        if let channel::What::Understood(channel::Inbound::Report(report)) = &mut again.what {
            report.key = "again".into();
        }
        desk.accept(again).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), count);
        // And where that one comes back as well, it is lost.
        desk.accept(bounce(&desk, &mail.external_id, "b@client.example")).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), count, "there is no third address");
        assert_eq!(fates(&desk, &ticket).await, [DeliveryFate::Bounced, DeliveryFate::Bounced]);
        let view = desk.ticket(&ticket).await;
        assert_eq!(view.state, State::Open);
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!(first.verdict, Verdict::Running, "void");
    }

    async fn an_answer_left_in_a_chat_goes_on_after_its_ticket_was_merged(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, talk, other) = left_in_the_chat(&desk, true).await;
        desk.clock.advance(121 * SECOND);
        desk.settle().await;
        let mail = desk.sink.last();
        assert_eq!(mail.to.value, "anna@client.example");
        assert!(mail.text.contains("Карта в пути."));
        assert!(lines(&desk, &other).await.contains(&"went_on".to_owned()), "the survivor shows it");
        assert_eq!(desk.inbox(desk::read::View::All).await, std::slice::from_ref(&other), "it stays part of the other");
        let back = desk.take(message("anna@client.example", "Re:", "Спасибо").answers(&mail.external_id)).await;
        assert_eq!(back.ticket.unwrap().public_id, other);
        desk.desk.unmerge(&vera, &talk).await.unwrap();
    }

    async fn an_answer_left_in_a_chat_and_merged_is_lost_loudly_where_no_way_is_left(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, _, other) = left_in_the_chat(&desk, false).await;
        for _ in 0..26 {
            desk.clock.advance(HOUR);
            desk.settle().await;
        }
        assert!(lines(&desk, &other).await.contains(&"failed".to_owned()));
        assert!(!desk.ticket(&other).await.state.is_done(), "its client still waits");
    }

    async fn where_no_way_is_left_whoever_is_responsible_is_told_until_they_dealt_with_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let (vera, ticket, sent) = answered(&desk).await;
        let rita = desk.person("Rita", Role::Operator).await;
        let Principal::Operator { id, .. } = vera else { panic!("an operator") };
        let people = desk.desk.operators(&TestDesk::supervisor(), false).await.unwrap();
        let own = people.iter().find(|one| one.id == id).unwrap().public_id.clone();
        desk.desk.change(&vera, &ticket, Change { assignee: Some(Some(own)), ..Change::default() }).await.unwrap();
        let told = async |who: &Principal| {
            let (reader, now) = (desk.desk.read(who).unwrap(), desk.now());
            (reader.notices(now).await.unwrap(), reader.unseen_notices(now).await.unwrap())
        };
        desk.accept(bounce(&desk, &sent, "a@client.example")).await.unwrap();
        desk.settle().await;
        assert_eq!(told(&vera).await.1, 0, "another address is left");
        let next = desk.sink.last().external_id;
        desk.accept(bounce(&desk, &next, "b@client.example")).await.unwrap();
        desk.settle().await;
        let (notices, unseen) = told(&vera).await;
        assert_eq!((notices.len(), unseen), (1, 1));
        assert_eq!((notices[0].ticket.as_str(), notices[0].about), (ticket.as_str(), Told::Lost));
        assert_eq!(told(&rita).await.1, 0, "somebody is responsible");
        // Told once, and by mail too.
        desk.clock.advance(60 * SECOND);
        desk.settle().await;
        let mail = desk.sink.last();
        assert!(mail.text.contains("не доставлен") || mail.text.contains("not delivered"), "{}", mail.text);
        // A note is no way to reach them, an answer is.
        let note = desk::ticket::Note { text: "Позвоню".into(), ..desk::ticket::Note::default() };
        desk.desk.note(&vera, &ticket, note).await.unwrap();
        assert_eq!(told(&vera).await.1, 1);
        reply(&desk, &vera, &ticket).await;
        assert_eq!(told(&vera).await, (Vec::new(), 0));
    }

    async fn what_was_lost_on_a_ticket_of_nobodys_is_told_to_its_team(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let vera = desk.person("Vera", Role::Operator).await;
        let chief = desk.person("Chief", Role::Supervisor).await;
        let ticket = desk.take(message("a@client.example", "Карта", "Где?")).await.ticket.unwrap().public_id;
        desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        desk.settle().await;
        let unseen = async |who: &Principal| desk.desk.read(who).unwrap().unseen_notices(desk.now()).await.unwrap();
        assert_eq!(unseen(&chief).await, 0, "an acknowledgement that is lost is missed by nobody");
        desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        reply(&desk, &vera, &ticket).await;
        let (own, chiefs) = (unseen(&vera).await, unseen(&chief).await);
        assert!(own + chiefs >= 1, "somebody is told: {own}, {chiefs}");
        let resolved = Change { state: Some(State::Resolved), outcome: Some(domain::ticket::Outcome::SOLVED), ..Change::default() };
        desk.desk.change(&vera, &ticket, resolved).await.unwrap();
        assert_eq!((unseen(&vera).await, unseen(&chief).await), (0, 0), "done");
    }
}
