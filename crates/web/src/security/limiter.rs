//! How often one address may do something: a fixed window per key, in memory of this process. Time is given by the
//! caller.

use domain::Moment;
use domain::time::SECOND;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keys remembered at once; a flood of them starts the table afresh rather than filling the memory.
const KEYS: usize = 10_000;

/// At most `times` in `window` microseconds for each key.
#[derive(Debug)]
pub struct Limiter<K> {
    times: u32,
    window: i64,
    seen: Mutex<HashMap<K, (Moment, u32)>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// A limiter of that measure.
    #[must_use]
    pub fn new(times: u32, window: i64) -> Self {
        Self {
            times,
            window,
            seen: Mutex::default(),
        }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// It is too often; in so many seconds the next window begins.
    pub fn count(&self, key: K, now: Moment) -> Result<(), i64> {
        self.count_up_to(key, self.times, now)
    }

    /// Counts one more of a key that has a measure of its own.
    ///
    /// # Errors
    /// It is too often; in so many seconds the next window begins.
    pub fn count_up_to(&self, key: K, times: u32, now: Moment) -> Result<(), i64> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= KEYS {
            seen.retain(|_, (began, _)| now.as_micros() - began.as_micros() < self.window);
            if seen.len() >= KEYS {
                seen.clear();
            }
        }
        let (began, count) = seen.entry(key).or_insert((now, 0));
        let passed = now.as_micros() - began.as_micros();
        if passed >= self.window {
            (*began, *count) = (now, 0);
        } else if *count >= times {
            return Err((self.window - passed + SECOND - 1) / SECOND);
        }
        *count += 1;
        Ok(())
    }

    /// Whether one more would be taken; nothing is counted.
    ///
    /// # Errors
    /// It would be too often; in so many seconds the next window begins.
    pub fn allows(&self, key: &K, now: Moment) -> Result<(), i64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((began, count)) = seen.get(key) else {
            return Ok(());
        };
        let passed = now.as_micros() - began.as_micros();
        if passed < self.window && *count >= self.times {
            return Err((self.window - passed + SECOND - 1) / SECOND);
        }
        Ok(())
    }

    /// How many keys are remembered.
    #[cfg(test)]
    pub fn known(&self) -> usize {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
