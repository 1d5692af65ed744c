//! Of two nodes one runs a source; the other takes it over when the lease of a node that fell silent has run out.

use super::Sources;
use async_trait::async_trait;
use channel::{Intake, Source, SourceError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use testkit::{TestDatabase, TestDesk};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Stands for a bot that asks its vendor.
#[derive(Default)]
struct Poller {
    runs: AtomicUsize,
    began: Notify,
}

#[async_trait]
impl Source for Poller {
    async fn run(&self, _intake: Arc<dyn Intake>, stop: CancellationToken) -> Result<(), SourceError> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        self.began.notify_one();
        stop.cancelled().await;
        self.runs.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Poller {
    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

async fn one_polls_and_the_other_takes_over(database: TestDatabase, falls: bool) {
    let here = TestDesk::new(database).await;
    let there = here.node("there").await;
    let channel = here.channel("mail");
    let (first, second) = (Arc::new(Poller::default()), Arc::new(Poller::default()));
    let (mut own, mut others) = (Sources::default(), Sources::default());
    own.start(&here.desk, channel, Arc::clone(&first) as Arc<dyn Source>);
    first.began.notified().await;
    others.start(&there, channel, Arc::clone(&second) as Arc<dyn Source>);
    // It looks for its turn again and again, and the first keeps its own.
    for _ in 0..5 {
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(!there.hold_source(channel).await.unwrap());
    }
    assert_eq!((first.runs(), second.runs()), (1, 0));
    if falls {
        // Nothing is given back: the lease has to run out.
        for (_, task) in own.running.values() {
            task.abort();
        }
        assert!(!there.hold_source(channel).await.unwrap());
        here.clock.advance(31 * domain::time::SECOND);
        // What was on its way to the database when the node fell may hold for one lease more, and not longer.
        if !there.hold_source(channel).await.unwrap() {
            here.clock.advance(31 * domain::time::SECOND);
            assert!(there.hold_source(channel).await.unwrap());
        }
    } else {
        super::ended(own.stop_all()).await;
        assert_eq!(first.runs(), 0);
    }
    second.began.notified().await;
    assert_eq!(second.runs(), 1);
    if !falls {
        // Where the clock jumped, a look of the second's that began before may have written an end that is past.
        let first_again = here.desk.hold_source(channel).await.unwrap();
        assert!(!first_again, "the first is second now");
    }
    super::ended(others.stop_all()).await;
    assert!(here.desk.hold_source(channel).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_source_goes_on_at_the_other_node_when_its_own_stops() {
    one_polls_and_the_other_takes_over(TestDatabase::sqlite(), false).await;
    if let Some(database) = TestDatabase::postgres() {
        one_polls_and_the_other_takes_over(database, false).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_goes_on_at_the_other_node_when_its_own_falls() {
    one_polls_and_the_other_takes_over(TestDatabase::sqlite(), true).await;
    if let Some(database) = TestDatabase::postgres() {
        one_polls_and_the_other_takes_over(database, true).await;
    }
}
