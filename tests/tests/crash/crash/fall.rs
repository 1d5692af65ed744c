//! Thousands of deadlines fall at one instant on three nodes over one PostgreSQL, and one of the nodes is killed in the
//! middle of it: every breach is written down, none twice.

use super::node::{Database, Node};
use super::sink::MailSink;
use domain::event::EventType;
use domain::time::{MINUTE, SECOND};
use domain::{Moment, Now};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Store;
use testkit::{TestDatabase, many_tickets, open_desk};

/// Deadlines at the same instant: several rounds of the timer.
const MANY: usize = 6_000;
/// The target of a first response at this desk, and how long writing them down takes at most.
const TARGET: i64 = 5 * MINUTE;
const AHEAD: i64 = 20 * SECOND;
const PATIENCE: Duration = Duration::from_secs(120);

/// The machine's clock: the nodes go by it.
struct WallClock;

impl Now for WallClock {
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Moment::from_micros(i64::try_from(since.as_micros()).unwrap())
    }
}

pub fn thousands_fall_due_while_a_node_dies(database: &TestDatabase) {
    let sink = MailSink::start();
    let place = Database::of(database);
    place.set_up();
    let mut nodes: Vec<Node> = (0..3).map(|n| Node::start(&place, n, sink.port())).collect();
    let store = database.open(Arc::new(WallClock));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let desk = open_desk(store.clone(), Arc::new(WallClock), std::env::temp_dir()).await;
        let setup = desk.setup();
        let door = setup
            .channels
            .iter()
            .find(|door| door.kind == "api")
            .unwrap()
            .clone();
        let due = WallClock.now().saturating_add(AHEAD);
        many_tickets(&store, setup, door, due.saturating_add(-TARGET), MANY).await;
        assert!(WallClock.now() < due, "they were written in time");
        // As soon as the first are told somebody dies, with whatever it has in hand.
        fired(&store, 1).await;
        nodes[0].kill();
        let told = fired(&store, MANY).await;
        assert_eq!(told.len(), MANY, "every deadline, whoever died");
        assert!(told.values().all(|times| *times == 1), "and none twice");
        assert_eq!(store.read(move |r| r.untold_breaches(due)).await.unwrap(), 0);
    });
    // Nothing comes later either: the others stop in order, and it is counted once more.
    for node in nodes.iter_mut().skip(1) {
        node.stop();
    }
    let told = runtime.block_on(fired(&store, MANY));
    assert_eq!(told.values().sum::<usize>(), MANY);
}

/// How often each ticket's first response was told as missed, once at least so many were.
async fn fired(store: &Store, wanted: usize) -> BTreeMap<String, usize> {
    let begun = Instant::now();
    let (mut told, mut cursor) = (BTreeMap::new(), 0);
    let mut look = tokio::time::interval(Duration::from_millis(20));
    loop {
        let events = store.read(move |r| r.events_after(cursor, 1_000)).await.unwrap();
        for event in &events {
            cursor = event.id;
            let clock = event.payload.get("clock").and_then(serde_json::Value::as_str);
            if event.kind == EventType::ClockBreached && clock == Some("first_response") {
                let ticket = event.payload["ticket"].as_str().unwrap().to_owned();
                *told.entry(ticket).or_default() += 1;
            }
        }
        if events.is_empty() {
            if told.len() >= wanted {
                return told;
            }
            assert!(begun.elapsed() < PATIENCE, "only {} of {wanted} came", told.len());
            look.tick().await;
        }
    }
}
