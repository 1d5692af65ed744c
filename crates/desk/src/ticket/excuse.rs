//! Why a deadline was missed.

use super::edit::Changed;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult};
use domain::{ClockId, Permission, Principal, act};

/// Characters of a reason.
const REASON: usize = 300;

impl Desk {
    /// Writes down why a clock was missed. Only a supervisor excuses one; it stays missed all the same.
    ///
    /// # Errors
    /// See [`DeskError`]: no reason, a clock that was not missed, the ticket changed.
    pub async fn explain_miss(
        &self,
        principal: &Principal,
        ticket: &str,
        clock: ClockId,
        reason: &str,
        excused: bool,
    ) -> DeskResult<Changed> {
        if excused {
            require(principal, Permission::Supervise)?;
        }
        let reason = text::clean_line(reason, REASON);
        if reason.is_empty() {
            return Err(DeskError::invalid("reason", "required", "say why it was missed"));
        }
        self.edit(principal, ticket, None, move |hand| {
            Ok((act::excuse(hand.edit, clock, &reason, excused)?, None))
        })
        .await
    }
}
