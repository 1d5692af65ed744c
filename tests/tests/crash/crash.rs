//! The tests. What they are made of lies in the files beside this one.

mod node;
mod proxy;
mod sender;
mod sink;

use self::node::{Database, Node};
use self::proxy::Proxy;
use self::sender::{Sender, Verdict};
use self::sink::MailSink;
use testkit::{TestClock, TestDatabase};

/// Mails of one test.
const MAILS: usize = 3_000;
/// How often a node is killed.
const KILLS: usize = 30;

/// Delivers mails while nodes are killed in turn, then looks whether anything is missing or doubled.
fn deliver_through_crashes(database: TestDatabase, nodes: usize) {
    let sink = MailSink::start();
    let place = Database::of(&database);
    place.set_up();
    let mut running: Vec<Node> = (0..nodes).map(|n| Node::start(&place, n, sink.port())).collect();
    let ports = running.iter().map(Node::mail_port).collect();
    let sender = Sender::start(ports, MAILS, 8);
    for kill in 0..KILLS {
        // Somewhere in the middle of whatever eight connections are doing then.
        sender.wait_for_acknowledged((kill + 1) * MAILS / (KILLS + 2));
        let victim = kill % nodes;
        running[victim].kill();
        running[victim].restart();
    }
    let acknowledged = sender.finish();
    assert_eq!(
        acknowledged.len(),
        MAILS,
        "the sender got every mail through in the end"
    );
    // Every ticket's acknowledgement reaches the client's server, at least once and under one id.
    sink.wait_for_distinct(MAILS);
    for node in &mut running {
        node.stop();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(check(&database, &acknowledged, MAILS));
    assert_eq!(sink.distinct(), MAILS);
}

async fn check(database: &TestDatabase, acknowledged: &[String], tickets: usize) {
    let store = database.open(std::sync::Arc::new(TestClock::at(testkit::BEGIN)));
    let broken = store.read(|r| r.verify()).await.unwrap();
    assert_eq!(broken, [], "promises of the database");
    let ids = acknowledged.to_vec();
    let known = store.read(move |r| r.known_references(&ids)).await.unwrap();
    assert_eq!(
        known.len(),
        acknowledged.len(),
        "every acknowledged mail is in a ticket"
    );
    let distinct: std::collections::BTreeSet<i64> = known.iter().map(|(_, ticket)| *ticket).collect();
    assert_eq!(distinct.len(), tickets, "each in one of its own");
    let untold = store
        .read(|r| r.untold_breaches(domain::time::NEVER))
        .await
        .unwrap();
    assert_eq!(untold, 0, "every deadline that passed was told");
    let jobs = store.read(|r| r.job_counts()).await.unwrap();
    assert_eq!((jobs.waiting, jobs.dead), (0, 0), "no job was lost, none is left");
}

#[test]
fn sqlite_loses_nothing_when_killed() {
    deliver_through_crashes(TestDatabase::sqlite(), 1);
}

#[test]
fn postgres_loses_nothing_when_one_of_two_nodes_is_killed() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    deliver_through_crashes(database, 2);
}

#[test]
fn a_database_that_goes_away_is_waited_for() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let sink = MailSink::start();
    let direct = Database::of(&database);
    direct.set_up();
    let proxy = Proxy::start(direct.server());
    let place = direct.through(proxy.port());
    let mut node = Node::start(&place, 0, sink.port());
    let sender = Sender::start(vec![node.mail_port()], 600, 4);
    sender.wait_for_acknowledged(100);
    proxy.down();
    sender.wait_for(Verdict::Deferred, 20);
    let (status, retry_after) = node.http_status("/readyz");
    assert_eq!(status, 503, "readiness tells the truth");
    assert!(retry_after, "and when to come again");
    proxy.up();
    let acknowledged = sender.finish();
    assert_eq!(acknowledged.len(), 600, "it recovers by itself");
    sink.wait_for_distinct(600);
    node.stop();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(check(&database, &acknowledged, 600));
}
