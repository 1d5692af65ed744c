//! What every door keeps, whatever it leads to: the suite that an adapter passes before it is let in. It works a door from
//! outside and answers with what was broken, in words; a door that keeps everything gets an empty list.

mod bring;
mod stop;
#[cfg(test)]
mod tests;

pub use bring::{Brought, Door, keeps};
pub use stop::{STOP, stops};

use crate::kind::ChannelKind;
use serde_json::json;

/// A promise that was not kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    pub promise: &'static str,
    /// What was seen instead.
    pub seen: String,
}

pub(crate) fn broken(promise: &'static str, seen: impl Into<String>) -> Broken {
    Broken {
        promise,
        seen: seen.into(),
    }
}

/// Checks that settings nobody understands are refused where they stand, with a reason: never taken, never a panic.
#[must_use]
pub fn refuses_odd_settings(kind: &ChannelKind) -> Vec<Broken> {
    const PROMISE: &str = "settings that mean nothing are refused, and it is said where and why";
    let odd = [
        json!({ "no such setting": true }),
        json!({ "no such setting": { "path": [1, 2, 3] } }),
    ];
    let mut found = Vec::new();
    for settings in odd {
        let faults = (kind.check)(&settings).faults;
        if faults.is_empty() {
            found.push(broken(PROMISE, format!("{settings} was taken")));
        }
        if let Some(fault) = faults.iter().find(|fault| fault.reason.trim().is_empty()) {
            found.push(broken(PROMISE, format!("{fault:?} gives no reason")));
        }
    }
    found
}
