//! The tests. What they are made of lies in the files beside this one.

mod chat;
mod doors;
mod fall;
mod http;
mod node;
mod proxy;
mod sender;
mod sink;
mod work;

use self::node::{Database, Node};
use self::proxy::Proxy;
use self::sender::{Sender, Verdict};
use self::sink::MailSink;
use self::work::Work;
use domain::Now;
use std::sync::Arc;
use store::{Options, Store};
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

/// Mails and rounds of work of the soak: an hour of a busy desk, pressed into a minute.
const SOAK_MAILS: usize = 1_500;
const ROUNDS: usize = 120;

/// Everybody works at once; a backup is taken in the middle of it, restored elsewhere, and both are looked at.
fn work_an_hour(database: TestDatabase) {
    let sink = MailSink::start();
    let place = Database::of(&database);
    place.set_up();
    let token = place.token();
    let mut node = Node::start(&place, 0, sink.port());
    let sender = Sender::start(vec![node.mail_port()], SOAK_MAILS, 4);
    // There is something to answer from the first round on.
    sender.wait_for_acknowledged(SOAK_MAILS / 10);
    let work = Work::start(node.http_port(), token, ROUNDS);
    sender.wait_for_acknowledged(SOAK_MAILS / 2);
    let backup = place.backup();
    let acknowledged = sender.finish();
    let answers = work.finish();
    assert!(answers > ROUNDS, "{answers} answers");
    sink.wait_for_distinct(answers);
    node.stop();
    let copy = place.beside();
    copy.restore(&backup);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let clock: Arc<dyn Now> = Arc::new(TestClock::at(testkit::BEGIN));
        let whole = database.open(Arc::clone(&clock));
        let known = sound(&whole, &acknowledged).await;
        assert_eq!(
            known,
            acknowledged.len(),
            "every acknowledged mail is in a ticket"
        );
        let restored = Store::open(&copy.url(), &Options::default(), clock).unwrap();
        let known = sound(&restored, &acknowledged).await;
        // Taken after half of them were acknowledged, and nothing acknowledged before is missing in it.
        assert!(known >= SOAK_MAILS / 2, "the backup has {known}");
    });
}

/// Looks at the promises of a database; how many of the mails it knows.
async fn sound(store: &Store, acknowledged: &[String]) -> usize {
    let broken = store.read(|r| r.verify()).await.unwrap();
    assert_eq!(broken, [], "promises of the database");
    let jobs = store.read(|r| r.job_counts()).await.unwrap();
    assert_eq!(jobs.dead, 0, "no job was given up");
    let ids = acknowledged.to_vec();
    store.read(move |r| r.known_references(&ids)).await.unwrap().len()
}

#[test]
fn an_hours_work_on_sqlite_with_a_backup_in_the_middle() {
    work_an_hour(TestDatabase::sqlite());
}

#[test]
fn an_hours_work_on_postgres_with_a_backup_in_the_middle() {
    if let Some(database) = TestDatabase::postgres() {
        work_an_hour(database);
    }
}

#[test]
fn doors_beyond_mail_lose_nothing_when_killed_on_sqlite() {
    doors::nothing_is_lost_or_doubled(&TestDatabase::sqlite());
}

#[test]
fn doors_beyond_mail_lose_nothing_when_killed_on_postgres() {
    if let Some(database) = TestDatabase::postgres() {
        doors::nothing_is_lost_or_doubled(&database);
    }
}

#[test]
fn a_chat_loses_nothing_on_either_side_when_killed_on_sqlite() {
    chat::nothing_is_lost_or_doubled(&TestDatabase::sqlite());
}

#[test]
fn a_chat_loses_nothing_on_either_side_when_killed_on_postgres() {
    if let Some(database) = TestDatabase::postgres() {
        chat::nothing_is_lost_or_doubled(&database);
    }
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
fn of_three_nodes_on_postgres_one_is_killed_while_thousands_fall_due() {
    if let Some(database) = TestDatabase::postgres() {
        fall::thousands_fall_due_while_a_node_dies(&database);
    }
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
