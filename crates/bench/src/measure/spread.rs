//! Percentiles of a set of durations.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How durations are spread, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Spread {
    pub count: u64,
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

impl Spread {
    /// Of microseconds, in any order.
    #[must_use]
    pub fn of_micros(mut micros: Vec<u64>) -> Self {
        micros.sort_unstable();
        let Some(max) = micros.last() else {
            return Self::default();
        };
        let at = |share: f64| {
            let place = (share * (micros.len() - 1) as f64).round() as usize;
            micros.get(place).copied().unwrap_or_default() as f64 / 1_000.0
        };
        Self {
            count: micros.len() as u64,
            mean: micros.iter().sum::<u64>() as f64 / micros.len() as f64 / 1_000.0,
            p50: at(0.5),
            p99: at(0.99),
            max: *max as f64 / 1_000.0,
        }
    }

    /// Of durations, in any order.
    #[must_use]
    pub fn of(durations: &[Duration]) -> Self {
        Self::of_micros(
            durations
                .iter()
                .map(|d| u64::try_from(d.as_micros()).unwrap_or(u64::MAX))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn percentiles_do_not_depend_on_the_order() {
        let spread = Spread::of_micros((1..=1_001).rev().map(|n| n * 1_000).collect());
        assert_eq!(
            (spread.count, spread.p50, spread.p99, spread.max),
            (1_001, 501.0, 991.0, 1_001.0)
        );
    }

    #[test]
    fn of_nothing_everything_is_zero() {
        let spread = Spread::of_micros(Vec::new());
        assert_eq!((spread.count, spread.max), (0, 0.0));
    }
}
