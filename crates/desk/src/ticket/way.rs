//! By which way an answer goes: the ticket's own address, or another one of the client's that was chosen.

use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::{HandleKind, IdentityId};

impl Desk {
    /// The address of the ticket's client that was chosen.
    pub(super) async fn address_chosen(
        &self,
        ticket: &str,
        (kind, value): (HandleKind, String),
    ) -> DeskResult<(HandleKind, IdentityId)> {
        let ticket = ticket.to_owned();
        let found = self
            .store()
            .read(move |reader| reader.address_of_client(&ticket, kind, &value))
            .await;
        let found: Option<IdentityId> = found.map_err(|error: store::StoreError| DeskError::from(error))?;
        let id = found.ok_or_else(|| {
            let reason = "this address is not the client's: choose one that stands on the client's card";
            DeskError::invalid("to", "unknown", reason)
        })?;
        Ok((kind, id))
    }
}
