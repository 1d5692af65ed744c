//! How jobs are taken in hand.

use crate::fixture::empty_desk;
use testkit::TestDatabase;
use tokio::task::JoinSet;

testkit::both_databases! {
    async fn a_round_without_a_job_takes_nothing_in_hand(database: TestDatabase) {
        let (desk, _clock) = empty_desk(&database).await;
        let mut hands = JoinSet::new();
        assert!(!desk.work_round(&mut hands).await.expect("the store is there"));
        assert!(hands.is_empty(), "whatever comes back wakes the next round: an idle desk would never rest");
    }
}
