//! What became of deadlines: met or missed, and what is counted apart from both (`definitions.md` §6, §10, §13).

use super::DeskReader;
use crate::DeskResult;
use crate::desk::require;
use domain::clock::ClockKind;
use domain::{Moment, Permission};
use store::rows::ClockCounts;

/// Deadlines of a span.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClockReport {
    /// Kinds of which there were any, by code.
    pub kinds: Vec<ClockCounts>,
}

impl ClockReport {
    /// How promises were kept.
    #[must_use]
    pub fn promises(&self) -> Option<&ClockCounts> {
        self.kinds.iter().find(|counts| counts.kind == ClockKind::Promise)
    }

    /// Of all kinds together.
    #[must_use]
    pub fn sum(&self, of: fn(&ClockCounts) -> i64) -> i64 {
        self.kinds.iter().map(of).sum()
    }
}

impl DeskReader {
    /// What became of deadlines within [from, to), on the tickets that the reader may see.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn clock_report(&self, from: Moment, to: Moment, now: Moment) -> DeskResult<ClockReport> {
        require(&self.principal, Permission::Supervise)?;
        self.snapshot(move |reader, scope| {
            Ok(ClockReport {
                kinds: reader.clock_counts(scope, from, to, now)?,
            })
        })
        .await
    }

    /// How the database would count them, for the test of its indexes.
    ///
    /// # Errors
    /// As [`DeskReader::clock_report`].
    #[doc(hidden)]
    pub async fn clock_report_plan(&self, from: Moment, to: Moment) -> DeskResult<Vec<String>> {
        self.snapshot(move |reader, scope| Ok(reader.clock_counts_plan(scope, from, to)?))
            .await
    }
}
