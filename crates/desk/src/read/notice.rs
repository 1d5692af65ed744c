//! What the reading operator has been told about deadlines.

use super::DeskReader;
use crate::DeskResult;
use crate::desk::require;
use crate::{Desk, DeskError};
use domain::{Moment, Permission, Principal};
use store::rows::NoticeLine;
use store::{StoreError, Tx};

/// Notices on the page.
pub const MOST_NOTICES: i64 = 200;
/// Counted up to here.
const BOUND: i64 = 1_001;

impl DeskReader {
    /// The newest notices of the reading operator.
    ///
    /// # Errors
    /// The store's own.
    pub async fn notices(&self, now: Moment) -> DeskResult<Vec<NoticeLine>> {
        let Some(me) = self.me() else {
            return Ok(Vec::new());
        };
        self.snapshot(move |reader, _| Ok(reader.notices(me, now, MOST_NOTICES)?))
            .await
    }

    /// How many of them were not seen yet; more than a thousand are not counted.
    ///
    /// # Errors
    /// The store's own.
    pub async fn unseen_notices(&self, now: Moment) -> DeskResult<i64> {
        let Some(me) = self.me() else {
            return Ok(0);
        };
        self.snapshot(move |reader, _| Ok(reader.unseen_notices(me, now, BOUND)?))
            .await
    }
}

impl Desk {
    /// The operator has seen the notices that there were up to an instant.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever has none; the store's own.
    pub async fn notices_seen(&self, principal: &Principal, up_to: Moment) -> DeskResult<()> {
        require(principal, Permission::TicketsRead)?;
        let Principal::Operator { id, .. } = *principal else {
            return Err(DeskError::Forbidden(Permission::TicketsRead));
        };
        self.store()
            .write(
                principal.actor(),
                move |tx: &mut Tx<'_>| -> Result<(), StoreError> { tx.notices_seen(id, up_to).map(drop) },
            )
            .await?;
        Ok(())
    }
}
