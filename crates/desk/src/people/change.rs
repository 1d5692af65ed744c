//! Changing one of our people: by an administrator, or themselves.

use super::operators::{announce, sorted, unfit_lang, unfit_name, unfit_zone};
use super::{Operator, changed_fields, password, secret};
use crate::error::{Field, InWrite};
use crate::people::authority;
use crate::{Desk, DeskError, DeskResult};
use domain::{Actor, OperatorId, Principal, Role, TeamId};
use serde_json::json;
use std::collections::BTreeSet;
use store::{StoreError, Tx};

/// What to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct OperatorPatch {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub lang: Option<String>,
    pub zone: Option<String>,
    /// Somebody who is deactivated is logged out everywhere at once.
    pub active: Option<bool>,
    /// All teams the person is to be in.
    pub teams: Option<Vec<TeamId>>,
}

impl Desk {
    /// Changes one of our people.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Invalid`]; [`DeskError::Conflict`] (`last_administrator`) when nobody would
    /// administer the desk any more; [`DeskError::Forbidden`] unless the actor does.
    pub async fn change_operator(
        &self,
        actor: Actor,
        public_id: &str,
        patch: OperatorPatch,
    ) -> DeskResult<Operator> {
        self.check_patch(&patch)?;
        let public_id = public_id.to_owned();
        let run = move |tx: &mut Tx<'_>| -> Result<Operator, InWrite> {
            authority::require_administrator(tx)?;
            let all = tx.operators()?;
            let old = all.iter().find(|known| known.public_id == public_id);
            let old = old.ok_or(DeskError::NotFound("operator"))?;
            let new = patched(old, &patch);
            somebody_administers(&all, &new)?;
            write_change(tx, old, &new)?;
            Ok(new)
        };
        Ok(self.store().write(actor, run).await?)
    }

    fn check_patch(&self, patch: &OperatorPatch) -> DeskResult<()> {
        let mut wrong = Vec::new();
        let mut note = |field: &str, code, reason: Option<String>| {
            wrong.extend(reason.map(|reason| Field {
                field: field.into(),
                code,
                reason,
            }));
        };
        note("name", "invalid", patch.name.as_deref().and_then(unfit_name));
        note("lang", "unknown", patch.lang.as_deref().and_then(unfit_lang));
        note("zone", "unknown", patch.zone.as_deref().and_then(unfit_zone));
        note(
            "teams",
            "unknown",
            patch.teams.as_deref().and_then(|teams| self.unknown_team(teams)),
        );
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(DeskError::Invalid(wrong))
        }
    }

    /// Language and zone, as the person wants their own pages.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Unauthenticated`] for anybody who is not one of our people.
    pub async fn prefer(
        &self,
        principal: &Principal,
        lang: Option<String>,
        zone: Option<String>,
    ) -> DeskResult<Operator> {
        let Principal::Operator { id, .. } = *principal else {
            return Err(DeskError::Unauthenticated);
        };
        let patch = OperatorPatch {
            lang,
            zone,
            ..OperatorPatch::default()
        };
        self.check_patch(&patch)?;
        let run = move |tx: &mut Tx<'_>| -> Result<Operator, InWrite> {
            let all = tx.operators()?;
            let old = all
                .iter()
                .find(|known| known.id == id)
                .ok_or(StoreError::NotFound("operator"))?;
            let new = patched(old, &patch);
            write_change(tx, old, &new)?;
            Ok(new)
        };
        Ok(self.store().write(principal.actor(), run).await?)
    }

    /// Sets somebody's password, and ends their sessions.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Invalid`]; [`DeskError::Forbidden`] unless the actor administers the desk.
    pub async fn set_password(&self, actor: Actor, login: &str, new: &str) -> DeskResult<()> {
        let login = super::login_of(login);
        fit(new, &login)?;
        let hash = password::hash(new, self.options().password_cost).await?;
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            authority::require_administrator(tx)?;
            let all = tx.operators()?;
            let known = all.iter().find(|known| known.login == login);
            let id = known.ok_or(DeskError::NotFound("operator"))?.id;
            tx.set_password_hash(id, &hash)?;
            tx.clear_login_failures(&format!("login:{login}"))?;
            let ended = tx.end_sessions_of(id, None)?;
            tx.audit("operator.password_set", &login, &json!({ "sessions": ended }))?;
            Ok(())
        };
        Ok(self.store().write(actor, run).await?)
    }

    /// Changes one's own password, knowing the present one; every session but the one of `token` ends. A wrong present
    /// password counts as a failed log-in.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a new password that will not do, [`DeskError::Unauthenticated`] for a wrong present
    /// one, [`DeskError::Throttled`] after too many of those.
    pub async fn change_password(&self, token: &str, present: &str, new: &str) -> DeskResult<()> {
        let session = self.session(token).await?;
        let (id, login) = (session.operator.id, session.operator.login);
        fit(new, &login)?;
        let kept = secret::hash(token);
        // Under the same throttle as a log-in; the session stands in for the address.
        let proof = self.prove(&login, present, &kept).await?;
        let hash = password::hash(new, self.options().password_cost).await?;
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            proof.accept(tx)?;
            tx.set_password_hash(id, &hash)?;
            let ended = tx.end_sessions_of(id, Some(&kept))?;
            tx.audit("operator.password_changed", &login, &json!({ "sessions": ended }))?;
            Ok(())
        };
        Ok(self.store().write(Actor::Operator(id), run).await?)
    }
}

fn fit(new: &str, login: &str) -> DeskResult<()> {
    match password::unfit(new, login) {
        Some(reason) => Err(DeskError::invalid("password", "weak", reason)),
        None => Ok(()),
    }
}

fn patched(old: &Operator, patch: &OperatorPatch) -> Operator {
    Operator {
        name: patch.name.clone().unwrap_or_else(|| old.name.clone()),
        role: patch.role.unwrap_or(old.role),
        lang: patch.lang.clone().unwrap_or_else(|| old.lang.clone()),
        zone: patch.zone.clone().unwrap_or_else(|| old.zone.clone()),
        active: patch.active.unwrap_or(old.active),
        teams: patch.teams.as_deref().map_or_else(|| old.teams.clone(), sorted),
        version: old.version + 1,
        ..old.clone()
    }
}

/// Refuses what would leave the desk without an administrator.
fn somebody_administers(all: &[Operator], new: &Operator) -> DeskResult<()> {
    let administers = |operator: &Operator| operator.active && operator.role == Role::Administrator;
    let others = all.iter().filter(|known| known.id != new.id).any(administers);
    let was = all.iter().any(administers);
    if others || administers(new) || !was {
        return Ok(());
    }
    Err(DeskError::Conflict {
        code: "last_administrator",
        reason: "nobody would be an administrator any more: name another one first".into(),
    })
}

fn write_change(tx: &mut Tx<'_>, old: &Operator, new: &Operator) -> Result<(), StoreError> {
    let mut fields = changed_fields(old, new);
    let (before, after): (BTreeSet<TeamId>, BTreeSet<TeamId>) = (
        old.teams.iter().copied().collect(),
        new.teams.iter().copied().collect(),
    );
    if before != after {
        fields.push("teams".into());
    }
    if fields.is_empty() {
        return Ok(());
    }
    tx.put_operator(new)?;
    for team in before.difference(&after) {
        tx.leave_team(*team, new.id)?;
    }
    for team in after.difference(&before) {
        tx.join_team(*team, new.id)?;
    }
    if !new.active {
        end_sessions(tx, new.id)?;
    }
    tx.audit("operator.changed", &new.login, &json!({ "fields": fields }))?;
    announce(tx);
    Ok(())
}

fn end_sessions(tx: &mut Tx<'_>, id: OperatorId) -> Result<(), StoreError> {
    tx.end_sessions_of(id, None)?;
    Ok(())
}
