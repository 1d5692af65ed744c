//! What the mail port counted by itself, so that the ledger can be checked against it.

use channel::{Sightings, Tally};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Sightings by this listener since it was made. One mail is one sighting per channel it is addressed to.
#[derive(Debug, Default)]
pub struct Counts {
    seen: AtomicU64,
    accepted: AtomicU64,
    deferred: AtomicU64,
    refused: AtomicU64,
}

impl Counts {
    /// Mails whose end was reached, too large ones too.
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

    pub(super) fn see(&self) {
        self.seen.fetch_add(1, Relaxed);
    }

    pub(super) fn accept(&self) {
        self.accepted.fetch_add(1, Relaxed);
    }

    pub(super) fn defer(&self) {
        self.deferred.fetch_add(1, Relaxed);
    }

    pub(super) fn refuse(&self) {
        self.refused.fetch_add(1, Relaxed);
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
