//! Which consents to the processing of personal data came with a ticket, with their texts as they were.

use super::DeskReader;
use crate::{DeskError, DeskResult};
pub use store::rows::GivenConsent;

impl DeskReader {
    /// The consents that came with a ticket, newest first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn consents(&self, ticket: &str) -> DeskResult<Vec<GivenConsent>> {
        let ticket = ticket.to_owned();
        self.snapshot(move |reader, scope| {
            reader
                .consents(scope, &ticket)?
                .ok_or(DeskError::NotFound("ticket"))
        })
        .await
    }
}
