//! The tail: one reader of events per process, which wakes timer, pages, webhooks and caches. By signal after a commit
//! of our own; by looking every 100 ms where other processes write too, and every second where only the CLI might.

use crate::Desk;
use domain::event::{Event, EventType};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Events a slow follower may be behind before it is told to start afresh.
const BACKLOG: usize = 4_096;
/// Events read at once.
const PAGE: i64 = 1_000;

/// Where followers subscribe.
#[derive(Debug)]
pub struct Tail {
    events: broadcast::Sender<Arc<Vec<Event>>>,
    /// The last event read.
    position: AtomicI64,
    /// Somebody reads on.
    runs: AtomicBool,
}

impl Tail {
    pub(crate) fn new() -> Self {
        Self {
            events: broadcast::channel(BACKLOG).0,
            position: AtomicI64::new(0),
            runs: AtomicBool::new(false),
        }
    }

    /// Whether the place moves on by itself: without it nobody learns of what others write.
    pub(crate) fn runs(&self) -> bool {
        self.runs.load(Ordering::Acquire)
    }

    /// Follows all events from now on, in the order of commits, in the portions they were read in.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<Arc<Vec<Event>>> {
        self.events.subscribe()
    }

    /// The last event that was read. Whoever reads the store after asking sees at least what led to it; whoever follows
    /// and then finds the same place has missed nothing.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.position.load(Ordering::Acquire)
    }

    /// To be told before the events are given out: who begins to follow in between finds the new place.
    pub(crate) fn reached(&self, event: i64) {
        self.position.store(event, Ordering::Release);
    }
}

impl Desk {
    /// Runs the tail until told to stop, from where the desk was opened.
    pub async fn run_tail(&self, stop: CancellationToken) {
        let patience = if self.store().is_shared() {
            Duration::from_millis(100)
        } else {
            Duration::from_secs(1)
        };
        let mut commits = self.store().commits();
        self.tail().runs.store(true, Ordering::Release);
        loop {
            match self.read_tail().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(%error, "the tail cannot read events; it goes on when the store is back");
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    }
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                changed = commits.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(patience) => {}
            }
        }
    }

    /// Reads what came after the place; true when there may be more.
    async fn read_tail(&self) -> crate::DeskResult<bool> {
        let from = self.tail().position();
        let events = self
            .store()
            .read_once(move |r| r.events_after(from, PAGE))
            .await?;
        let Some(last) = events.last() else {
            return Ok(false);
        };
        let last = last.id;
        if events.iter().any(|event| event.kind == EventType::SetupChanged) {
            self.reload_setup().await?;
        }
        let full = events.len() as i64 == PAGE;
        self.tail().reached(last);
        // Nobody may be following: that is no fault.
        self.tail().events.send(Arc::new(events)).ok();
        Ok(full)
    }
}
