//! The client was told the deadline on the telephone (`definitions.md` §11).

use super::edit::Changed;
use crate::Desk;
use crate::error::DeskResult;
use domain::{Principal, act};

impl Desk {
    /// Writes down that the client was read the deadline by voice: «Озвучено».
    ///
    /// # Errors
    /// See [`crate::DeskError`]: there is nothing to tell, the ticket changed.
    pub async fn tell_by_voice(
        &self,
        principal: &Principal,
        ticket: &str,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        self.edit(principal, ticket, based_on, |hand| {
            let (plan, entry) = act::tell_by_voice(hand.edit)?;
            Ok((plan, Some(entry)))
        })
        .await
    }
}
