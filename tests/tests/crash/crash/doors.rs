//! Doors beyond mail, while the node behind them is killed again and again: a custom door and a messenger push what their people
//! said, and push it again until they hear that it was taken. Nothing is lost, nothing is doubled.

use super::http;
use super::node::{Database, Node};
use super::sink::MailSink;
use channel::webhook::sign;
use domain::event::EventType;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};
use store::Store;
use testkit::{TestClock, TestDatabase};

/// What both sides sign with.
pub const SECRET: &str = "a-secret-of-the-crash-tests-long-enough";
/// Messages of each door.
const MESSAGES: usize = 300;
/// How often the node is killed.
const KILLS: usize = 8;

#[derive(Copy, Clone)]
enum Door {
    Custom,
    Messenger,
}

pub fn nothing_is_lost_or_doubled(database: &TestDatabase) {
    let sink = MailSink::start();
    let place = Database::of(database);
    place.set_up();
    let mut node = Node::start(&place, 0, sink.port());
    let port = node.http_port();
    // Whoever does not know the secret is turned away, whatever else happens.
    for door in [Door::Custom, Door::Messenger] {
        assert_eq!(
            push(port, door, 0, "another-secret-altogether").map(|told| told.0),
            Some(401)
        );
    }
    let taken = Arc::new(AtomicUsize::new(0));
    let pushing: Vec<JoinHandle<Vec<String>>> = [Door::Custom, Door::Messenger]
        .into_iter()
        .flat_map(|door| (0..2).map(move |hand| (door, hand)))
        .map(|(door, hand)| {
            let taken = Arc::clone(&taken);
            std::thread::spawn(move || {
                let mine = (0..MESSAGES).filter(|id| id % 2 == hand);
                mine.map(|id| bring(port, door, id, &taken)).collect()
            })
        })
        .collect();
    for kill in 1..=KILLS {
        while taken.load(Ordering::Relaxed) < kill * 2 * MESSAGES / (KILLS + 2) {
            std::thread::yield_now();
        }
        node.kill();
        node.restart();
    }
    let tickets: Vec<String> = pushing
        .into_iter()
        .flat_map(|hand| hand.join().unwrap())
        .collect();
    // Replayed once more, everything is known.
    for (door, id) in [(Door::Custom, 7), (Door::Messenger, 8)] {
        let (status, told) = push(port, door, id, SECRET).unwrap();
        assert_eq!(
            (status, &told["taken"][0]["fate"]),
            (200, &json!("duplicate")),
            "{told}"
        );
    }
    node.stop();
    let distinct: BTreeSet<&String> = tickets.iter().collect();
    assert_eq!(distinct.len(), 2 * MESSAGES, "each is in a ticket of its own");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = database.open(Arc::new(TestClock::at(testkit::BEGIN)));
        assert_eq!(
            store.read(|r| r.verify()).await.unwrap(),
            [],
            "promises of the database"
        );
        assert_eq!(opened(&store).await, 2 * MESSAGES, "and nothing else was opened");
    });
}

/// Brings a message until it is taken; the ticket it is in.
fn bring(port: u16, door: Door, id: usize, taken: &AtomicUsize) -> String {
    loop {
        // No answer, or one that asks for patience: it is brought again, as other systems do.
        if let Some((200, told)) = push(port, door, id, SECRET) {
            taken.fetch_add(1, Ordering::Relaxed);
            return told["taken"][0]["ticket"].as_str().unwrap().to_owned();
        }
        std::thread::yield_now();
    }
}

/// Pushes a message once: status and answer, where there was one.
fn push(port: u16, door: Door, id: usize, secret: &str) -> Option<(u16, Value)> {
    let (path, headers, body) = match door {
        Door::Custom => {
            let body = json!({ "type": "message", "id": format!("m{id}"), "text": "Where is it?",
                "from": { "id": format!("c{id}"), "name": "Guest" } });
            let body = body.to_string();
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
            let seconds = i64::try_from(now).unwrap();
            let signature = sign(secret, &format!("evt-{id}"), seconds, body.as_bytes()).unwrap();
            let signed = format!(
                "webhook-id: evt-{id}\r\nwebhook-timestamp: {seconds}\r\nwebhook-signature: {signature}\r\n"
            );
            ("/hooks/webhook/crm", signed, body)
        }
        Door::Messenger => {
            let update = json!({ "update_id": 1_000 + id, "message": { "message_id": 1, "date": 1_776_148_200, "text": "Where is it?",
                "chat": { "id": 5_000 + id, "type": "private" },
                "from": { "id": 5_000 + id, "is_bot": false, "first_name": "Guest" } } });
            let header = format!("x-telegram-bot-api-secret-token: {secret}\r\n");
            ("/hooks/telegram/bot", header, update.to_string())
        }
    };
    let headers = format!("Content-Type: application/json\r\n{headers}");
    http::ask(port, "POST", path, &headers, &body)
}

/// How many tickets were opened.
async fn opened(store: &Store) -> usize {
    let (mut count, mut cursor) = (0, 0);
    loop {
        let events = store.read(move |r| r.events_after(cursor, 1_000)).await.unwrap();
        let Some(last) = events.last() else {
            return count;
        };
        cursor = last.id;
        count += events
            .iter()
            .filter(|event| event.kind == EventType::TicketOpened)
            .count();
    }
}
