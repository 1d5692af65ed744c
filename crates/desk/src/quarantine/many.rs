//! One decision about many things: each in a transaction of its own, so that one that cannot be decided holds up no
//! other.

use super::{Acceptance, Accepted};
use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::Principal;

/// Things decided at once at most.
pub const MOST_DECIDED: usize = 100;

/// What is decided.
#[derive(Clone, Debug)]
pub enum Decision {
    Accept(Acceptance),
    Reject { reason: String },
}

impl Desk {
    /// Decides about each; the answers stand in the order of the ids. Accepted ones tell their tickets.
    ///
    /// # Errors
    /// More than 100 at once. What goes wrong with one is its own answer.
    pub async fn decide_quarantined(
        &self,
        principal: &Principal,
        ids: &[String],
        decision: &Decision,
    ) -> DeskResult<Vec<(String, DeskResult<Option<Accepted>>)>> {
        if ids.is_empty() || ids.len() > MOST_DECIDED {
            let reason = format!("name 1 to {MOST_DECIDED} of them");
            return Err(DeskError::invalid("items", "too_many", reason));
        }
        let mut answers = Vec::with_capacity(ids.len());
        for id in ids {
            let answer = match decision {
                Decision::Accept(stated) => self
                    .accept_quarantined(principal, id, stated.clone())
                    .await
                    .map(Some),
                Decision::Reject { reason } => self
                    .reject_quarantined(principal, id, reason)
                    .await
                    .map(|()| None),
            };
            if let Err(error @ (DeskError::Forbidden(_) | DeskError::Unavailable(_))) = answer {
                return Err(error);
            }
            answers.push((id.clone(), answer));
        }
        Ok(answers)
    }
}
