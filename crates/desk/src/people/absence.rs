//! One of our people states that they are away, or a supervisor for them. Whoever is responsible stays responsible: what needs
//! work meanwhile is shown to the deputy, else in the queue of the team (`definitions.md` §8).

use super::operators::announce;
use crate::error::InWrite;
use crate::read::{AwayView, stated};
use crate::{Desk, DeskError, DeskResult};
use domain::absence::Absence;
use domain::{Moment, OperatorId, Permission, Principal};
use serde_json::json;
use store::Tx;

/// An absence to be stated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewAbsence {
    pub from: Moment,
    /// The return.
    pub until: Moment,
    /// Public id of whoever works for them; nobody: the team.
    pub deputy: Option<String>,
}

impl Desk {
    /// States an absence of one's own, or as a supervisor somebody else's. It takes the place of what was stated before.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::NotFound`] for somebody who is not there; [`DeskError::Forbidden`] for another's
    /// without `supervise`.
    pub async fn state_absence(&self, principal: &Principal, who: &str, new: NewAbsence) -> DeskResult<()> {
        let now = self.now();
        Absence::check(new.from, new.until, now)
            .map_err(|(field, code, reason)| DeskError::invalid(field, code, reason))?;
        let (principal, who) = (principal.clone(), who.to_owned());
        let actor = principal.actor();
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            let all = tx.operators()?;
            let there = |id: &str| all.iter().find(|known| known.public_id == id && known.active);
            let own = there(&who).ok_or(DeskError::NotFound("operator"))?;
            may_state(&principal, own.id)?;
            let deputy = match new.deputy.as_deref() {
                None => None,
                Some(id) => {
                    let found = there(id).filter(|deputy| deputy.id != own.id);
                    let unknown =
                        || DeskError::invalid("deputy", "unknown", "name somebody else who is there");
                    Some(found.ok_or_else(unknown)?)
                }
            };
            tx.put_absence(own.id, new.from, new.until, deputy.map(|deputy| deputy.id))?;
            tx.audit(
                "operator.absent",
                &own.login,
                &json!({
                    "from": new.from.to_string(), "until": new.until.to_string(),
                    "deputy": deputy.map(|deputy| deputy.login.as_str()),
                }),
            )?;
            announce(tx);
            Ok(())
        };
        self.store().write(actor, run).await?;
        self.reload_setup().await
    }

    /// Takes what was stated back: they are there.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where nothing is stated; [`DeskError::Forbidden`] for another's without `supervise`.
    pub async fn end_absence(&self, principal: &Principal, who: &str) -> DeskResult<()> {
        let (principal, who) = (principal.clone(), who.to_owned());
        let actor = principal.actor();
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            let all = tx.operators()?;
            let own = all.iter().find(|known| known.public_id == who);
            let own = own.ok_or(DeskError::NotFound("operator"))?;
            may_state(&principal, own.id)?;
            if !tx.end_absence(own.id)? {
                return Err(DeskError::NotFound("absence").into());
            }
            tx.audit("operator.present", &own.login, &json!({}))?;
            announce(tx);
            Ok(())
        };
        self.store().write(actor, run).await?;
        self.reload_setup().await
    }

    /// What somebody has stated: for now, or for later.
    #[must_use]
    pub fn absence_of(&self, who: OperatorId) -> Option<AwayView> {
        stated(&self.setup(), who).filter(|absence| absence.until > self.now())
    }
}

fn may_state(principal: &Principal, whose: OperatorId) -> DeskResult<()> {
    let own = matches!(principal, Principal::Operator { id, .. } if *id == whose);
    if own || principal.may(Permission::Supervise) {
        Ok(())
    } else {
        Err(DeskError::Forbidden(Permission::Supervise))
    }
}
