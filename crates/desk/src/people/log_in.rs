//! Logging in. An attempt is written down as failed before the password is looked at, and taken back when it was right:
//! so a hundred attempts at the same time count as a hundred.

use super::password;
use super::secret::Secret;
use super::session::{LONGEST_SESSION, UNUSED_SESSION};
use super::{Operator, login_of, throttle, unfit_login};
use crate::error::InWrite;
use crate::{Desk, DeskError, DeskResult};
use domain::{Actor, OperatorId};
use serde_json::json;
use std::net::IpAddr;
use store::rows::NewSession;
use store::{StoreError, Tx};

/// What a successful log-in gives.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// For the cookie; it is stored nowhere else.
    pub token: Secret,
    /// Sent back by every form of this session.
    pub csrf: String,
    pub operator: Operator,
}

impl Desk {
    /// Opens a session. `address` and `agent` say from where, for the person's own list of sessions.
    ///
    /// # Errors
    /// [`DeskError::Unauthenticated`] for a wrong login or password, which are not told apart, neither in words nor in
    /// time; [`DeskError::Throttled`] after 5 failures of a login or 20 of an address within 15 minutes, for longer
    /// each time.
    pub async fn log_in(
        &self,
        login: &str,
        password: &str,
        address: &str,
        agent: &str,
    ) -> DeskResult<LoggedIn> {
        let proof = self.prove(login, password, address).await?;
        let (token, csrf) = (Secret::new(""), domain::id::secret(32));
        let session = NewSession {
            token_hash: token.hash(),
            operator: proof.operator,
            csrf: csrf.clone(),
            expires_at: self.now().saturating_add(UNUSED_SESSION.min(LONGEST_SESSION)),
            address: line(address, 64),
            agent: line(agent, 300),
        };
        let run = move |tx: &mut Tx<'_>| -> Result<Operator, InWrite> {
            proof.accept(tx)?;
            tx.open_session(&session)?;
            person(tx, session.operator)
        };
        let operator = self.store().write(Actor::System, run).await?;
        Ok(LoggedIn {
            token,
            csrf,
            operator,
        })
    }

    /// Verifies a password, as often as the throttle lets it.
    pub(super) async fn prove(&self, login: &str, password: &str, address: &str) -> DeskResult<Proof> {
        let login = login_of(login);
        // What cannot be a login is the login nobody has.
        let login = if unfit_login(&login).is_some() {
            String::new()
        } else {
            login
        };
        let subject = format!("login:{login}");
        let attempt = self
            .write_down(subject.clone(), format!("address:{}", network(address)))
            .await?;

        let known = self
            .store()
            .read::<_, StoreError, _>(move |r| r.password_hash(&login))
            .await?;
        let (operator, hash) = known.map_or((None, String::new()), |(id, hash)| (Some(id), hash));
        let right = password::verify(password, hash.clone(), self.options().password_cost).await?;
        match operator.filter(|_| right) {
            Some(operator) => Ok(Proof {
                operator,
                hash,
                subject,
                attempt,
            }),
            None => {
                tracing::info!(client.address = %network(address), "a log-in failed");
                Err(DeskError::Unauthenticated)
            }
        }
    }

    /// Writes an attempt down as failed, unless it comes too soon; the id of the address' row.
    async fn write_down(&self, login: String, address: String) -> DeskResult<i64> {
        let run = move |tx: &mut Tx<'_>| -> Result<i64, InWrite> {
            let since = tx.now.saturating_add(-throttle::MEMORY);
            let mut seconds = 0;
            for (subject, limit) in [(&login, throttle::PER_LOGIN), (&address, throttle::PER_ADDRESS)] {
                let failures = tx.login_failures(subject, since, throttle::MOST)?;
                let until = throttle::wait_until(&failures, limit);
                seconds = seconds.max(throttle::seconds_left(until, tx.now).unwrap_or_default());
            }
            if seconds > 0 {
                return Err(DeskError::Throttled { seconds }.into());
            }
            tx.add_login_failure(&login)?;
            Ok(tx.add_login_failure(&address)?)
        };
        Ok(self.store().write::<_, InWrite, _>(Actor::System, run).await?)
    }
}

/// A password that was right a moment ago.
pub(super) struct Proof {
    pub operator: OperatorId,
    hash: String,
    /// Whose failures are forgiven.
    subject: String,
    /// The failure that was none.
    attempt: i64,
}

impl Proof {
    /// Goes on in the name of the person, if they may still log in with the password that was verified.
    pub(super) fn accept(&self, tx: &mut Tx<'_>) -> Result<(), InWrite> {
        if tx.password_hash_of(self.operator)?.as_deref() != Some(self.hash.as_str()) {
            return Err(DeskError::Unauthenticated.into());
        }
        tx.actor = Actor::Operator(self.operator);
        tx.clear_login_failures(&self.subject)?;
        tx.remove_login_failure(self.attempt)?;
        Ok(())
    }
}

fn person(tx: &mut Tx<'_>, id: OperatorId) -> Result<Operator, InWrite> {
    let found = tx.operators()?.into_iter().find(|operator| operator.id == id);
    let operator = found.ok_or(StoreError::NotFound("operator"))?;
    tx.audit("session.opened", &operator.login, &json!({}))?;
    Ok(operator)
}

/// Whose guesses are counted together: an IPv4 address; of IPv6 the 64 bits that one line is given.
pub(super) fn network(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Err(_) => line(address, 64),
    }
}

/// What fits on a line: no control characters, not too long.
fn line(text: &str, longest: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(longest).collect()
}
