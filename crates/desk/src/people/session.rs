//! Open sessions: who is behind a cookie, and how a session ends.

use super::Operator;
use super::secret;
use crate::error::InWrite;
use crate::kept::Kept;
use crate::{Desk, DeskError, DeskResult};
use domain::time::{HOUR, MINUTE};
use domain::{Actor, Moment, Principal};
use serde_json::json;
use store::StoreError;
use store::rows::OpenSession;

/// How long a session lives without being used, microseconds: a working day and the evening after it.
pub const UNUSED_SESSION: i64 = 12 * HOUR;
/// How long a session lives at most, however much it is used, microseconds.
pub const LONGEST_SESSION: i64 = 14 * 24 * HOUR;
/// How exactly the last use is known, microseconds: a page view is no reason to write.
const SEEN_EVERY: i64 = MINUTE;

/// Sessions by the hashes of their tokens. One that another node ended is good here until its event comes, two seconds at
/// most.
pub(crate) type Sessions = Kept<String, OpenSession, 1_000>;

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub principal: Principal,
    pub operator: Operator,
    /// Sent back by every form of this session.
    pub csrf: String,
}

impl Desk {
    /// Who is behind a session's token. One indexed statement, or none where nothing happened since it was asked a moment
    /// ago; once a minute the use is written down, which lengthens the session.
    ///
    /// # Errors
    /// [`DeskError::Unauthenticated`] when there is no such session, it has expired, or its owner was deactivated.
    pub async fn session(&self, token: &str) -> DeskResult<Session> {
        let (hash, now) = (secret::hash(token), self.now());
        let open = self.open_session(&hash, now).await?;
        if now.as_micros() - open.seen_at.as_micros() >= SEEN_EVERY {
            self.touch(hash, expiry(&open, now)).await;
        }
        let principal = Principal::Operator {
            id: open.operator.id,
            role: open.operator.role,
        };
        Ok(Session {
            principal,
            operator: open.operator,
            csrf: open.csrf,
        })
    }

    async fn open_session(&self, hash: &str, now: Moment) -> DeskResult<OpenSession> {
        let epoch = self.epoch();
        let kept = epoch.and_then(|epoch| self.sessions().get(&hash.to_owned(), epoch, now));
        if let Some(open) = kept.filter(|open| now < open.expires_at) {
            return Ok(open);
        }
        let asked = hash.to_owned();
        let found = self.store().read_once(move |r| r.session(&asked, now)).await?;
        let open = found.ok_or(DeskError::Unauthenticated)?;
        if let Some(epoch) = epoch {
            self.sessions().put(hash.to_owned(), epoch, now, open.clone());
        }
        Ok(open)
    }

    async fn touch(&self, hash: String, expires_at: Moment) {
        let touched = self
            .store()
            .write::<_, StoreError, _>(Actor::System, move |tx| tx.touch_session(&hash, expires_at))
            .await;
        if let Err(error) = touched {
            // The session is good all the same, and the next page tries again.
            tracing::warn!(%error, "the use of a session could not be written down");
        }
    }

    /// Ends a session; one that has ended already is no error.
    ///
    /// # Errors
    /// The store is away.
    pub async fn log_out(&self, token: &str) -> DeskResult<()> {
        let hash = secret::hash(token);
        let run = move |tx: &mut store::Tx<'_>| -> Result<(), StoreError> {
            if let Some(owner) = tx.end_session(&hash)? {
                tx.actor = Actor::Operator(owner);
                tx.audit("session.ended", &owner.to_string(), &json!({}))?;
            }
            Ok(())
        };
        Ok(self.store().write(Actor::System, run).await?)
    }

    /// Ends every session of the person, this one too; says how many there were.
    ///
    /// # Errors
    /// [`DeskError::Unauthenticated`] for anybody who has no sessions.
    pub async fn log_out_everywhere(&self, principal: &Principal) -> DeskResult<usize> {
        let Principal::Operator { id, .. } = *principal else {
            return Err(DeskError::Unauthenticated);
        };
        let run = move |tx: &mut store::Tx<'_>| -> Result<usize, InWrite> {
            let ended = tx.end_sessions_of(id, None)?;
            tx.audit(
                "session.ended_everywhere",
                &id.to_string(),
                &json!({ "sessions": ended }),
            )?;
            Ok(ended)
        };
        Ok(self.store().write(principal.actor(), run).await?)
    }
}

/// Until when a session that is used now is good.
fn expiry(open: &OpenSession, now: Moment) -> Moment {
    let longest = open.created_at.saturating_add(LONGEST_SESSION);
    now.saturating_add(UNUSED_SESSION).min(longest)
}
