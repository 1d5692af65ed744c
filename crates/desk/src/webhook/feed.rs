//! Feeds webhooks: whatever was committed as an event is queued for those that want it, once, in a transaction that moves
//! the place they have read to. The events are the outbox: nothing is lost between a commit and its pushes.

use crate::{Desk, DeskResult};
use domain::Actor;
use std::time::Duration;
use store::{StoreError, Tx};
use tokio_util::sync::CancellationToken;

/// Between two looks where nothing is told: other processes may have written.
const NAP: Duration = Duration::from_secs(15);

impl Desk {
    /// Feeds webhooks until told to stop.
    pub async fn run_webhooks(&self, stop: CancellationToken) {
        let mut news = self.tail().follow();
        loop {
            if let Err(error) = self.feed_webhooks().await {
                tracing::warn!(%error, "webhooks are fed when the store is back");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                _ = news.recv() => {
                    // Many portions may have come meanwhile: one look serves them all.
                    while news.try_recv().is_ok() {}
                }
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    /// Queues everything that was committed by now; says how many pushes.
    ///
    /// # Errors
    /// The store is away; what was queued before stands.
    pub async fn feed_webhooks(&self) -> DeskResult<usize> {
        let mut queued = 0;
        // Looked at first without writing: a desk without webhooks commits nothing.
        while self.store().read(|r| r.webhooks_wait()).await? {
            let fed = self
                .store()
                .write::<_, StoreError, _>(Actor::System, |tx: &mut Tx<'_>| tx.feed_webhooks())
                .await?;
            queued += fed.queued;
            if !fed.more {
                break;
            }
        }
        Ok(queued)
    }
}
