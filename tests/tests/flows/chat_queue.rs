//! The queue of a chat while its tickets are merged, taken apart, and answered by other doors.

use desk::ticket::Reply;
use domain::time::{MINUTE, SECOND};
use domain::{Actor, Handle, HandleKind, Moment, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

const CHAT: &str = "
[[channel]]
name = 'chat'
kind = 'chat'
brand = 'Север'
team = 'Поддержка'
acknowledges = false
[channel.settings]
path = 'help'
leaves_seconds = 60
reminds_minutes = 2
ends_minutes = 3
";

pub async fn desk(database: TestDatabase) -> (TestDesk, Principal) {
    let desk = TestDesk::new(database).await;
    desk.desk.apply_setup(Actor::System, CHAT).await.unwrap();
    desk.open_chat("chat");
    let vera = desk.person("Vera", Role::Operator).await;
    (desk, vera)
}

pub async fn asks(desk: &TestDesk, visitor: &str) -> String {
    let asked = message("x", "", "Где моя карта?").by("chat").with(|m| {
        m.from = Handle::new(HandleKind::Visitor, visitor, "Анна");
        m.wishes.reach = vec![Handle::email("anna@client.example", "")];
    });
    desk.take(asked).await.ticket.unwrap().public_id
}

async fn waiting(desk: &TestDesk) -> usize {
    desk.desk.chat_queue().await.unwrap().places.len()
}

async fn reply(desk: &TestDesk, who: &Principal, ticket: &str, to: Option<(HandleKind, String)>) -> String {
    let reply = Reply {
        text: "Карта в пути.".into(),
        to,
        hold: Some(30 * SECOND),
        ..Reply::default()
    };
    let changed = desk.desk.reply(who, ticket, reply).await.unwrap();
    changed.entry.unwrap()
}

async fn counts(desk: &TestDesk) -> (i64, i64, i64, i64) {
    let reader = desk
        .desk
        .read(&desk.person("Olga", Role::Supervisor).await)
        .unwrap();
    let span = (Moment::from_micros(0), desk.desk.now().saturating_add(1));
    let report = reader.talk_report(span.0, span.1).await.unwrap().remove(0).counts;
    (report.begun, report.answered, report.abandoned, report.idle)
}

both_databases! {
    async fn a_talk_that_became_part_of_something_else_is_paged_to_its_beginning(database: TestDatabase) {
        const MAILS: usize = 120;
        let (desk, vera) = desk(database).await;
        let chat = asks(&desk, "visitor-1").await;
        let client = desk.ticket(&chat).await.client.public_id;
        // Mail of somebody else's, in which the visitor took no part.
        let first = message("anna@work.example", "Карта", "Письмо 0");
        let mail = desk.take(first).await.ticket.unwrap().public_id;
        for n in 1..MAILS {
            desk.clock.advance(SECOND);
            let more = message("anna@work.example", "Карта", &format!("Письмо {n}")).hint(channel::ThreadHint::Ticket(mail.clone()));
            desk.take(more).await;
        }
        let other = desk.ticket(&mail).await.client.public_id;
        desk.desk.merge_clients(&vera, &other, &client).await.unwrap();
        desk.desk.merge(&vera, &chat, &mail, None).await.unwrap();
        let who = Handle::new(HandleKind::Visitor, "visitor-1", "");
        let talk = desk.desk.talk(&who).await.unwrap().unwrap();
        assert_eq!(talk.public_id, mail);
        let mut lines: Vec<String> = talk.lines.iter().map(|line| line.said.public_id.clone()).collect();
        let mut before = talk.before;
        for _ in 0..MAILS {
            let Some(place) = before else { break };
            let page = desk.desk.talk_before(&who, place).await.unwrap();
            lines.splice(0..0, page.lines.iter().map(|line| line.said.public_id.clone()));
            before = page.before;
        }
        assert!(before.is_none());
        let told = lines.len();
        lines.dedup();
        assert_eq!((told, lines.len()), (MAILS + 1, MAILS + 1), "every line, each once");
    }

    async fn an_answer_on_what_a_ticket_became_part_of_ends_the_wait(database: TestDatabase) {
        let (desk, vera) = desk(database).await;
        let (one, other) = (asks(&desk, "v1sitor").await, asks(&desk, "v1sitor").await);
        assert_ne!(one, other);
        assert_eq!(waiting(&desk).await, 2);
        desk.desk.merge(&vera, &one, &other, None).await.unwrap();
        desk.desk.unmerge(&vera, &one).await.unwrap();
        reply(&desk, &vera, &other, None).await;
        assert_eq!(waiting(&desk).await, 1, "the one that was taken apart waits by itself");
        desk.desk.merge(&vera, &one, &other, None).await.unwrap();
        assert_eq!(waiting(&desk).await, 1);
        reply(&desk, &vera, &other, None).await;
        assert_eq!(waiting(&desk).await, 0);
        assert_eq!(counts(&desk).await, (2, 2, 0, 0));
    }

    async fn an_answer_that_is_undone_leaves_its_client_waiting(database: TestDatabase) {
        let (desk, vera) = desk(database).await;
        let ticket = asks(&desk, "v1sitor").await;
        let to = (HandleKind::Email, "anna@client.example".to_owned());
        let mail = reply(&desk, &vera, &ticket, Some(to)).await;
        assert_eq!(waiting(&desk).await, 0, "an answer by mail is an answer");
        desk.desk.undo_answer(&vera, &ticket, &mail).await.unwrap();
        assert_eq!(waiting(&desk).await, 1);
        desk.clock.advance(61 * SECOND);
        desk.settle().await;
        assert_eq!(counts(&desk).await, (1, 0, 1, 0));
    }

    async fn silence_ends_a_talk_by_the_times_of_its_channel(database: TestDatabase) {
        let (desk, vera) = desk(database).await;
        let ticket = asks(&desk, "v1sitor").await;
        reply(&desk, &vera, &ticket, None).await;
        desk.clock.advance(2 * MINUTE + 1);
        desk.settle().await;
        desk.clock.advance(MINUTE);
        desk.settle().await;
        assert_eq!(counts(&desk).await, (1, 1, 0, 1));
        let lines: Vec<String> = desk.ticket(&ticket).await.timeline.entries.into_iter().map(|line| line.code).collect();
        assert_eq!(lines.iter().filter(|code| code.starts_with("talk_")).collect::<Vec<_>>(), ["talk_reminder", "talk_ended"]);
    }
}
