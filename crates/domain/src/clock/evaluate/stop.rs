//! What stopped a clock: of everything that stands the first, and how long it took.

use super::{DELIVERY, Fold};
use crate::clock::Step;
use crate::{EntryId, Moment};

/// The event that stopped a clock, and how long it took (`definitions.md` §13).
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Stop {
    /// The line of the timeline behind it: its author is who answered.
    pub entry: Option<EntryId>,
    /// Later than the due of a clock that was met: the verdict was another one until then.
    pub recorded_at: Moment,
    /// The desk's view: the time that counted, in the clock's calendar and without its pauses; microseconds.
    pub worked: i64,
    /// The client's view: all the time from the clock's beginning to that event; microseconds.
    pub waited: i64,
}

/// A stop that nothing has taken back.
#[derive(Copy, Clone)]
pub(super) struct Stopping {
    pub entry: Option<EntryId>,
    pub at: Moment,
    pub recorded_at: Moment,
}

impl Fold {
    /// The earliest stop that still stands without what the step takes back: an answer that failed takes back itself alone.
    pub(super) fn remaining(&mut self, step: &Step) -> Option<Moment> {
        if step.reason == DELIVERY {
            self.stops.retain(|stop| stop.entry != step.entry);
        } else {
            self.stops.clear();
        }
        self.stops.iter().map(|stop| stop.at).min()
    }

    /// What stopped it first, of what stands. A stop during a pause worked until the pause; the client waited on.
    pub(super) fn stop(&self, stopped_at: Moment) -> Option<Stop> {
        let ends = self.stopped && !self.cancelled;
        let first = self
            .stops
            .iter()
            .filter(|_| ends)
            .min_by_key(|stop| (stop.at, stop.recorded_at))?;
        let hours = self.hours.as_ref();
        let closed = hours.map(|hours| hours.outside(self.started_at, stopped_at));
        let pauses = self.pauses.iter().map(|pause| (pause.from, pause.to));
        let halted: i64 = pauses
            .chain(closed.into_iter().flatten())
            .map(|(from, to)| self.calendar.between(from, to.min(stopped_at)))
            .sum();
        Some(Stop {
            entry: first.entry,
            recorded_at: first.recorded_at,
            worked: (self.calendar.between(self.started_at, stopped_at) - halted).max(0),
            waited: (first.at - self.started_at).max(0),
        })
    }
}
