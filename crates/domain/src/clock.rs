//! Clocks: one deadline of one ticket. What happened to a clock is its history; due, verdict and next wake-up are
//! a pure function of that history and the calendars (`definitions.md` §4, §6, §7).

mod evaluate;
mod kind;
#[cfg(test)]
mod properties;
mod stand;
mod still;
#[cfg(test)]
mod tests;
mod undo;
#[cfg(test)]
mod warned;
mod warning;

pub(crate) use evaluate::SENT_AGAIN;
pub use evaluate::{Calendars, ClockError, Evaluation, Stop};
pub use kind::{ClockKind, Promised, StepKind, Verdict};
pub use still::Still;
pub use undo::undone_by_failure;
pub use warning::{Action, Fallen, Given, Level, Recipient, Warning, When, fallen};

use crate::client::Convenient;
use crate::{CalendarId, ClockId, EntryId, Moment, PolicyId, TicketId};
use serde::{Deserialize, Serialize};
pub use worktime::Target;

/// One thing that happened to a clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub kind: StepKind,
    pub at: Moment,
    pub recorded_at: Moment,
    /// The timeline entry behind it, where there is one.
    pub entry: Option<EntryId>,
    /// Why, as a code: `waiting_client`, `delivery`, `merged`, `not_needed` …
    pub reason: String,
    /// For [`StepKind::Retarget`], [`StepKind::Recount`] and a [`StepKind::Void`] of an extension.
    pub retarget: Option<(Target, CalendarId)>,
    /// For [`StepKind::Bound`].
    pub bound: Option<Bound>,
    /// For [`StepKind::Warned`].
    pub given: Option<Given>,
}

/// A start and a deadline that a clock is held to, where its own are later.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    pub since: Moment,
    pub due: Moment,
}

/// A clock with all that happened to it, in order of `(at, recorded_at)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    pub id: ClockId,
    pub ticket: TicketId,
    pub kind: ClockKind,
    pub policy: Option<PolicyId>,
    pub calendar: CalendarId,
    pub target: Target,
    pub started_at: Moment,
    pub steps: Vec<Step>,
    /// The deadline as it stands; kept beside the history it follows from.
    pub now: Evaluation,
    /// The breach has been written down and told; it is not told twice.
    pub breach_recorded: bool,
    /// The due itself, where somebody gave it and nothing was counted.
    pub given: Option<Moment>,
    /// What it is about, where the kind does not say it all: what is promised, who is asked.
    pub about: String,
    /// The message in which the client heard of it.
    pub entry: Option<EntryId>,
    /// Why it was missed, in somebody's words.
    pub excuse: String,
    /// Missed, and forgiven: counted as both.
    pub excused: bool,
}

impl Clock {
    /// A clock that starts with nothing behind it.
    ///
    /// # Errors
    /// The calendar is unknown, or the target is not one it can count.
    pub fn start(seed: ClockSeed, calendars: &dyn Calendars) -> Result<Self, ClockError> {
        let ClockSeed {
            id,
            ticket,
            kind,
            policy,
            calendar,
            target,
            started_at,
        } = seed;
        let now = Evaluation::UNKNOWN;
        let mut clock = Self {
            id,
            ticket,
            kind,
            policy,
            calendar,
            target,
            started_at,
            steps: Vec::new(),
            now,
            breach_recorded: false,
            given: None,
            about: String::new(),
            entry: None,
            excuse: String::new(),
            excused: false,
        };
        clock.now = evaluate::evaluate(&clock, calendars)?;
        Ok(clock)
    }

    /// A clock whose due was given: a promise. Its target is the time in between, elapsed, for the record.
    ///
    /// # Errors
    /// As [`Clock::start`].
    pub fn promise(
        seed: ClockSeed,
        what: Promised,
        due: Moment,
        entry: Option<EntryId>,
        calendars: &dyn Calendars,
    ) -> Result<Self, ClockError> {
        let mut clock = Self::start(seed, calendars)?;
        clock.given = Some(due);
        clock.about = what.code().to_owned();
        clock.entry = entry;
        clock.now = evaluate::evaluate(&clock, calendars)?;
        Ok(clock)
    }

    /// Runs within these hours alone, or without hours of the client's.
    ///
    /// # Errors
    /// As [`Clock::start`].
    pub fn keep_to(
        &mut self,
        hours: Option<&Convenient>,
        calendars: &dyn Calendars,
    ) -> Result<(), ClockError> {
        self.about = match hours {
            Some(hours) => format!("{} {hours}", self.about()),
            None => self.about().to_owned(),
        };
        self.now = evaluate::evaluate(self, calendars)?;
        Ok(())
    }

    /// Adds a step and works out anew how the clock stands.
    ///
    /// # Errors
    /// As [`Clock::start`].
    pub fn push(&mut self, step: Step, calendars: &dyn Calendars) -> Result<(), ClockError> {
        let place = self
            .steps
            .partition_point(|known| (known.at, known.recorded_at) <= (step.at, step.recorded_at));
        self.steps.insert(place, step);
        match evaluate::evaluate(self, calendars) {
            Ok(now) => {
                self.now = now;
                Ok(())
            }
            Err(error) => {
                self.steps.remove(place);
                Err(error)
            }
        }
    }

    /// Works out what stopped it and how long that took, where that was not kept yet; nothing else about it changes. False where
    /// it cannot be told.
    pub fn measure(&mut self, calendars: &dyn Calendars) -> bool {
        let known = self.now.stop.is_some() || self.now.stopped_at == crate::time::NEVER;
        let fresh = evaluate::evaluate(self, calendars).ok().filter(|_| !known);
        // A calendar that was corrected since moved no clock that had stopped: what stopped it is the same.
        self.now.stop = fresh.and_then(|fresh| fresh.stop).or(self.now.stop);
        !known && self.now.stop.is_some()
    }

    /// Runs by another policy from here on: its warnings are that one's.
    ///
    /// # Errors
    /// As [`Clock::start`]; the clock is left as it was.
    pub fn follow(&mut self, policy: Option<PolicyId>, calendars: &dyn Calendars) -> Result<(), ClockError> {
        let before = std::mem::replace(&mut self.policy, policy);
        match evaluate::evaluate(self, calendars) {
            Ok(now) => {
                self.now = now;
                Ok(())
            }
            Err(error) => {
                self.policy = before;
                Err(error)
            }
        }
    }

    /// Takes out what an entry did, as if it had never happened, and works out anew how the clock stands.
    ///
    /// # Errors
    /// As [`Clock::start`]; the clock is left as it was.
    pub fn forget(&mut self, entry: EntryId, calendars: &dyn Calendars) -> Result<(), ClockError> {
        let steps: Vec<Step> = self
            .steps
            .iter()
            .filter(|step| step.entry != Some(entry))
            .cloned()
            .collect();
        let known = std::mem::replace(&mut self.steps, steps);
        match evaluate::evaluate(self, calendars) {
            Ok(now) => {
                self.now = now;
                Ok(())
            }
            Err(error) => {
                self.steps = known;
                Err(error)
            }
        }
    }
}

/// What a clock starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockSeed {
    pub id: ClockId,
    pub ticket: TicketId,
    pub kind: ClockKind,
    pub policy: Option<PolicyId>,
    pub calendar: CalendarId,
    pub target: Target,
    pub started_at: Moment,
}
