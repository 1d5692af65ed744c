use crate::terminal::Terminal;
use domain::Actor;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{DatabaseUrl, Options, Store, StoreError};

struct Epoch;

impl domain::Now for Epoch {
    fn now(&self) -> domain::Moment {
        domain::Moment::from_micros(0)
    }
}

#[test]
fn an_empty_desk_adds_up() {
    let terminal = Terminal::with_desk();
    let answer = terminal.run(&["ledger"]);
    assert_eq!(answer.code, 0);
    assert!(answer.out.contains("It adds up: 0 seen"), "{answer:?}");
}

#[test]
fn json_is_one_object_that_scripts_can_read() {
    let terminal = Terminal::with_desk();
    assert_eq!(
        terminal
            .run(&["user", "add", "--login", "a@b.example", "--name", "A"])
            .code,
        0
    );
    let answer = terminal.run(&["ledger", "--json"]);
    assert_eq!(answer.code, 0);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(json["adds_up"], true);
    let total = serde_json::json!({
        "seen": 0, "opened": 0, "appended": 0, "duplicate": 0, "quarantined": 0, "rejected": 0
    });
    assert_eq!(json["total"], total);
    let channel = &json["channels"][0];
    assert_eq!(
        (&channel["channel"], &channel["kind"], &channel["seen"]),
        (&"api".into(), &"api".into(), &0.into())
    );
}

#[tokio::test]
async fn what_was_seen_and_has_no_fate_exits_with_1() {
    let terminal = Terminal::with_desk();
    assert_eq!(
        terminal
            .run(&["user", "add", "--login", "a@b.example", "--name", "A"])
            .code,
        0
    );
    let url = DatabaseUrl::Sqlite(terminal.path("okno.db"));
    let store = Store::open(&url, &Options::default(), Arc::new(Epoch)).unwrap();
    let counted = store.write::<_, StoreError, _>(Actor::System, |tx| {
        let channel = tx
            .setup_rows()?
            .channels
            .first()
            .map(|channel| channel.id)
            .unwrap();
        tx.count_seen(&BTreeMap::from([(channel, 2)]), "test")
    });
    counted.await.unwrap();
    let answer = terminal.run(&["ledger"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.out.contains("does not add up") && answer.out.contains("2 seen, 0 with a fate"),
        "{answer:?}"
    );
    let json = terminal.run(&["ledger", "--json"]);
    assert_eq!(json.code, 1);
    assert!(json.out.contains("\"adds_up\": false"), "{json:?}");
}
