//! What became of deadlines: met or missed, and what is counted apart from both (`definitions.md` §6, §10, §13).

use super::DeskReader;
use crate::DeskResult;
use crate::desk::require;
use domain::clock::ClockKind;
use domain::{Moment, Permission};
use store::rows::{ClockCounts, ClockLengths, FirstContact, share};

/// Deadlines of a span.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClockReport {
    /// Kinds of which there were any, by code.
    pub kinds: Vec<ClockCounts>,
    /// How long answers and solutions took, those of people before those of programs.
    pub lengths: Vec<ClockLengths>,
    pub first_contact: FirstContact,
}

impl ClockReport {
    /// How promises were kept.
    #[must_use]
    pub fn promises(&self) -> Option<&ClockCounts> {
        self.kinds.iter().find(|counts| counts.kind == ClockKind::Promise)
    }

    /// Met ÷ (met + missed) of all kinds together; nothing where there was neither. A promise has a report of its own.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let clocks = || {
            self.kinds
                .iter()
                .filter(|counts| counts.kind != ClockKind::Promise)
        };
        let met: i64 = clocks().map(|counts| counts.met).sum();
        share(met, met + clocks().map(|counts| counts.missed).sum::<i64>())
    }

    /// How long the clocks of a kind took that people stopped, or programs.
    #[must_use]
    pub fn lengths(&self, kind: ClockKind, automatic: bool) -> Option<&ClockLengths> {
        self.lengths
            .iter()
            .find(|lengths| lengths.kind == kind && lengths.automatic == automatic)
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
                lengths: reader.clock_lengths(scope, from, to)?,
                first_contact: reader.first_contact(scope, from, to, now)?,
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
        self.snapshot(move |reader, scope| {
            let mut plan = reader.clock_counts_plan(scope, from, to)?;
            plan.extend(reader.clock_lengths_plan(scope, from, to)?);
            plan.extend(reader.first_contact_plan(scope, from, to)?);
            Ok(plan)
        })
        .await
    }
}
