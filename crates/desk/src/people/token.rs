//! Access tokens of the API: made by an administrator, shown once, stored as a hash.

use super::ApiToken;
use super::operators::unfit_name;
use super::secret::{self, Secret};
use crate::desk::require;
use crate::error::{Field, InWrite};
use crate::people::authority;
use crate::{Desk, DeskError, DeskResult};
use domain::id::Ids as _;
use domain::time::NEVER;
use domain::{Actor, Moment, Permission, Principal, TokenId};
use serde_json::json;
use store::{StoreError, Tx};

/// What every token begins with, so that people and scanners of leaked secrets know one.
const PREFIX: &str = "okno_";
/// Most tokens of a list.
const MOST: i64 = 1_000;

/// A token that was just made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// To be shown now: nobody can see it again.
    pub secret: Secret,
    pub token: ApiToken,
}

impl Desk {
    /// Makes a token. `expires_at` is `None` for one that does not expire.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Forbidden`] unless the actor administers the desk.
    pub async fn create_token(
        &self,
        actor: Actor,
        name: &str,
        scopes: &[Permission],
        expires_at: Option<Moment>,
    ) -> DeskResult<NewToken> {
        check(name, scopes, expires_at, self.now())?;
        let secret = Secret::new(PREFIX);
        let (hash, name) = (secret.hash(), name.to_owned());
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let run = move |tx: &mut Tx<'_>| -> Result<ApiToken, InWrite> {
            authority::require_administrator(tx)?;
            let token = ApiToken {
                id: TokenId(tx.next_id()),
                public_id: TokenId::new_public(),
                name: name.clone(),
                scopes: scopes.clone(),
                created_at: tx.now,
                expires_at: expires_at.unwrap_or(NEVER),
                revoked_at: NEVER,
            };
            tx.add_token(&token, &hash)?;
            tx.audit(
                "token.created",
                &token.public_id,
                &json!({ "name": token.name, "scopes": token.scopes }),
            )?;
            Ok(token)
        };
        let token = self.store().write(actor, run).await?;
        Ok(NewToken { secret, token })
    }

    /// Who is behind a token. One indexed statement.
    ///
    /// # Errors
    /// [`DeskError::Unauthenticated`] when there is no such token, it has expired or was revoked.
    pub async fn token(&self, secret: &str) -> DeskResult<Principal> {
        if !secret.starts_with(PREFIX) {
            return Err(DeskError::Unauthenticated);
        }
        let (hash, now) = (secret::hash(secret), self.now());
        let found = self.store().read_once(move |r| r.token(&hash, now)).await?;
        let token = found.ok_or(DeskError::Unauthenticated)?;
        Ok(Principal::Integration {
            id: token.id,
            may: token.scopes,
        })
    }

    /// Every token there ever was, without secrets, the newest first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] unless the principal administers the desk.
    pub async fn tokens(&self, principal: &Principal) -> DeskResult<Vec<ApiToken>> {
        require(principal, Permission::Administer)?;
        Ok(self.store().read::<_, StoreError, _>(|r| r.tokens(MOST)).await?)
    }

    /// Ends a token at once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is none of that id that is still good; [`DeskError::Forbidden`] unless the
    /// actor administers the desk.
    pub async fn revoke_token(&self, actor: Actor, public_id: &str) -> DeskResult<()> {
        let public_id = public_id.to_owned();
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            authority::require_administrator(tx)?;
            let name = tx.revoke_token(&public_id)?.ok_or(DeskError::NotFound("token"))?;
            tx.audit("token.revoked", &public_id, &json!({ "name": name }))?;
            Ok(())
        };
        Ok(self.store().write(actor, run).await?)
    }
}

fn check(name: &str, scopes: &[Permission], expires_at: Option<Moment>, now: Moment) -> DeskResult<()> {
    let mut wrong = Vec::new();
    let mut note = |field: &str, code, reason: Option<String>| {
        wrong.extend(reason.map(|reason| Field {
            field: field.into(),
            code,
            reason,
        }));
    };
    note("name", "invalid", unfit_name(name));
    note(
        "scopes",
        "required",
        scopes
            .is_empty()
            .then(|| "choose at least one thing the token may do".into()),
    );
    let past = expires_at.is_some_and(|at| at <= now);
    note(
        "expires_at",
        "past",
        past.then(|| "a token expires in the future; leave it out for never".into()),
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(DeskError::Invalid(wrong))
    }
}
