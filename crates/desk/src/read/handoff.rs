//! How often clients asked for a person, door by door.

use super::DeskReader;
use super::names::{Door, door};
use crate::DeskResult;
use crate::desk::require;
use domain::{Moment, Permission};

impl DeskReader {
    /// Words for a person said within a span, by the door they were said at: doors without any are left out.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn handoffs(&self, from: Moment, to: Moment) -> DeskResult<Vec<(Door, i64)>> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        self.snapshot(move |reader, _| {
            let counted = reader.handoffs(from, to)?;
            Ok(counted
                .into_iter()
                .map(|(id, count)| (door(&setup, id), count))
                .collect())
        })
        .await
    }
}
