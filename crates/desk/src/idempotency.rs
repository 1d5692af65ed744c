//! Answers given once: a request that carries an Idempotency-Key and comes again gets the answer it got before. And the
//! sweeping of what nobody needs any more.

#[cfg(test)]
mod tests;

use crate::{Desk, DeskError, DeskResult};
use domain::Actor;
use domain::time::HOUR;
use store::StoreError;
use store::rows::Given;

/// How long an answer is kept, microseconds.
pub const KEPT: i64 = 24 * HOUR;

/// An answer given before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Remembered {
    /// Its status code.
    pub status: i32,
    pub body: String,
}

/// What was swept.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Swept {
    pub sessions: usize,
    pub failures: usize,
    pub answers: usize,
}

impl Desk {
    /// The answer that a request got before. `scope` says whose key it is, and for what: principal, method, path, key;
    /// `request_hash` is of everything the answer depends on.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] (`idempotency_key_reused`) when the same key came with another request.
    pub async fn remembered(&self, scope: &str, request_hash: &str) -> DeskResult<Option<Remembered>> {
        let (asked, after) = (scope.to_owned(), self.now().saturating_add(-KEPT));
        let given = self
            .store()
            .read::<_, StoreError, _>(move |r| r.answer_given(&asked, after))
            .await?;
        given.map(|given| same_request(given, request_hash)).transpose()
    }

    /// Keeps an answer for a day. Of two that are kept under one key at the same time the first stands, and is returned.
    ///
    /// # Errors
    /// As [`Desk::remembered`].
    pub async fn remember(
        &self,
        actor: Actor,
        scope: &str,
        request_hash: &str,
        answer: Remembered,
    ) -> DeskResult<Remembered> {
        let scope = scope.to_owned();
        let given = Given {
            request_hash: request_hash.to_owned(),
            status: answer.status,
            answer: answer.body,
        };
        let run = move |tx: &mut store::Tx<'_>| {
            let after = tx.now.saturating_add(-KEPT);
            tx.keep_answer(&scope, &given, after)
        };
        let kept = self.store().write::<_, StoreError, _>(actor, run).await?;
        same_request(kept, request_hash)
    }

    /// Removes expired sessions, old failures of log-ins and old answers; to be called now and then.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sweep_expired(&self) -> DeskResult<Swept> {
        let run = |tx: &mut store::Tx<'_>| -> Result<Swept, StoreError> {
            let now = tx.now;
            let (sessions, failures) = tx.sweep_log_ins(now.saturating_add(-crate::people::FAILURES_KEPT))?;
            tx.sweep_account_links(now.saturating_add(-30 * 24 * domain::time::HOUR))?;
            tx.sweep_held(now.saturating_add(-domain::time::HOUR))?;
            tx.sweep_pushes(now.saturating_add(-domain::webhook::KEPT))?;
            let answers = tx.sweep_answers(now.saturating_add(-KEPT))?;
            Ok(Swept {
                sessions,
                failures,
                answers,
            })
        };
        Ok(self.store().write(Actor::System, run).await?)
    }
}

fn same_request(given: Given, request_hash: &str) -> DeskResult<Remembered> {
    if given.request_hash == request_hash {
        return Ok(Remembered {
            status: given.status,
            body: given.answer,
        });
    }
    Err(DeskError::Conflict {
        code: "idempotency_key_reused",
        reason: "this Idempotency-Key came with another request: use a new key for a new request".into(),
    })
}
