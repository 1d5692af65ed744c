//! Clients: what is known of them changed, two records made one and two again, records given by the host's own system.

mod change;
mod follow;
mod merge;
mod upsert;

pub use change::ClientPatch;
pub(crate) use change::is_listed;
pub(crate) use follow::callee;
pub use merge::MergedClients;
pub use upsert::{ClientRecord, Upserted};

use crate::error::{DeskError, InWrite};
use store::rows::HeldClient;
use store::{StoreError, Tx};

/// A client by public id, locked; one that became part of another is not changed by itself.
fn hold(tx: &mut Tx<'_>, id: &str) -> Result<HeldClient, InWrite> {
    let found = tx.hold_clients(&[id.to_owned()])?.pop();
    let held = found.ok_or(StoreError::NotFound("client"))?;
    if held.merged_into.is_some() {
        return Err(merged().into());
    }
    Ok(held)
}

fn merged() -> DeskError {
    DeskError::Conflict {
        code: "client_merged",
        reason: "the client is part of another one; change that one, or undo the merge".into(),
    }
}
