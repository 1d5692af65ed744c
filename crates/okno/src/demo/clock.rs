//! The clock of the past: stands where it is put, and never goes back.

use domain::{Moment, Now};
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that is moved by hand.
#[derive(Debug)]
pub struct MovedClock(AtomicI64);

impl MovedClock {
    pub fn new(at: Moment) -> Self {
        Self(AtomicI64::new(at.as_micros()))
    }

    /// Moves on to the instant; an earlier one leaves the clock where it is.
    pub fn move_to(&self, at: Moment) {
        self.0.fetch_max(at.as_micros(), Ordering::Relaxed);
    }
}

impl Now for MovedClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::Relaxed))
    }
}
