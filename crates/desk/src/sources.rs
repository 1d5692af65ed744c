//! Which node runs a source that pulls, and how it is doing: one node at a time, by a lease that runs out with its holder.

use crate::{Desk, DeskResult};
use domain::time::SECOND;
use domain::{Actor, ChannelId};
use store::{StoreError, Tx};

/// How long a lease lasts; it is renewed much more often.
const LEASE: i64 = 30 * SECOND;

impl Desk {
    /// Takes or keeps the source of a channel for this node. False where another node has it.
    ///
    /// # Errors
    /// The store is away.
    pub async fn hold_source(&self, channel: ChannelId) -> DeskResult<bool> {
        let write = self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
            let until = tx.now.saturating_add(LEASE);
            tx.hold_source(channel, until)
        });
        let held: Result<bool, StoreError> = write.await;
        Ok(held?)
    }

    /// Lets another node have the source of a channel.
    ///
    /// # Errors
    /// The store is away.
    pub async fn let_source_go(&self, channel: ChannelId) -> DeskResult<()> {
        let write = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| tx.let_source_go(channel));
        let gone: Result<(), StoreError> = write.await;
        Ok(gone?)
    }

    /// Writes down how the source of a channel is doing: nothing is wrong, or what is.
    ///
    /// # Errors
    /// The store is away.
    pub async fn say_source(&self, channel: ChannelId, wrong: Option<String>) -> DeskResult<()> {
        let write = self
            .store()
            .write(Actor::System, move |tx: &mut Tx<'_>| match &wrong {
                Some(words) => tx.channel_troubled(channel, words),
                None => tx.channel_runs(channel),
            });
        let said: Result<(), StoreError> = write.await;
        Ok(said?)
    }
}
