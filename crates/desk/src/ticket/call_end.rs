//! The end of a call that was logged when it was picked up: its length, and where its recording lies. It changes no clock.

use crate::{Desk, DeskResult};
use domain::event::{EventType, NewEvent};
use domain::{Actor, ChannelId, Moment};
use store::{StoreError, Tx};

/// What is known of a call once it is over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EndedCall {
    pub channel: ChannelId,
    /// The key it was logged under.
    pub key: String,
    pub ended_at: Moment,
    /// Address of the recording; empty for none.
    pub recording: String,
}

impl Desk {
    /// Adds the end to the line of a call, once; a call that has one keeps it.
    ///
    /// # Errors
    /// The store is away.
    pub async fn end_call(&self, ended: EndedCall) -> DeskResult<()> {
        let write = self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
            let found = tx.end_call(ended.channel, &ended.key, ended.ended_at, &ended.recording)?;
            if let Some((ticket, public_id)) = found {
                tx.announce(NewEvent {
                    kind: EventType::TicketChanged,
                    ticket: Some(ticket),
                    payload: serde_json::json!({ "ticket": public_id }),
                });
            }
            Ok(())
        });
        let done: Result<(), StoreError> = write.await;
        Ok(done?)
    }
}
