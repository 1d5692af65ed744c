//! The client's own page: what was said between us and the deadline; nothing of the house behind it.

use super::{answer, change, open, public_id};
use desk::DeskError;
use desk::read::{FollowUp, Line, Turn};
use desk::ticket::{Change, Note};
use domain::ticket::{Priority, State};
use domain::{Permission, Principal, Role};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, message, moment};

/// Takes a message in: the ticket's public id and the secret of its link.
async fn linked(desk: &TestDesk, message: MessageBuilder) -> (String, String) {
    let ticket = desk.take(message).await.ticket.expect("a message opens a ticket");
    (ticket.public_id, ticket.link_secret)
}

async fn page(desk: &TestDesk, secret: &str) -> FollowUp {
    desk.desk
        .ticket_by_link(secret)
        .await
        .expect("the link leads somewhere")
}

fn said(page: &FollowUp) -> Vec<(bool, String)> {
    let lines = page.history.iter().filter_map(|line| match line {
        Line::Said(said) if !said.automatic => Some((said.ours, said.text.clone())),
        _ => None,
    });
    lines.collect()
}

both_databases! {
    async fn only_what_was_said_between_us_is_shown(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Annabel", Role::Operator).await;
        let (id, secret) = linked(&desk, message("ivan@client.example", "Card", "Lost it.").named("Ivan")).await;
        let note = Note { text: "He is a FRAUDSTER, watch out".into(), ..Note::default() };
        desk.desk.note(&anna, &id, note).await.unwrap();
        let wanted = Change {
            assignee: Some(Some(public_id(&desk, &anna).await)),
            priority: Some(Priority::Low),
            tags_add: vec!["hopeless-case".into()],
            state: Some(State::WaitingOthers),
            ..Change::default()
        };
        change(&desk.desk, &anna, &id, wanted).await;
        answer(&desk.desk, &anna, &id, "We block it.", None).await;
        desk.settle().await;
        let page = page(&desk, &secret).await;
        assert_eq!(said(&page), [(false, "Lost it.".into()), (true, "We block it.".into())]);
        assert_eq!((page.turn, page.team["en"].as_str()), (Turn::Ours, "the support team"));
        assert_eq!(page.answers_to.value, "ivan@client.example");
        // Everything the page is given, whatever a template does with it.
        let whole = format!("{page:?}").to_lowercase();
        for internal in ["fraudster", "annabel", "hopeless", "waiting_others", "waitingothers", "opr_"] {
            assert!(!whole.contains(internal), "{internal} is no business of the client's: {whole}");
        }
    }

    async fn the_deadline_is_the_one_the_client_was_told(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let (id, secret) = linked(&desk, message("ivan@client.example", "Card", "Lost it.")).await;
        let due = moment("2026-04-15T18:00:00+03:00");
        let before = page(&desk, &secret).await.deadline.unwrap();
        assert_eq!((before.due, before.zone.as_str(), before.missed), (due, "Europe/Moscow", false));
        desk.settle().await;
        assert_eq!(page(&desk, &secret).await.deadline.unwrap(), before, "told as computed");
        desk.clock.set("2026-04-15T18:00:01+03:00");
        assert!(page(&desk, &secret).await.deadline.unwrap().missed);
        answer(&desk.desk, &anna, &id, "Which one?", Some(State::WaitingClient)).await;
        let waits = page(&desk, &secret).await;
        assert_eq!(waits.turn, Turn::Yours);
        assert!(waits.deadline.unwrap().paused);
        answer(&desk.desk, &anna, &id, "Done.", Some(State::Resolved)).await;
        let done = page(&desk, &secret).await;
        assert_eq!((done.turn, done.deadline), (Turn::Resolved, None));
        assert!(done.history.iter().any(|line| matches!(line, Line::Turned { to: Turn::Resolved, .. })));
    }

    async fn a_link_opens_one_ticket_and_no_desk(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, secret) = linked(&desk, message("ivan@client.example", "Card", "Lost it.")).await;
        let (_, other) = linked(&desk, message("petr@client.example", "Loan", "Rates?")).await;
        assert_eq!(said(&page(&desk, &secret).await), [(false, "Lost it.".into())]);
        assert_eq!(said(&page(&desk, &other).await), [(false, "Rates?".into())]);
        for wrong in ["", "x", "%", &secret[1..], &secret.to_uppercase()] {
            let found = desk.desk.ticket_by_link(wrong).await;
            assert!(matches!(found, Err(DeskError::NotFound(_))), "{wrong:?}");
        }
        let visitor = desk.desk.visitor(&secret).await.unwrap();
        assert!(matches!(visitor, Principal::Visitor { .. }));
        let desk_of_visitor = desk.desk.read(&visitor).map(drop);
        assert!(matches!(desk_of_visitor, Err(DeskError::Forbidden(Permission::TicketsRead))));
    }

    async fn files_of_the_talk_are_given_out_by_its_own_link_only(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let with_file = message("ivan@client.example", "Card", "See.").with(|message| {
            message.attachments = vec![channel::Attachment {
                name: "card.txt".into(),
                media_type: "text/plain".into(),
                content: channel::Content::Bytes(b"4000".to_vec()),
                content_id: String::new(),
                inline: false,
            }];
        });
        let (_, secret) = linked(&desk, with_file).await;
        let (_, other) = linked(&desk, message("petr@client.example", "Loan", "Rates?")).await;
        let page = page(&desk, &secret).await;
        let file = page.history.iter().find_map(|line| match line {
            Line::Said(said) => said.files.first().cloned(),
            Line::Turned { .. } => None,
        });
        let file = file.expect("the file is listed");
        let given = desk.desk.attachment_by_link(&secret, &file.public_id).await.unwrap();
        assert_eq!((given.bytes.as_slice(), given.file.name.as_str()), (b"4000".as_slice(), "card.txt"));
        let refused = desk.desk.attachment_by_link(&other, &file.public_id).await;
        assert!(matches!(refused, Err(DeskError::NotFound(_))));
    }

    async fn a_secret_answers_for_the_ticket_it_was_given_with(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = open(&desk, message("ivan@client.example", "Card", "Lost it.")).await;
        let seen = desk.desk.ticket_by_link(&id).await;
        assert!(matches!(seen, Err(DeskError::NotFound(_))), "a public id is no secret");
    }
}
