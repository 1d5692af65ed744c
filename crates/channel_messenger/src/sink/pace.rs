//! Not faster than a vendor allows, altogether and to one person.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// People remembered; whoever was written to longer ago than the pace is forgotten first.
const PEOPLE: usize = 1000;

/// A pace.
pub struct Pace {
    all: Duration,
    each: Duration,
    next: Mutex<Next>,
}

#[derive(Default)]
struct Next {
    all: Option<Instant>,
    each: HashMap<String, Instant>,
}

impl Pace {
    pub fn new(all: Duration, each: Duration) -> Self {
        Self {
            all,
            each,
            next: Mutex::default(),
        }
    }

    /// Waits for its turn.
    pub async fn wait(&self, to: &str) {
        let at = self.turn(to, Instant::now());
        tokio::time::sleep_until(at).await;
    }

    fn turn(&self, to: &str, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = [next.all, next.each.get(to).copied()]
            .into_iter()
            .flatten()
            .fold(now, Instant::max);
        next.all = Some(at + self.all);
        if next.each.len() >= PEOPLE {
            next.each.retain(|_, free| *free > now);
        }
        next.each.insert(to.to_owned(), at + self.each);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_written_to_faster_than_allowed() {
        let pace = Pace::new(Duration::from_millis(34), Duration::from_secs(1));
        let now = Instant::now();
        assert_eq!(pace.turn("anna", now), now);
        assert_eq!(pace.turn("boris", now), now + Duration::from_millis(34));
        assert_eq!(pace.turn("anna", now), now + Duration::from_secs(1));
        let later = now + Duration::from_secs(10);
        assert_eq!(pace.turn("anna", later), later);
    }
}
