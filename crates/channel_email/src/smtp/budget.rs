//! How much content all sessions together may hold in memory: a limit per mail alone lets many senders at once fill it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel, Ordering::Acquire};

/// Taken in pieces of this size, so that counting costs nothing.
const PIECE: usize = 64 << 10;

/// The bytes that may be held, shared by all sessions.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    held: AtomicUsize,
}

impl Budget {
    /// A budget of `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit,
            held: AtomicUsize::new(0),
        })
    }

    /// An empty share of it.
    #[must_use]
    pub fn share(self: &Arc<Self>) -> Share {
        Share {
            budget: self.clone(),
            size: 0,
        }
    }
}

/// What one mail holds of the budget; given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    budget: Arc<Budget>,
    size: usize,
}

impl Share {
    /// Makes sure that `needed` bytes are held; false when there is no room.
    pub fn cover(&mut self, needed: usize) -> bool {
        if needed <= self.size {
            return true;
        }
        let more = (needed - self.size).div_ceil(PIECE).saturating_mul(PIECE);
        let fits = |held: usize| held.checked_add(more).filter(|sum| *sum <= self.budget.limit);
        let covered = self.budget.held.fetch_update(AcqRel, Acquire, fits).is_ok();
        self.size += if covered { more } else { 0 };
        covered
    }

    /// Gives everything back.
    pub fn release(&mut self) {
        self.budget.held.fetch_sub(self.size, AcqRel);
        self.size = 0;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.release();
    }
}
