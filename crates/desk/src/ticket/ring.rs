//! A telephone rings: every node is told, so that whoever is called sees who calls, wherever their page is open.

use crate::{Desk, DeskResult};
use channel::phone::Ringing;
use domain::Actor;
use domain::event::{EventType, NewEvent};
use domain::setup::Channel;
use serde_json::json;
use store::{StoreError, Tx};

impl Desk {
    /// Tells of a call that rings on a line. Nothing is kept of it but the event.
    ///
    /// # Errors
    /// The store is away.
    pub async fn ring(&self, ringing: Ringing, channel: &Channel) -> DeskResult<()> {
        let payload = json!({
            "call": ringing.id,
            "number": ringing.number,
            "to": ringing.to,
            "channel": channel.public_id,
            "rang_at": ringing.rang_at.to_string(),
        });
        let write = self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
            tx.announce(NewEvent {
                kind: EventType::CallRinging,
                ticket: None,
                payload: payload.clone(),
            });
            Ok(())
        });
        let done: Result<(), StoreError> = write.await;
        Ok(done?)
    }
}
