//! Told against kept: what clients were told would happen by when, and what became of it.

use super::DeskReader;
use crate::DeskResult;
use crate::desk::require;
use domain::{Moment, Permission};
use store::rows::ToldCounts;

impl DeskReader {
    /// Deadlines told to clients that fall into a span, by what became of them as of `now`.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn told_and_kept(&self, from: Moment, to: Moment, now: Moment) -> DeskResult<ToldCounts> {
        require(&self.principal, Permission::Supervise)?;
        self.snapshot(move |reader, _| Ok(reader.told_counts(from, to, now)?))
            .await
    }
}
