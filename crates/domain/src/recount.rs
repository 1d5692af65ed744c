//! Running clocks counted anew from their histories, after a calendar or the policies were corrected (`definitions.md`
//! §8). The same rule foretells what a correction would do and does it.

use crate::act::{Edit, recounted};
use crate::clock::{ClockKind, Verdict};
use crate::id::Ids;
use crate::intake::TicketFacts;
use crate::plan::Plan;
use crate::setup::Setup;
use crate::{Actor, CalendarId, ClockId, Moment, coded};
use serde::{Deserialize, Serialize};

/// What was corrected.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Versions of calendars that give way, each with what takes its place.
    pub calendars: Vec<(CalendarId, CalendarId)>,
    /// Policies are chosen anew.
    pub policies: bool,
}

impl Correction {
    /// Whether there is anything to count anew.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calendars.is_empty() && !self.policies
    }

    /// What takes the place of a calendar.
    #[must_use]
    pub fn successor(&self, id: CalendarId) -> Option<CalendarId> {
        self.calendars
            .iter()
            .find(|(old, _)| *old == id)
            .map(|(_, new)| *new)
    }
}

coded! {
    /// How far a recount has come.
    pub enum RecountState {
        /// Waits for a person to confirm it.
        Proposed = "proposed",
        Running = "running",
        Done = "done",
        Dismissed = "dismissed",
    }
}

/// A clock whose deadline or verdict is another one than before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Moved {
    pub clock: ClockId,
    pub kind: ClockKind,
    pub due: (Moment, Moment),
    pub verdict: (Verdict, Verdict),
}

impl Moved {
    /// Whether the verdict is another one.
    #[must_use]
    pub fn flips(&self) -> bool {
        self.verdict.0 != self.verdict.1
    }
}

/// What a recount of one ticket goes by beside its clocks.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Occasion<'a> {
    /// The client's segment.
    pub segment: &'a str,
    /// What somebody gave as the grounds, for the ticket's history.
    pub why: &'a str,
}

/// Counts one ticket's running clocks anew; `None` where nothing is different.
#[must_use]
pub fn recount(
    facts: TicketFacts,
    correction: &Correction,
    occasion: Occasion<'_>,
    setup: &Setup,
    now: Moment,
    actor: Actor,
    ids: &mut dyn Ids,
) -> Option<(Plan, Vec<Moved>)> {
    // Merged: its clocks went on with the survivor.
    let edit = Edit::begin(facts, None, setup, now, actor, ids).ok()?;
    recounted(edit, correction, occasion)
}
