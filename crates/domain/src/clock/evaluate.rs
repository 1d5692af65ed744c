//! From a clock's history to its deadline and verdict. Folds the steps once, in order.

mod stop;
mod target;

pub use stop::Stop;

use self::stop::Stopping;
use self::target::counted;
use super::warning::{Level, Warning, Way, warnings_of};
use super::{Clock, ClockKind, Step, StepKind, Verdict};
use crate::client::Convenient;
use crate::time::NEVER;
use crate::{CalendarId, Moment, PolicyId};
use std::sync::Arc;
use worktime::{Calendar, Target};

/// Where compiled calendars are found, and the warnings of policies.
pub trait Calendars {
    /// The calendar of that version, compiled.
    fn calendar(&self, id: CalendarId) -> Option<Arc<Calendar>>;

    /// The warnings that a policy or a term of that version has for its clock of a kind.
    fn warnings(&self, policy: PolicyId, kind: ClockKind) -> &[Warning];

    /// The warnings of a clock of a kind that no policy starts.
    fn own_warnings(&self, kind: ClockKind) -> &[Warning];
}

/// Why a clock cannot be worked out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClockError {
    #[error("calendar {0} is not there")]
    NoCalendar(CalendarId),
    #[error("the target cannot be counted: {0}")]
    Target(#[from] worktime::TargetError),
}

/// How a clock stands by its history. Whether a running clock has passed its due is a question of the present and
/// is answered by [`Evaluation::verdict_at`].
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Evaluation {
    pub due: Moment,
    /// The due lies beyond the days for which the calendar is official.
    pub preliminary: bool,
    /// By events alone: a clock without a stop is `Running` or `Paused`, never `Missed`.
    pub verdict: Verdict,
    /// The stopping event; `NEVER` while there is none.
    pub stopped_at: Moment,
    /// The first instant at which the deadline is missed; `NEVER` when it cannot be.
    pub next_at: Moment,
    /// The first instant at which somebody is to be warned; `NEVER` when nobody is. Silent while paused.
    pub warn_at: Moment,
    /// What stopped it, and how long that took; nothing where only a change of state ended what was late.
    pub stop: Option<Stop>,
}

impl Evaluation {
    /// Of a clock that was not worked out yet.
    pub(super) const UNKNOWN: Self = Self {
        due: NEVER,
        preliminary: true,
        verdict: Verdict::Running,
        stopped_at: NEVER,
        next_at: NEVER,
        warn_at: NEVER,
        stop: None,
    };

    /// The verdict as of an instant: an open clock past its due is missed. "By" includes the due itself.
    #[must_use]
    pub fn verdict_at(&self, now: Moment) -> Verdict {
        match self.verdict {
            Verdict::Running if now > self.due => Verdict::Missed,
            verdict => verdict,
        }
    }
}

/// The fold's state.
struct Fold {
    started_at: Moment,
    calendar: Arc<Calendar>,
    /// The client's hours, within which alone it runs.
    hours: Option<Convenient>,
    target: Target,
    due: Moment,
    preliminary: bool,
    /// Since when nothing counts: a pause or a stop.
    halted: Option<Moment>,
    /// How far a pause that goes on was given back already.
    given_back: Option<Moment>,
    /// Since when it would stand still, were its target one that pauses (§7): another target may be.
    would_halt: Option<Moment>,
    stopped: bool,
    /// What stopped it and stands, by whom and when.
    stops: Vec<Stopping>,
    cancelled: bool,
    moved: bool,
    /// Pauses that are over, for a retarget that counts from the start again.
    pauses: Vec<worktime::Pause>,
    /// How far somebody was warned.
    warned: Level,
}

/// Works out how a clock stands.
pub(super) fn evaluate(clock: &Clock, calendars: &dyn Calendars) -> Result<Evaluation, ClockError> {
    let fold = Fold::of(clock, calendars)?;
    let warnings = warnings_of(clock, calendars);
    let warn_at = if warnings.is_empty() || fold.is_silent() {
        NEVER
    } else {
        fold.way().next(warnings)
    };
    Ok(fold.finish(warn_at))
}

/// Asks something of the way a clock goes; nothing where it stands still or has ended.
pub(super) fn on_its_way<T>(
    clock: &Clock,
    calendars: &dyn Calendars,
    ask: impl FnOnce(Way<'_>) -> Option<T>,
) -> Result<Option<T>, ClockError> {
    let fold = Fold::of(clock, calendars)?;
    Ok(if fold.is_silent() { None } else { ask(fold.way()) })
}

/// After each step, since when nothing counts; `None` where the clock goes on, late or not.
pub(super) fn halts(clock: &Clock, calendars: &dyn Calendars) -> Result<Vec<Option<Moment>>, ClockError> {
    let mut fold = Fold::begin(clock, calendars)?;
    let after = clock.steps.iter().map(|step| {
        fold.apply(step, calendars)?;
        // What lies after the due is no pause: lateness is measured until the stop (§7).
        Ok(fold.halted.filter(|from| fold.stopped || *from <= fold.due))
    });
    after.collect()
}

/// Why a step takes back what a message did that failed.
pub(super) const DELIVERY: &str = "delivery";
/// Why a promise holds again that a failure had ended.
pub(crate) const SENT_AGAIN: &str = "sent_again";

/// Reasons for an end that takes no miss back: what was late stays late (§4).
const ENDS_LATE: [&str; 3] = ["not_needed", "closed_without_answer", "policy"];

impl Fold {
    fn of(clock: &Clock, calendars: &dyn Calendars) -> Result<Self, ClockError> {
        let mut fold = Self::begin(clock, calendars)?;
        for step in &clock.steps {
            fold.apply(step, calendars)?;
        }
        Ok(fold)
    }

    fn begin(clock: &Clock, calendars: &dyn Calendars) -> Result<Self, ClockError> {
        let calendar = calendars
            .calendar(clock.calendar)
            .ok_or(ClockError::NoCalendar(clock.calendar))?;
        let hours = clock.convenient();
        let due = match clock.given {
            Some(at) => worktime::Due {
                at,
                preliminary: false,
            },
            None => counted(&calendar, clock.started_at, &clock.target, &[], hours.as_ref())?,
        };
        Ok(Self {
            started_at: clock.started_at,
            calendar,
            hours,
            target: clock.target,
            due: due.at,
            preliminary: due.preliminary,
            halted: None,
            given_back: None,
            would_halt: None,
            stopped: false,
            stops: Vec::new(),
            cancelled: false,
            moved: false,
            pauses: Vec::new(),
            warned: Level::NOTHING,
        })
    }

    /// Nobody is warned of a clock that stands still, has stopped or has come to an end.
    fn is_silent(&self) -> bool {
        self.halted.is_some() || self.stopped || self.cancelled || self.moved
    }

    /// Whether the deadline has passed by then while it ran. A pause that began after the due undoes no breach.
    fn is_missed(&self, at: Moment) -> bool {
        self.halted.unwrap_or(at) > self.due
    }

    fn way(&self) -> Way<'_> {
        let pauses = self.pauses.iter().filter(|_| self.target.can_pause());
        let paused = pauses.map(|pause| self.calendar.between(pause.from, pause.to));
        Way {
            calendar: &self.calendar,
            since: self.started_at,
            due: self.due,
            paused: paused.sum(),
            warned: self.warned,
        }
    }

    /// Another due from here on: steps that lie ahead again are warned of again.
    fn rearm(&mut self, at: Moment) {
        self.warned = self.warned.max(Level::at(&self.calendar, at, self.due));
    }

    fn apply(&mut self, step: &Step, calendars: &dyn Calendars) -> Result<(), ClockError> {
        match step.kind {
            StepKind::Pause if self.halted.is_none() && self.target.can_pause() => {
                (self.halted, self.given_back) = (Some(step.at), None);
            }
            StepKind::Pause if self.halted.is_none() => {
                self.would_halt = Some(step.at);
            }
            // A second pause inside the first, or of a stopped clock, changes nothing.
            StepKind::Pause => {}
            StepKind::Resume => {
                self.would_have_halted(step.at);
                self.would_halt = None;
                let stands = self.remaining(step);
                if let Some(from) = self.halted.take() {
                    let from = self.given_back.take().unwrap_or(from);
                    self.credit(from, stands.unwrap_or(step.at));
                }
                self.halted = stands;
                self.stopped = stands.is_some();
            }
            StepKind::Stop => {
                // A stop during a pause counts from the pause's beginning: no time has run since. What is late stays late
                // until somebody does it.
                let from = self.halted.filter(|from| self.stopped || *from <= self.due);
                self.halted = from.or(Some(step.at));
                self.stopped = true;
                self.stops.push(Stopping {
                    entry: step.entry,
                    at: step.at,
                    recorded_at: step.recorded_at,
                });
            }
            StepKind::Void if step.retarget.is_some() => {
                self.recount(self.started_at, step, calendars, true)?
            }
            StepKind::Void if self.moved => self.moved = false,
            StepKind::Void if self.cancelled && step.reason == SENT_AGAIN => self.cancelled = false,
            StepKind::Void if self.stopped => {
                self.halted = self.remaining(step);
                self.stopped = self.halted.is_some();
            }
            StepKind::Void => {}
            StepKind::Cancel
                if !self.stopped && self.is_missed(step.at) && ENDS_LATE.contains(&step.reason.as_str()) =>
            {
                self.halted = Some(step.at);
                self.stopped = true;
            }
            StepKind::Cancel => self.cancelled = true,
            StepKind::Retarget => {
                // A policy that asks for it again takes up what another one had ended.
                self.cancelled = false;
                self.retarget(step, calendars)?;
                self.rearm(step.at);
            }
            StepKind::Recount => {
                self.recount(self.started_at, step, calendars, false)?;
                self.rearm(step.at);
            }
            // A new date after the old instant leaves the old one broken.
            StepKind::Move => self.moved |= !self.stopped && step.at <= self.due,
            StepKind::Bound => self.hold_to(step),
            StepKind::Warned => {
                let level = step.given.as_ref().map_or(self.warned, |given| given.level);
                self.warned = self.warned.min(level);
            }
            StepKind::Attempt => {}
        }
        Ok(())
    }

    fn finish(self, warn_at: Moment) -> Evaluation {
        let stopped_at = if self.stopped {
            self.halted.unwrap_or(NEVER)
        } else {
            NEVER
        };
        let verdict = match (self.cancelled, self.stopped, self.halted) {
            (true, ..) => Verdict::Cancelled,
            (false, false, _) if self.moved => Verdict::Moved,
            (false, true, _) if stopped_at <= self.due => Verdict::Met,
            (false, true, _) => Verdict::Missed,
            // A pause that began after the due changes nothing about the breach.
            (false, false, Some(from)) if from <= self.due => Verdict::Paused,
            (false, false, _) => Verdict::Running,
        };
        // The due itself is in time, so the timer acts one microsecond later.
        let next_at = if verdict == Verdict::Running {
            self.due.saturating_add(1)
        } else {
            NEVER
        };
        Evaluation {
            due: self.due,
            preliminary: self.preliminary,
            verdict,
            stopped_at,
            next_at,
            warn_at,
            stop: self.stop(stopped_at),
        }
    }
}
