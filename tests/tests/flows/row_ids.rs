//! Row ids go up in the order in which writes begin, on all nodes of PostgreSQL (SQLite has one writer): what is told in their order is told in the order of time.

use domain::id::Ids as _;
use domain::{Actor, Now};
use std::sync::Arc;
use std::sync::mpsc;
use store::{Store, StoreError};
use testkit::{TestClock, TestDatabase};

const BEGIN: &str = "2026-11-16T09:00:00Z";

async fn one_id(store: &Store) -> i64 {
    let taken: Result<i64, StoreError> = store.write(Actor::System, |tx| Ok(tx.next_id())).await;
    taken.unwrap()
}

#[tokio::test]
async fn nodes_that_take_turns_get_ids_in_turn() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let clock = Arc::new(TestClock::at(BEGIN));
    let (here, there) = (
        database.open(Arc::clone(&clock) as Arc<dyn Now>),
        database.open_as(clock, "there"),
    );
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(one_id(&here).await);
        ids.push(one_id(&there).await);
    }
    assert!(ids.is_sorted(), "{ids:?}");
    // A node of the version before goes on with the table of blocks meanwhile, and meets none of these.
    assert!(ids[0] > 1 << 40, "{ids:?}");
}

#[tokio::test]
async fn a_write_that_begins_later_gets_greater_ids_than_one_still_under_way() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let store = &database.open(Arc::new(TestClock::at(BEGIN)));
    for _ in 0..3 {
        let (began, under_way) = tokio::sync::oneshot::channel();
        let (let_go, gate) = mpsc::channel::<()>();
        let mut began = Some(began);
        let first = tokio::spawn({
            let store = store.clone();
            async move {
                let taken: Result<[i64; 2], StoreError> = store
                    .write(Actor::System, move |tx| {
                        let id = tx.next_id();
                        if let Some(began) = began.take() {
                            began.send(()).unwrap();
                            gate.recv().unwrap();
                        }
                        Ok([id, tx.next_id()])
                    })
                    .await;
                taken.unwrap()
            }
        });
        under_way.await.unwrap();
        let second = one_id(store).await;
        let_go.send(()).unwrap();
        let first = first.await.unwrap();
        assert!(
            first[0] < first[1] && first[1] < second,
            "{first:?}, then {second}"
        );
    }
}
