//! Whether a visitor who waits in a chat's queue is still there. Streams say so; nothing is written while nothing changes.

use crate::{Desk, DeskResult};
use domain::{Actor, TicketId};
use store::StoreError;

impl Desk {
    /// A page of the visitor who waits on this ticket is open, or the last one was closed.
    ///
    /// # Errors
    /// The store is away.
    pub async fn visitor_is_here(&self, ticket: TicketId, here: bool) -> DeskResult<()> {
        let written = self
            .store()
            .write::<_, StoreError, _>(Actor::System, move |tx| tx.talk_presence(ticket, here));
        Ok(written.await?)
    }

    /// This process has just begun and knows of no page that is open; those that are say so again.
    ///
    /// # Errors
    /// The store is away.
    pub async fn doubt_visitors(&self) -> DeskResult<()> {
        let waits = self
            .store()
            .read::<_, StoreError, _>(|reader| reader.chat_queue())
            .await?;
        if waits.iter().all(|one| one.away) {
            return Ok(());
        }
        let written = self
            .store()
            .write::<_, StoreError, _>(Actor::System, |tx| tx.doubt_presence());
        Ok(written.await?)
    }
}
