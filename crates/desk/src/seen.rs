//! How far people have read. Whoever opens a ticket only looks; the marks of all who did so within a moment are one
//! commit. A mark lost by a crash shows a ticket as unread, which it is to be on the safe side of.

use crate::{Desk, DeskResult};
use domain::{Actor, OperatorId, Principal, TicketId};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{StoreError, Tx};

/// How long marks wait for their like: before anybody could go back to the list.
const GATHER: Duration = Duration::from_millis(100);

/// Marks that wait, in one order for all nodes: the last entry read.
#[derive(Default)]
pub(crate) struct Marks(Mutex<BTreeMap<(OperatorId, TicketId), i64>>);

impl Marks {
    /// Says whether it is the first that waits.
    fn put(&self, who: OperatorId, ticket: TicketId, seq: i64) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = waiting.is_empty();
        let last = waiting.entry((who, ticket)).or_insert(seq);
        *last = seq.max(*last);
        first
    }

    fn take(&self) -> BTreeMap<(OperatorId, TicketId), i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Desk {
    /// Notes that somebody has read a ticket up to an entry. The first of those that wait writes them all down; for the
    /// others there is nothing left to wait for.
    ///
    /// # Errors
    /// The store is away.
    pub async fn see_ticket(&self, principal: &Principal, ticket: TicketId, seq: i64) -> DeskResult<()> {
        let Principal::Operator { id, .. } = *principal else {
            return Ok(());
        };
        if !self.marks().put(id, ticket, seq) {
            return Ok(());
        }
        tokio::time::sleep(GATHER).await;
        let marks = self.marks().take();
        self.store()
            .write::<_, StoreError, _>(Actor::System, move |tx: &mut Tx<'_>| {
                marks
                    .iter()
                    .try_for_each(|(&(who, ticket), &seq)| tx.see_ticket(who, ticket, seq))
            })
            .await?;
        Ok(())
    }
}
