//! Taking a question back.

use super::in_hand;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskResult, InWrite};
use domain::act::{self, Edit};
use domain::{Permission, Principal};
use store::Tx;

impl Desk {
    /// Takes a question back.
    ///
    /// # Errors
    /// [`crate::DeskError`]: it is answered or withdrawn already, or not there; the store's own.
    pub async fn withdraw_side_task(
        &self,
        principal: &Principal,
        ticket: &str,
        task: &str,
    ) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, task) = (self.setup(), principal.actor(), task.to_owned());
        let within_ticket = Some((self.scope_of(principal), ticket.to_owned()));
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (task, facts) = in_hand(tx, &task, within_ticket.as_ref())?;
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = act::withdraw_side_task(edit, task.clock, &task.name)?;
                tx.apply(&mut plan)?;
                tx.end_side_task(task.id, "withdrawn", &task.answer)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }
}
