//! The machine's clock: the one place of the house that asks it.

use domain::{Moment, Now};

/// Tells the machine's time.
#[derive(Copy, Clone, Debug, Default)]
pub struct SystemClock;

impl Now for SystemClock {
    fn now(&self) -> Moment {
        Moment::from_timestamp(jiff::Timestamp::now())
    }
}
