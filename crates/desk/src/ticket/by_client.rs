//! What a client does with a ticket on the private page, by the secret of its link: takes it back, says it is solved.

use crate::Desk;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::Principal;
use domain::act::{self, Edit, Refusal};
use domain::plan::Plan;
use store::Tx;

impl Desk {
    /// The client takes the request back.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for anybody but the holder of the link; [`DeskError::Conflict`] for a ticket that is
    /// closed or was merged.
    pub async fn withdraw(&self, visitor: &Principal) -> DeskResult<()> {
        self.by_visitor(visitor, act::withdraw).await
    }

    /// The client says that the matter is solved.
    ///
    /// # Errors
    /// As [`Desk::withdraw`].
    pub async fn solved_by_client(&self, visitor: &Principal) -> DeskResult<()> {
        self.by_visitor(visitor, act::solved_by_client).await
    }

    async fn by_visitor(
        &self,
        visitor: &Principal,
        decide: fn(Edit<'_>) -> Result<Plan, Refusal>,
    ) -> DeskResult<()> {
        let Principal::Visitor { ticket } = *visitor else {
            return Err(DeskError::NotFound("request"));
        };
        let (setup, actor) = (self.setup(), visitor.actor());
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let facts = tx.ticket_facts_by_id(ticket)?;
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = decide(edit)?;
                Ok(tx.apply(&mut plan)?)
            })
            .await;
        Ok(written?)
    }
}
