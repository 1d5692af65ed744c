//! The ledger adds up, its rows are read page by page, and what was set aside can be looked at.

use super::open;
use channel::Sighting;
use channel::inbound::Raw;
use channel::intake::What;
use desk::DeskError;
use desk::read::QuarantineState;
use domain::ledger::Fate;
use domain::{Handle, Permission, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

fn unreadable(desk: &TestDesk, key: &str, bytes: &[u8]) -> Sighting {
    Sighting {
        channel: desk.channel("mail"),
        size: bytes.len() as u64,
        what: What::Unreadable {
            key: key.into(),
            from: Some(Handle::email("odd@client.example", "")),
            title: format!("odd {key}"),
            reason: "unreadable".into(),
            raw: Raw {
                bytes: bytes.to_vec(),
                media_type: "message/rfc822",
            },
        },
        trace: format!("trace-{key}"),
    }
}

both_databases! {
    async fn seen_is_the_sum_of_fates(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let chief = desk.desk.read(&TestDesk::supervisor()).unwrap();
        assert_eq!(chief.ledger_balance().await.unwrap().total, domain::ledger::Balance::default());
        open(&desk, message("a@client.example", "t", "text").key("same")).await;
        desk.take(message("a@client.example", "t", "text").key("same")).await;
        open(&desk, message("a@client.example", "t", "text").by("api")).await;
        desk.accept(unreadable(&desk, "1", b"\xff\xfe")).await.unwrap();
        let balance = chief.ledger_balance().await.unwrap();
        let total = &balance.total;
        assert!(total.adds_up(), "{total:?}");
        assert_eq!((total.seen, total.opened, total.duplicate, total.quarantined), (4, 2, 1, 1));
        let doors: Vec<_> = balance.doors.iter().map(|(door, of)| (door.name.as_str(), of.seen, of.adds_up())).collect();
        assert_eq!(doors, [("mail", 3, true), ("api", 1, true)]);
    }

    async fn sightings_come_newest_first_and_page_by_page(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for number in 0..103 {
            let id = open(&desk, message("a@client.example", "t", "text").key(&number.to_string())).await;
            assert!(!id.is_empty());
        }
        desk.clock.advance(1);
        desk.take(message("a@client.example", "t", "text").key("0")).await;
        let chief = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let first = chief.ledger(None, None, None).await.unwrap();
        assert_eq!((first.rows.len(), first.rows[0].fate), (100, Fate::Duplicate));
        let rest = chief.ledger(None, None, first.next).await.unwrap();
        assert_eq!((rest.rows.len(), rest.next), (4, None));
        let number = |row: &desk::read::SightingView| row.ticket.as_ref().map(|(_, number)| number.clone());
        let mut numbers: Vec<_> = first.rows[1..].iter().chain(&rest.rows).map(number).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 103, "each once");
        let of_fate = chief.ledger(Some(Fate::Duplicate), None, None).await.unwrap();
        assert_eq!(of_fate.rows.len(), 1);
        let unknown = chief.ledger(None, Some("chn_none"), None).await;
        assert!(matches!(unknown, Err(DeskError::Invalid(_))));
    }

    async fn what_was_set_aside_waits_in_order_and_can_be_looked_at(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.accept(unreadable(&desk, "1", "Привет \u{0}!".as_bytes())).await.unwrap();
        desk.clock.advance(1);
        desk.accept(unreadable(&desk, "2", &vec![b'x'; 200_000])).await.unwrap();
        let chief = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let page = chief.quarantine(QuarantineState::Waiting, None).await.unwrap();
        let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!((titles, page.next), (vec!["odd 1", "odd 2"], None), "whoever waits longest comes first");
        assert_eq!(chief.quarantine_count().await.unwrap(), 2);
        assert!(chief.quarantine(QuarantineState::Rejected, None).await.unwrap().items.is_empty());
        let (item, text) = chief.quarantined(&page.items[0].public_id).await.unwrap();
        assert_eq!((item.sender.as_str(), item.reason.as_str()), ("odd@client.example", "unreadable"));
        assert!(text.starts_with("Привет"));
        let (large, excerpt) = chief.quarantined(&page.items[1].public_id).await.unwrap();
        assert_eq!((large.size, excerpt.len()), (200_000, 4_000));
        assert_eq!(chief.quarantined_raw(&large.public_id).await.unwrap().len(), 200_000);
        assert!(matches!(chief.quarantined("qtn_none").await, Err(DeskError::NotFound(_))));
    }

    async fn the_ledger_is_for_supervisors(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let reader = desk.desk.read(&anna).unwrap();
        fn refused<T>(answer: Result<T, DeskError>) -> bool {
            matches!(answer, Err(DeskError::Forbidden(Permission::Supervise)))
        }
        assert!(refused(reader.ledger_balance().await));
        assert!(refused(reader.ledger(None, None, None).await));
        assert!(refused(reader.quarantine(QuarantineState::Waiting, None).await));
        assert!(refused(reader.quarantine_count().await));
        assert!(refused(reader.quarantined("qtn_x").await));
        assert!(refused(reader.quarantined_raw("qtn_x").await));
        assert!(refused(reader.door_states().await));
        assert!(refused(reader.board(desk.now()).await));
        let program = Principal::Integration { id: domain::TokenId(1), may: vec![Permission::TicketsRead, Permission::Supervise] };
        assert!(desk.desk.read(&program).unwrap().door_states().await.unwrap().is_empty());
    }
}
