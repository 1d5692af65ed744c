//! A clock that tests move. It stands still by itself.

use domain::{Moment, Now};
use std::sync::atomic::{AtomicI64, Ordering};

/// The injected clock of a test.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that stands at an instant, written as `2026-04-14T10:00:00+03:00`.
    ///
    /// # Panics
    /// The text is no instant.
    #[must_use]
    pub fn at(instant: &str) -> Self {
        Self(AtomicI64::new(moment(instant).as_micros()))
    }

    /// Moves the clock to an instant.
    pub fn set(&self, instant: &str) {
        self.0.store(moment(instant).as_micros(), Ordering::SeqCst);
    }

    /// Moves the clock ahead, or back, by microseconds.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Now for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// An instant written as `2026-04-14T10:00:00+03:00`.
///
/// # Panics
/// The text is no instant.
#[must_use]
pub fn moment(instant: &str) -> Moment {
    instant
        .parse()
        .unwrap_or_else(|error| panic!("{instant}: {error}"))
}
