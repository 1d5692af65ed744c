//! Pauses: how they move a due time. Knows nothing of why somebody paused.

use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, due::Due, error::TargetError, moment::Moment, target::Target};

/// A span during which a clock did not run, closed at both ends.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    pub from: Moment,
    pub to: Moment,
}

impl Calendar {
    /// The due time after pauses: the original one ⊕ the business time inside the pauses (`definitions` §7).
    ///
    /// Pauses may come in any order and may overlap. What lies before the start counts for nothing, and so
    /// does a pause that begins after the due instant of its time: it does not undo a breach. Targets that
    /// cannot pause ([`Target::can_pause`]) keep their due.
    ///
    /// # Errors
    /// As [`Calendar::due`]; and [`TargetError::InvertedPause`].
    pub fn due_with_pauses(
        &self,
        start: Moment,
        target: &Target,
        pauses: &[Pause],
    ) -> Result<Due, TargetError> {
        let original = self.due(start, target)?;
        if let Some(&Pause { from, to }) = pauses.iter().find(|pause| pause.to < pause.from) {
            return Err(TargetError::InvertedPause { from, to });
        }
        if !target.can_pause() {
            return Ok(original);
        }
        let mut due = original;
        for pause in merged(start, pauses) {
            if pause.from > due.at {
                break;
            }
            due = self.extended(due, self.between(pause.from, pause.to));
        }
        if self.contains(due.at) {
            Ok(due)
        } else {
            Err(TargetError::OutOfRange { start })
        }
    }

    /// A due time ⊕ business time in microseconds; nothing moves it when there is none.
    pub fn extended(&self, due: Due, business_micros: i64) -> Due {
        if business_micros <= 0 {
            return due;
        }
        let later = self.add(due.at, business_micros);
        Due {
            at: later.at,
            preliminary: later.preliminary || due.preliminary,
        }
    }
}

/// In order, without overlaps, and nothing before the start.
fn merged(start: Moment, pauses: &[Pause]) -> Vec<Pause> {
    let clip = |pause: &Pause| Pause {
        from: pause.from.max(start),
        to: pause.to,
    };
    let mut sorted: Vec<Pause> = pauses
        .iter()
        .map(clip)
        .filter(|pause| pause.from < pause.to)
        .collect();
    sorted.sort_by_key(|pause| pause.from);
    let mut merged: Vec<Pause> = Vec::with_capacity(sorted.len());
    for pause in sorted {
        match merged.last_mut() {
            Some(last) if pause.from <= last.to => last.to = last.to.max(pause.to),
            _ => merged.push(pause),
        }
    }
    merged
}
