//! A colleague is invited by mail: the person exists from then on, and sets a password of their own by the link.

use super::link::{INVITATION, INVITATION_GOOD};
use super::operators::announce;
use super::{NewOperator, Operator, authority};
use crate::error::InWrite;
use crate::{Desk, DeskError, DeskResult};
use domain::{Actor, OperatorId};
use serde_json::json;
use store::Tx;

impl Desk {
    /// Adds somebody without a password and sends them an invitation.
    ///
    /// # Errors
    /// As [`Desk::add_operator`]; [`DeskError::Invalid`] for a login that is no mail address.
    pub async fn invite(&self, actor: Actor, new: NewOperator) -> DeskResult<Operator> {
        let login = super::login_of(&new.login);
        if !super::link::is_address(&login) {
            let reason = "an invitation goes to a mail address: give one as the login";
            return Err(DeskError::invalid("login", "invalid", reason));
        }
        let new = NewOperator {
            password: None,
            ..new
        };
        let added = self.add_operator(actor, new).await?;
        self.send_invitation(actor, added.id).await?;
        Ok(added)
    }

    /// Sends the invitation again, under a new link: the one before opens nothing any more.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] (`already_joined`) for somebody who has a password;
    /// [`DeskError::Forbidden`] unless the actor administers the desk.
    pub async fn invite_again(&self, actor: Actor, public_id: &str) -> DeskResult<()> {
        let operator = self.operator_named(public_id).await?;
        if self.has_password(operator.id).await? {
            return Err(DeskError::Conflict {
                code: "already_joined",
                reason: "this person has set a password already: they can ask for a new one themselves"
                    .into(),
            });
        }
        self.send_invitation(actor, operator.id).await
    }

    /// Takes an invitation back: its link opens nothing any more, and the person is deactivated.
    ///
    /// # Errors
    /// As [`Desk::invite_again`].
    pub async fn withdraw_invitation(&self, actor: Actor, public_id: &str) -> DeskResult<()> {
        let operator = self.operator_named(public_id).await?;
        let patch = super::OperatorPatch {
            active: Some(false),
            ..super::OperatorPatch::default()
        };
        self.change_operator(actor, public_id, patch).await?;
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            authority::require_administrator(tx)?;
            tx.end_account_links(operator.id, INVITATION)?;
            tx.audit("operator.invitation_withdrawn", &operator.login, &json!({}))?;
            Ok(())
        };
        Ok(self.store().write(actor, run).await?)
    }

    async fn send_invitation(&self, actor: Actor, id: OperatorId) -> DeskResult<()> {
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            authority::require_administrator(tx)?;
            let all = tx.operators()?;
            let known = all.iter().find(|known| known.id == id && known.active);
            let login = known.ok_or(DeskError::NotFound("operator"))?.login.clone();
            let by = match tx.actor {
                Actor::Operator(by) => Some(by),
                _ => None,
            };
            tx.ask_account_link(id, INVITATION, by, tx.now.saturating_add(INVITATION_GOOD))?;
            tx.audit("operator.invited", &login, &json!({}))?;
            announce(tx);
            Ok(())
        };
        Ok(self.store().write(actor, run).await?)
    }

    pub(super) async fn operator_named(&self, public_id: &str) -> DeskResult<Operator> {
        let public_id = public_id.to_owned();
        let all = self
            .store()
            .read::<_, store::StoreError, _>(|r| r.operators())
            .await?;
        let found = all.into_iter().find(|known| known.public_id == public_id);
        found.ok_or(DeskError::NotFound("operator"))
    }

    async fn has_password(&self, id: OperatorId) -> DeskResult<bool> {
        let with = self
            .store()
            .read::<_, store::StoreError, _>(|r| r.with_password())
            .await?;
        Ok(with.contains(&id))
    }
}
