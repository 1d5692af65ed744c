//! The client was told the deadline on the telephone (`definitions.md` §11).

use super::edit::Changed;
use crate::Desk;
use crate::error::DeskResult;
use domain::{Principal, act};

impl Desk {
    /// Writes down that the client was read the deadline by voice: «Озвучено». `no_sms`: whoever called wants no
    /// message with number, deadline and link.
    ///
    /// # Errors
    /// See [`crate::DeskError`]: there is nothing to tell, the ticket changed.
    pub async fn tell_by_voice(
        &self,
        principal: &Principal,
        ticket: &str,
        based_on: Option<i64>,
        no_sms: bool,
    ) -> DeskResult<Changed> {
        self.edit(principal, ticket, based_on, move |hand| {
            let (plan, entry) = act::tell_by_voice(hand.edit, no_sms)?;
            Ok((plan, Some(entry)))
        })
        .await
    }
}
