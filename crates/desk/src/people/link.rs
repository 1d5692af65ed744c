//! The links of invitations and forgotten passwords: good once, for a time, known only by the hash of their secret.

use super::{Operator, login_of, password, secret, throttle};
use crate::error::InWrite;
use crate::{Desk, DeskError, DeskResult};
use domain::time::{HOUR, NEVER};
use domain::{Actor, Moment};
use serde_json::json;
use store::rows::AccountLink;
use store::{StoreError, Tx};

/// The purposes, as they are stored.
pub(crate) const INVITATION: &str = "invitation";
pub(crate) const PASSWORD_RESET: &str = "password_reset";
/// How long an invitation is good, microseconds.
pub(crate) const INVITATION_GOOD: i64 = 7 * 24 * HOUR;
/// How long a link to a new password is good, microseconds.
const RESET_GOOD: i64 = HOUR;
/// Letters to one login within a quarter of an hour before they have to wait.
const PER_LOGIN: usize = 3;
/// Requests of one address, behind which there may be an office.
const PER_ADDRESS: usize = 20;

/// A link that is good, and whose it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenLink {
    /// It invites; otherwise a password was forgotten.
    pub invites: bool,
    pub operator: Operator,
    pub good_until: Moment,
}

impl Desk {
    /// Somebody forgot a password. The answer is the same whoever asks for whom: a letter goes out where there is such
    /// a person, and not too often.
    ///
    /// # Errors
    /// [`DeskError::Throttled`] for an address that asks too often; the store is away.
    pub async fn forgot_password(&self, login: &str, address: &str) -> DeskResult<()> {
        let login = login_of(login);
        let login = if is_address(&login) { login } else { String::new() };
        let address = format!("reset-address:{}", super::network(address));
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            let now = tx.now;
            if let Some(seconds) = too_often(tx, &address, PER_ADDRESS, now)? {
                return Err(DeskError::Throttled { seconds }.into());
            }
            let subject = format!("reset:{login}");
            // Nobody is told that a letter was not sent: that would tell who is here.
            let wait = too_often(tx, &subject, PER_LOGIN, now)?;
            tx.add_login_failure(&address)?;
            tx.add_login_failure(&subject)?;
            let all = tx.operators()?;
            let known = all.iter().find(|known| known.login == login && known.active);
            let sends = known.filter(|_| wait.is_none());
            if let Some(known) = sends {
                tx.ask_account_link(known.id, PASSWORD_RESET, None, now.saturating_add(RESET_GOOD))?;
            }
            tx.audit(
                "password.forgotten",
                &login,
                &json!({ "letter": sends.is_some() }),
            )?;
            Ok(())
        };
        Ok(self.store().write(Actor::System, run).await?)
    }

    /// Whose a link is, while it is good.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a link that was used, replaced, withdrawn, has expired or never was.
    pub async fn open_link(&self, token: &str) -> DeskResult<OpenLink> {
        let (hash, now) = (secret::hash(token), self.now());
        let found = self.store().read::<_, StoreError, _>(move |r| {
            Ok(match r.account_link(&hash)? {
                Some(link) => r
                    .operators()?
                    .into_iter()
                    .find(|known| known.id == link.operator)
                    .map(|known| (link, known)),
                None => None,
            })
        });
        let (link, operator) = found.await?.ok_or(DeskError::NotFound("link"))?;
        if !is_good(&link, now) || !operator.active {
            return Err(DeskError::NotFound("link"));
        }
        Ok(OpenLink {
            invites: link.purpose == INVITATION,
            operator,
            good_until: link.expires_at,
        })
    }

    /// Sets a password by a link, which is used up; every session of the person ends.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] as [`Desk::open_link`]; [`DeskError::Invalid`] for a password that will not do.
    pub async fn use_link(&self, token: &str, new: &str) -> DeskResult<()> {
        let open = self.open_link(token).await?;
        let login = open.operator.login.clone();
        if let Some(reason) = password::unfit(new, &login) {
            return Err(DeskError::invalid("password", "weak", reason));
        }
        let hash = password::hash(new, self.options().password_cost).await?;
        let (id, token_hash) = (open.operator.id, secret::hash(token));
        let run = move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
            // Read again: of two who use it at the same time one is first.
            let link = tx.account_link(&token_hash)?;
            if !link.is_some_and(|link| is_good(&link, tx.now)) || tx.password_hash_of(id)?.is_none() {
                return Err(DeskError::NotFound("link").into());
            }
            tx.set_password_hash(id, &hash)?;
            for purpose in [INVITATION, PASSWORD_RESET] {
                tx.end_account_links(id, purpose)?;
            }
            tx.clear_login_failures(&format!("login:{login}"))?;
            let ended = tx.end_sessions_of(id, None)?;
            tx.audit(
                "operator.password_set_by_link",
                &login,
                &json!({ "sessions": ended }),
            )?;
            Ok(())
        };
        Ok(self.store().write(Actor::Operator(id), run).await?)
    }
}

/// Seconds to wait, where a subject asked too often.
fn too_often(tx: &mut Tx<'_>, subject: &str, limit: usize, now: Moment) -> Result<Option<i64>, InWrite> {
    let since = now.saturating_add(-throttle::MEMORY);
    let asked = tx.login_failures(subject, since, throttle::MOST)?;
    Ok(throttle::seconds_left(throttle::wait_until(&asked, limit), now))
}

fn is_good(link: &AccountLink, now: Moment) -> bool {
    link.ended_at == NEVER && now <= link.expires_at
}

/// Whether a login can be written to.
pub(super) fn is_address(login: &str) -> bool {
    let parts = login.split_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && domain.len() > 2)
        && !login.contains(char::is_whitespace)
}
