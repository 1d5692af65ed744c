//! "This is not a request": the sighting is counted as rejected, the copy stays.

use super::{is_second, second};
use crate::error::{DeskError, DeskResult, InWrite};
use crate::{Desk, desk::require};
use domain::event::{EventType, NewEvent};
use domain::ledger::Fate;
use domain::{Permission, Principal};
use serde_json::json;
use store::Tx;

/// Characters of a reason.
const REASON: usize = 200;

impl Desk {
    /// Rejects something that was set aside.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; [`DeskError::Invalid`] without a reason; [`DeskError::Conflict`]
    /// (`already_decided`) where somebody was faster.
    pub async fn reject_quarantined(
        &self,
        principal: &Principal,
        public_id: &str,
        reason: &str,
    ) -> DeskResult<()> {
        require(principal, Permission::Supervise)?;
        let reason = text::clean_line(reason, REASON);
        if reason.is_empty() {
            return Err(DeskError::invalid(
                "reason",
                "required",
                "say why this is not a request",
            ));
        }
        self.set_aside(principal, public_id).await?;
        let id = public_id.to_owned();
        let rejected: Result<(), InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let sighting = tx
                    .decide_quarantined(&id, "rejected", &reason)?
                    .ok_or_else(second)?;
                tx.change_fate(&sighting, Fate::Rejected, None, None)?;
                tx.audit("quarantine.rejected", &id, &json!({ "reason": reason }))?;
                tx.announce(NewEvent {
                    kind: EventType::QuarantineChanged,
                    ticket: None,
                    payload: json!({ "item": id }),
                });
                Ok(())
            })
            .await;
        match rejected.map_err(DeskError::from) {
            Err(error) if is_second(&error) => Err(self.came_second(public_id).await),
            other => other,
        }
    }
}
