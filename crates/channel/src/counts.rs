//! What a door counted by itself, so that the ledger can be checked against it. Written down before anything is decided.

use crate::{Intake, IntakeError, Receipt, Sighting, Sightings, Tally};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Sightings by one door since it was made.
#[derive(Debug, Default)]
pub struct Counts {
    seen: AtomicU64,
    accepted: AtomicU64,
    deferred: AtomicU64,
    refused: AtomicU64,
}

impl Counts {
    /// Everything whose end was reached, whatever became of it.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.seen.load(Relaxed)
    }

    /// Of these, given a fate and acknowledged.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.accepted.load(Relaxed)
    }

    /// Of these, sent back to come again: they have no row in the ledger.
    #[must_use]
    pub fn deferred(&self) -> u64 {
        self.deferred.load(Relaxed)
    }

    /// Of these, refused for good.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Relaxed)
    }

    pub fn see(&self) {
        self.seen.fetch_add(1, Relaxed);
    }

    pub fn accept(&self) {
        self.accepted.fetch_add(1, Relaxed);
    }

    pub fn defer(&self) {
        self.deferred.fetch_add(1, Relaxed);
    }

    pub fn refuse(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    /// Counts something that is written down without the intake, by what became of it.
    ///
    /// # Errors
    /// The work's own; `comes_again` tells which of them ask the sender to.
    pub async fn over<T, E>(
        &self,
        work: impl Future<Output = Result<T, E>>,
        comes_again: impl Fn(&E) -> bool,
    ) -> Result<T, E> {
        self.see();
        let mut waits = Waits {
            counts: self,
            answered: false,
        };
        let answer = work.await;
        waits.answered = true;
        match &answer {
            Ok(_) => self.accept(),
            Err(error) if comes_again(error) => self.defer(),
            Err(_) => self.refuse(),
        }
        answer
    }

    /// Hands a sighting to the intake, counted before and after.
    ///
    /// # Errors
    /// The intake's own.
    pub async fn hand_in(&self, intake: &dyn Intake, sighting: Sighting) -> Result<Receipt, IntakeError> {
        let again = |error: &IntakeError| matches!(error, IntakeError::Unavailable { .. });
        self.over(intake.accept(sighting), again).await
    }
}

/// A sighting that waits for its answer: whoever stops waiting has not acknowledged it, and it comes again.
struct Waits<'a> {
    counts: &'a Counts,
    answered: bool,
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.counts.defer();
        }
    }
}

impl Tally for Counts {
    fn sightings(&self) -> Sightings {
        // Seen last: what is answered meanwhile was seen before.
        let (accepted, deferred, refused) = (self.accepted(), self.deferred(), self.refused());
        Sightings {
            seen: self.seen(),
            accepted,
            deferred,
            refused,
        }
    }
}
