//! What was read and is told again until something happened: much of a page is the same on the next.

use crate::Desk;
use domain::Moment;
use domain::time::SECOND;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// How long it is told again though nothing happened: deadlines pass meanwhile.
const FRESH: i64 = 2 * SECOND;

/// What a reading is true of.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) struct Epoch {
    /// Writes of this process, and the last event of any.
    writes: u64,
    event: i64,
}

/// Readings of one sort, by what they are of; so many of them at most.
pub(crate) struct Kept<K, T, const MOST: usize>(Mutex<HashMap<K, (Epoch, Moment, T)>>);

impl<K, T, const MOST: usize> Default for Kept<K, T, MOST> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, T: Clone, const MOST: usize> Kept<K, T, MOST> {
    /// What was read in the same epoch, a moment ago.
    pub(crate) fn get(&self, key: &K, epoch: Epoch, now: Moment) -> Option<T> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (read_in, at, found) = all.get(key)?;
        let age = now.as_micros() - at.as_micros();
        (*read_in == epoch && (0..FRESH).contains(&age)).then(|| found.clone())
    }

    /// Keeps a reading of an epoch that was asked for before anything was read.
    pub(crate) fn put(&self, key: K, epoch: Epoch, now: Moment, found: T) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, (epoch, now, found));
    }
}

impl Desk {
    /// The present epoch; nothing where no tail runs: without it nobody learns of what others write.
    pub(crate) fn epoch(&self) -> Option<Epoch> {
        let tail = self.tail();
        tail.runs().then(|| Epoch {
            writes: self.store().writes(),
            event: tail.position(),
        })
    }
}
