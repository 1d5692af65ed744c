//! Our people as an administrator sees them: who can log in, who was invited, what lies with each.

use super::Operator;
use super::link::INVITATION;
use crate::desk::require;
use crate::{Desk, DeskResult};
use domain::{Moment, Permission, Principal};
use store::StoreError;

/// One of our people with how they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub operator: Operator,
    /// They have set a password.
    pub joined: bool,
    pub invitation: Option<Invitation>,
}

/// An invitation that was not used yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    pub sent_at: Moment,
    pub good_until: Moment,
    /// `queued`, `sent`, `failed`.
    pub fate: String,
    /// Why it could not be sent.
    pub reason: String,
}

impl Desk {
    /// Everybody, those who left too, with their invitations.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] unless the principal administers the desk.
    pub async fn members(&self, principal: &Principal) -> DeskResult<Vec<Member>> {
        require(principal, Permission::Administer)?;
        let read = self
            .store()
            .read::<_, StoreError, _>(|r| Ok((r.operators()?, r.with_password()?, r.account_links()?)));
        let (operators, joined, links) = read.await?;
        let member = |operator: Operator| {
            let link = links
                .iter()
                .find(|link| link.operator == operator.id && link.purpose == INVITATION);
            Member {
                joined: joined.contains(&operator.id),
                invitation: link.map(|link| Invitation {
                    sent_at: link.created_at,
                    good_until: link.expires_at,
                    fate: link.fate.clone(),
                    reason: link.reason.clone(),
                }),
                operator,
            }
        };
        Ok(operators.into_iter().map(member).collect())
    }
}
