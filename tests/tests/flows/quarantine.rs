//! What was set aside becomes a ticket as of the time it came, or is rejected with a reason; nothing disappears, and
//! nothing is decided twice.

use channel::inbound::Raw;
use channel::intake::What;
use channel::{Automatic, Glimpse, Happened, Reread, Sighting};
use channel_email::{Envelope, Rules, read_again};
use desk::DeskError;
use desk::quarantine::{Acceptance, Decision};
use desk::read::QuarantineState;
use desk::ticket::Reply;
use domain::ledger::Fate;
use domain::{Handle, Permission, Role};
use std::sync::Arc;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

/// Reads mail again, as the binary does.
struct Copies;

impl Reread for Copies {
    fn reread(&self, raw: Vec<u8>, stated: Option<&Handle>, ours: &[String]) -> Glimpse {
        let rules = Rules {
            ours: &|address| ours.iter().any(|own| own == address),
            trusted_relays: &[],
            authorities: &[],
        };
        read_again(raw, &Envelope::default(), &rules, stated)
    }
}

const LETTER: &str = "From: Anna <anna@client.example>\r\nTo: support@desk.example\r\nMessage-ID: <held@client.example>\r\n\
    Subject: Where is my card?\r\n\r\nIt has not come.\r\n";

async fn desk_with(database: TestDatabase) -> TestDesk {
    let desk = TestDesk::new(database).await;
    desk.desk.set_reader(desk.channel("mail"), Arc::new(Copies));
    desk
}

fn held(desk: &TestDesk, key: &str, raw: &[u8]) -> Sighting {
    let what = What::Unreadable {
        key: key.into(),
        from: None,
        title: String::new(),
        reason: "too_deep".into(),
        raw: Raw {
            bytes: raw.to_vec(),
            media_type: "message/rfc822",
        },
    };
    Sighting {
        channel: desk.channel("mail"),
        size: raw.len() as u64,
        what,
        trace: format!("trace-{key}"),
    }
}

/// Sets something aside; its public id.
async fn set_aside(desk: &TestDesk, key: &str, raw: &[u8]) -> String {
    let receipt = desk.accept(held(desk, key, raw)).await.unwrap();
    assert_eq!(receipt.fate, Fate::Quarantined);
    let waiting = waiting(desk).await;
    waiting.last().unwrap().clone()
}

async fn waiting(desk: &TestDesk) -> Vec<String> {
    let chief = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let page = chief.quarantine(QuarantineState::Waiting, None).await.unwrap();
    page.items.into_iter().map(|item| item.public_id).collect()
}

async fn balance(desk: &TestDesk) -> domain::ledger::Balance {
    desk.desk.ledger_balance().await.unwrap().total
}

fn code(error: DeskError) -> &'static str {
    match error {
        DeskError::Conflict { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

both_databases! {
    async fn accepted_it_is_a_ticket_as_of_the_time_it_came(database: TestDatabase) {
        let desk = desk_with(database).await;
        let galina = desk.person("Galina", Role::Supervisor).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let id = set_aside(&desk, "k", LETTER.as_bytes()).await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let accepted = desk.desk.accept_quarantined(&galina, &id, Acceptance::default()).await.unwrap();
        assert_eq!((accepted.fate, accepted.number.as_str()), (Fate::Opened, "2026-000001"));
        let ticket = desk.ticket(&accepted.ticket).await;
        assert_eq!((ticket.title.as_str(), ticket.client.identities[0].handle.value.as_str()), ("Where is my card?", "anna@client.example"));
        assert_eq!(ticket.occurred_at, moment("2026-04-14T10:00:00+03:00"), "the client has been waiting all along");
        assert_eq!(ticket.lead.unwrap().due, moment("2026-04-14T12:00:00+03:00"));
        let last = ticket.timeline.entries.last().unwrap();
        assert_eq!(last.code, "ticket_restored");
        let total = balance(&desk).await;
        assert_eq!((total.seen, total.opened, total.quarantined), (1, 1, 0));
        assert!(total.adds_up(), "the sighting keeps its number and has another fate");
        // The same letter once more is led to the ticket.
        let again = desk.accept(held(&desk, "k", LETTER.as_bytes())).await.unwrap();
        assert_eq!((again.fate, again.ticket.unwrap().public_id), (Fate::Duplicate, accepted.ticket.clone()));
        // And an answer to it belongs to the talk.
        let more = message("anna@client.example", "Re: Where is my card?", "Still not.").answers("held@client.example");
        assert_eq!(desk.take(more).await.ticket.unwrap().public_id, accepted.ticket);
        desk.settle().await;
        assert!(desk.desk.broken_promises().await.unwrap().is_empty());
        let chief = desk.desk.read(&galina).unwrap();
        let done = chief.quarantine(QuarantineState::Accepted, None).await.unwrap().items.remove(0);
        assert_eq!(done.ticket.unwrap().0, accepted.ticket);
        assert_eq!(done.decided_by.unwrap().name, "Galina");
    }

    async fn a_deadline_that_passed_while_it_waited_is_missed_at_its_own_instant(database: TestDatabase) {
        let desk = desk_with(database).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let id = set_aside(&desk, "k", LETTER.as_bytes()).await;
        desk.clock.set("2026-04-14T16:00:00+03:00");
        let accepted = desk.desk.accept_quarantined(&TestDesk::supervisor(), &id, Acceptance::default()).await.unwrap();
        desk.settle().await;
        let ticket = desk.ticket(&accepted.ticket).await;
        let breach = ticket.timeline.entries.iter().find(|entry| entry.code == "clock_breached").unwrap();
        assert_eq!(breach.occurred_at, moment("2026-04-14T12:00:00+03:00"));
    }

    async fn what_was_decided_is_not_decided_again(database: TestDatabase) {
        let desk = desk_with(database).await;
        let galina = desk.person("Galina", Role::Supervisor).await;
        let id = set_aside(&desk, "k", LETTER.as_bytes()).await;
        let (one, other) = tokio::join!(
            desk.desk.accept_quarantined(&galina, &id, Acceptance::default()),
            desk.desk.reject_quarantined(&galina, &id, "spam"),
        );
        let losers = [one.err(), other.err()].into_iter().flatten().map(code).collect::<Vec<_>>();
        assert_eq!(losers, ["already_decided"], "one of the two came second");
        let third = desk.desk.reject_quarantined(&galina, &id, "spam").await.unwrap_err();
        assert!(third.to_string().starts_with("Galina has decided already"), "{third}");
        assert!(balance(&desk).await.adds_up());
        assert!(desk.desk.broken_promises().await.unwrap().is_empty());
    }

    async fn rejected_it_stays_with_the_reason(database: TestDatabase) {
        let desk = desk_with(database).await;
        let galina = desk.person("Galina", Role::Supervisor).await;
        let id = set_aside(&desk, "k", LETTER.as_bytes()).await;
        assert!(matches!(desk.desk.reject_quarantined(&galina, &id, " ").await, Err(DeskError::Invalid(_))));
        desk.desk.reject_quarantined(&galina, &id, "phishing").await.unwrap();
        let total = balance(&desk).await;
        assert_eq!((total.quarantined, total.rejected), (0, 1));
        assert!(total.adds_up());
        let chief = desk.desk.read(&galina).unwrap();
        let item = chief.quarantine(QuarantineState::Rejected, None).await.unwrap().items.remove(0);
        assert_eq!((item.public_id.as_str(), item.decision.as_str()), (id.as_str(), "phishing"));
        assert_eq!(chief.quarantined_raw(&id).await.unwrap(), LETTER.as_bytes(), "nothing disappears");
        assert_eq!(desk.accept(held(&desk, "k", LETTER.as_bytes())).await.unwrap().fate, Fate::Duplicate);
    }

    async fn what_nobody_can_read_is_accepted_by_hand(database: TestDatabase) {
        let desk = desk_with(database).await;
        let chief = TestDesk::supervisor();
        let id = set_aside(&desk, "k", b"\xff\xfe\x00 no mail at all").await;
        let refused = desk.desk.accept_quarantined(&chief, &id, Acceptance::default()).await.unwrap_err();
        let DeskError::Invalid(fields) = refused else { panic!("{refused:?}") };
        assert_eq!((fields[0].field.as_str(), fields[0].code), ("sender", "required"));
        let odd = Acceptance { sender: Some("nobody".into()), ..Acceptance::default() };
        assert!(matches!(desk.desk.accept_quarantined(&chief, &id, odd).await, Err(DeskError::Invalid(_))));
        let stated = Acceptance { sender: Some("Ivan@Client.example".into()), name: Some("Иван".into()), title: Some("По телефону".into()) };
        let accepted = desk.desk.accept_quarantined(&chief, &id, stated).await.unwrap();
        let ticket = desk.ticket(&accepted.ticket).await;
        assert_eq!((ticket.title.as_str(), ticket.client.name.as_str()), ("По телефону", "Иван"));
        let body = ticket.timeline.entries[0].body.clone().unwrap();
        assert!(body.text.contains("no mail at all"), "{}", body.text);
        // Where to answer is known, so it can be answered.
        desk.desk.reply(&chief, &accepted.ticket, Reply { text: "Hello".into(), ..Reply::default() }).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.last().to.value, "ivan@client.example");
    }

    async fn a_robots_letter_that_is_a_request_runs_its_clocks_and_is_not_answered_by_a_robot(database: TestDatabase) {
        let desk = desk_with(database).await;
        let raw = Raw { bytes: LETTER.as_bytes().to_vec(), media_type: "message/rfc822" };
        let away = message("anna@client.example", "Out of office", "away").with(|m| {
            m.automatic = Automatic::Reply;
            m.raw = Some(Raw { bytes: [b"Auto-Submitted: auto-replied\r\n", raw.bytes.as_slice()].concat(), ..raw.clone() });
        });
        assert_eq!(desk.take(away).await.fate, Fate::Quarantined);
        let id = waiting(&desk).await.remove(0);
        let accepted = desk.desk.accept_quarantined(&TestDesk::supervisor(), &id, Acceptance::default()).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.ticket(&accepted.ticket).await.clocks.len(), 2);
        assert!(desk.sink.taken().is_empty());
    }

    async fn the_time_that_was_believed_when_it_came_is_kept_and_a_line_in_the_copy_is_not_believed_later(database: TestDatabase) {
        let desk = desk_with(database).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let away = message("anna@client.example", "Out of office", "away").with(|m| {
            m.automatic = Automatic::Reply;
            // A relay that is believed took it half an hour before; in the copy stands an earlier line by somebody else.
            m.happened = Happened::Reported(moment("2026-04-14T09:30:00+03:00"));
            let line = b"Received: from x by mx.desk.example; Tue, 14 Apr 2026 08:00:00 +0300\r\n".as_slice();
            m.raw = Some(Raw { bytes: [line, LETTER.as_bytes()].concat(), media_type: "message/rfc822" });
        });
        assert_eq!(desk.take(away).await.fate, Fate::Quarantined);
        let id = waiting(&desk).await.remove(0);
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let accepted = desk.desk.accept_quarantined(&TestDesk::supervisor(), &id, Acceptance::default()).await.unwrap();
        assert_eq!(desk.ticket(&accepted.ticket).await.occurred_at, moment("2026-04-14T09:30:00+03:00"));
    }

    async fn many_are_decided_each_by_itself(database: TestDatabase) {
        let desk = desk_with(database).await;
        let chief = TestDesk::supervisor();
        let good = set_aside(&desk, "1", LETTER.as_bytes()).await;
        let puzzle = set_aside(&desk, "2", b"\xff\xfe").await;
        let ids = [good.clone(), puzzle.clone(), "qtn_none".to_owned()];
        let accept = Decision::Accept(Acceptance::default());
        let answers = desk.desk.decide_quarantined(&chief, &ids, &accept).await.unwrap();
        assert!(matches!(&answers[0].1, Ok(Some(_))));
        assert!(matches!(&answers[1].1, Err(DeskError::Invalid(_))));
        assert!(matches!(&answers[2].1, Err(DeskError::NotFound(_))));
        assert_eq!(waiting(&desk).await, [puzzle]);
        let too_many = vec![good; 101];
        assert!(desk.desk.decide_quarantined(&chief, &too_many, &accept).await.is_err());
    }

    async fn only_supervisors_decide(database: TestDatabase) {
        let desk = desk_with(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = set_aside(&desk, "k", LETTER.as_bytes()).await;
        let refused = desk.desk.accept_quarantined(&anna, &id, Acceptance::default()).await;
        assert!(matches!(refused, Err(DeskError::Forbidden(Permission::Supervise))));
        let refused = desk.desk.reject_quarantined(&anna, &id, "spam").await;
        assert!(matches!(refused, Err(DeskError::Forbidden(Permission::Supervise))));
    }

    async fn it_is_readable_and_safe(database: TestDatabase) {
        let desk = desk_with(database).await;
        let html = "From: a@client.example\r\nSubject: =?utf-8?b?0J/RgNC40LLQtdGC?=\r\nContent-Type: text/html\r\n\r\n\
            <p onclick=\"x()\">Hello<script>alert(1)</script><img src=\"https://spy.example/1.gif\"></p>\r\n";
        let id = set_aside(&desk, "k", html.as_bytes()).await;
        let seen = desk.desk.read(&TestDesk::supervisor()).unwrap().set_aside(&id).await.unwrap();
        assert!(seen.understood);
        assert_eq!((seen.title.as_str(), seen.sender.as_str()), ("Привет", "a@client.example"));
        assert!(seen.text.contains("Hello") && !seen.text.contains("alert"));
        assert!(!seen.html.contains("script") && !seen.html.contains("onclick") && !seen.html.contains(" src="), "{}", seen.html);
        assert_eq!(seen.headers[1].0, "Subject");
        assert!(seen.raw.contains("<script>"), "the copy as it came, as text");
    }
}
