//! Clocks: one deadline of one ticket. What happened to a clock is its history; due, verdict and next wake-up are
//! a pure function of that history and the calendars (`definitions.md` §4, §6, §7).

mod evaluate;
#[cfg(test)]
mod properties;
mod still;
#[cfg(test)]
mod tests;
mod undo;
#[cfg(test)]
mod warned;
mod warning;

pub(crate) use evaluate::SENT_AGAIN;
pub use evaluate::{Calendars, ClockError, Evaluation, Stop};
pub use still::Still;
pub use undo::undone_by_failure;
pub use warning::{Action, Fallen, Given, Level, Recipient, Warning, When, fallen};

use crate::client::Convenient;
use crate::{CalendarId, ClockId, EntryId, Moment, PolicyId, TicketId, coded};
use serde::{Deserialize, Serialize};
pub use worktime::Target;

coded! {
    /// Which deadline it is.
    pub enum ClockKind {
        FirstResponse = "first_response",
        NextResponse = "next_response",
        PeriodicUpdate = "periodic_update",
        Resolution = "resolution",
        Handoff = "handoff",
        Callback = "callback",
        SideTask = "side_task",
        Promise = "promise",
        Statutory = "statutory",
        /// Registering what was received; the statutory term begins with it.
        Registration = "registration",
    }
}

impl ClockKind {
    /// Whether waiting for the client pauses it (`definitions.md` §7).
    #[must_use]
    pub fn pauses_for_client(self) -> bool {
        matches!(self, Self::Resolution | Self::PeriodicUpdate)
    }

    /// Whether whoever promises more than it allows ought to know (§10): the client waits by it. Promises stand beside each other,
    /// and what a department takes is our own affair.
    #[must_use]
    pub fn bounds_promises(self) -> bool {
        !matches!(self, Self::Promise | Self::SideTask)
    }

    /// Whether it goes on when the ticket is resolved, until it is itself fulfilled or withdrawn (§7).
    #[must_use]
    pub fn outlives_resolution(self) -> bool {
        matches!(
            self,
            Self::Callback | Self::SideTask | Self::Promise | Self::Statutory | Self::Registration
        )
    }

    /// Whether an answer that did not get through is a pause; for the others it is as if it had never been sent (§5).
    #[must_use]
    pub fn failed_answer_is_a_pause(self) -> bool {
        matches!(
            self,
            Self::FirstResponse | Self::NextResponse | Self::PeriodicUpdate | Self::Resolution
        )
    }
}

coded! {
    /// What a promise promises (`definitions.md` §10).
    pub enum Promised {
        Answer = "answer",
        Solution = "solution",
        Call = "call",
    }
}

coded! {
    /// How it stands with a clock (`definitions.md` §4).
    pub enum Verdict {
        Running = "running",
        Paused = "paused",
        Met = "met",
        Missed = "missed",
        Cancelled = "cancelled",
        Moved = "moved",
    }
}

coded! {
    /// What can happen to a clock after its start.
    pub enum StepKind {
        Pause = "pause",
        /// Ends a pause, or takes a stop back with the time in between counted as a pause.
        Resume = "resume",
        /// The stopping event.
        Stop = "stop",
        /// Takes the last stop back as if it had never been; with a target, counts from the start by that target.
        Void = "void",
        Cancel = "cancel",
        /// Another target or calendar from here on.
        Retarget = "retarget",
        /// A calendar was corrected: counted from the start again, unless the result is past by then (§8).
        Recount = "recount",
        /// A new date reached the client in time (§10).
        Move = "move",
        /// Another ticket's deadline stands beside it from here on: due no later than that.
        Bound = "bound",
        /// A call that did not connect: counted, and nothing else.
        Attempt = "attempt",
        /// Somebody was warned of the deadline: what came before that warning is not told any more (§12).
        Warned = "warned",
    }
}

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

    /// What it promises, for a promise.
    #[must_use]
    pub fn promised(&self) -> Option<Promised> {
        let is_promise = self.kind == ClockKind::Promise;
        is_promise.then(|| Promised::parse(&self.about).ok()).flatten()
    }

    /// What it is about without the hours that stand behind it: of a callback, why somebody has to call.
    #[must_use]
    pub fn about(&self) -> &str {
        match self.kind {
            ClockKind::Callback => self.about.split(' ').next().unwrap_or_default(),
            _ => &self.about,
        }
    }

    /// The client's convenient hours, within which alone a callback runs.
    #[must_use]
    pub fn convenient(&self) -> Option<Convenient> {
        let hours = (self.kind == ClockKind::Callback).then(|| self.about.split_once(' '))?;
        hours.and_then(|(_, hours)| Convenient::parse(hours))
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

    /// Target and calendar by which it runs now: those of the last change of them.
    #[must_use]
    pub fn rule(&self) -> (Target, CalendarId) {
        let last = self.steps.iter().rev().find_map(|step| step.retarget);
        last.unwrap_or((self.target, self.calendar))
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

    /// Since when somebody has been waiting: its own start, or an earlier one it is held to.
    #[must_use]
    pub fn since(&self) -> Moment {
        let bounds = self.steps.iter().filter_map(|step| step.bound);
        bounds.map(|bound| bound.since).fold(self.started_at, Moment::min)
    }

    /// Still to be fulfilled: running, paused, or missed and not yet stopped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.now.stopped_at == crate::time::NEVER
            && !matches!(self.now.verdict, Verdict::Cancelled | Verdict::Moved)
    }

    /// Since when it waits, or has stopped.
    #[must_use]
    pub fn still_since(&self) -> Option<Moment> {
        let last = self.last_halt_of(true)?;
        matches!(last.kind, StepKind::Pause | StepKind::Stop).then_some(last.at)
    }

    /// Open, and a pause goes on, be its deadline past or not.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        let last = self.last_halt();
        self.is_open() && last.is_some_and(|step| step.kind == StepKind::Pause)
    }

    /// Open, and what it waits for goes on, though its target may be one that does not pause for it (§7).
    #[must_use]
    pub fn waits(&self) -> bool {
        let last = self.last_halt_of(true);
        self.is_open() && last.is_some_and(|step| step.kind == StepKind::Pause)
    }

    /// The step that halted it, or set it going again.
    fn last_halt(&self) -> Option<&Step> {
        self.last_halt_of(self.rule().0.can_pause())
    }

    fn last_halt_of(&self, pauses: bool) -> Option<&Step> {
        let halts = |step: &&Step| match step.kind {
            StepKind::Pause => pauses,
            StepKind::Stop | StepKind::Resume => true,
            StepKind::Void => step.retarget.is_none(),
            _ => false,
        };
        self.steps.iter().rev().find(halts)
    }

    /// The entry of the newest pause.
    #[must_use]
    pub fn paused_by(&self) -> Option<EntryId> {
        let pauses = |step: &&Step| step.kind == StepKind::Pause;
        self.steps.iter().rev().find(pauses).and_then(|step| step.entry)
    }

    /// Whether an entry stopped it, alone or beside others, and that still stands.
    #[must_use]
    pub fn is_stopped_by(&self, entry: EntryId) -> bool {
        self.now.stopped_at != crate::time::NEVER
            && self.standing_stops().any(|step| step.entry == Some(entry))
    }

    /// The newest stop that stands: an answer that was given after another one counts, too.
    #[must_use]
    pub fn last_stop(&self) -> Option<Moment> {
        let stopped = self.now.stopped_at != crate::time::NEVER;
        self.standing_stops()
            .filter(|_| stopped)
            .map(|step| step.at)
            .max()
    }

    fn standing_stops(&self) -> impl Iterator<Item = &Step> {
        let undoes = |step: &Step, stop: &Step| match step.kind {
            StepKind::Resume | StepKind::Void if step.reason == evaluate::DELIVERY => {
                step.entry == stop.entry
            }
            StepKind::Resume => true,
            StepKind::Void => step.retarget.is_none(),
            _ => false,
        };
        self.steps.iter().enumerate().filter_map(move |(place, stop)| {
            let after = &self.steps[place + 1..];
            let stands = stop.kind == StepKind::Stop && !after.iter().any(|step| undoes(step, stop));
            stands.then_some(stop)
        })
    }

    /// Running or paused, as opposed to stopped.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.now.verdict == Verdict::Paused
    }

    /// The due that counts for the order of lists: of a clock that is open and not paused.
    #[must_use]
    pub fn leading_due(&self) -> Option<Moment> {
        (self.is_open() && !self.is_paused()).then_some(self.now.due)
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
