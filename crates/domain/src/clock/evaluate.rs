//! From a clock's history to its deadline and verdict. Folds the steps once, in order.

use super::warning::{Level, Warning, Way, warnings_of};
use super::{Clock, ClockKind, Step, StepKind, Verdict};
use crate::EntryId;
use crate::client::Convenient;
use crate::time::NEVER;
use crate::{CalendarId, Moment, PolicyId};
use std::sync::Arc;
use worktime::{Calendar, Due, HOUR, MINUTE, Pause, Target};

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

/// A stop that nothing has taken back.
#[derive(Copy, Clone)]
struct Stopping {
    entry: Option<EntryId>,
    at: Moment,
    recorded_at: Moment,
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

/// When a target is due: by the calendar, and where there are hours, within these alone. Hours that never meet the
/// calendar are not waited for. A target in days ends with its day, whatever the hours.
fn counted(
    calendar: &Calendar,
    start: Moment,
    target: &Target,
    pauses: &[Pause],
    hours: Option<&Convenient>,
) -> Result<Due, ClockError> {
    let due = calendar.due_with_pauses(start, target, pauses)?;
    let micros = match *target {
        Target::Minutes(minutes) => i64::from(minutes) * MINUTE,
        Target::Hours(hours) => i64::from(hours) * HOUR,
        _ => return Ok(due),
    };
    let within = hours.and_then(|hours| hours.due(calendar, start, micros));
    Ok(within.map_or(due, |at| Due {
        at,
        preliminary: calendar.is_preliminary(calendar.date_of(at)),
    }))
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

    /// The earliest stop that still stands without what the step takes back: an answer that failed takes back itself alone.
    fn remaining(&mut self, step: &Step) -> Option<Moment> {
        if step.reason == DELIVERY {
            self.stops.retain(|stop| stop.entry != step.entry);
        } else {
            self.stops.clear();
        }
        self.stops.iter().map(|stop| stop.at).min()
    }

    fn way(&self) -> Way<'_> {
        let paused = self
            .pauses
            .iter()
            .map(|pause| self.calendar.between(pause.from, pause.to));
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
                self.halted = Some(step.at)
            }
            // A second pause inside the first, of a stopped clock, or of one that cannot pause changes nothing.
            StepKind::Pause => {}
            StepKind::Resume => {
                let stands = self.remaining(step);
                if let Some(from) = self.halted.take() {
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

    /// Counts from the start again. What would be past by then keeps the old due, unless it is `exact`.
    fn recount(
        &mut self,
        started_at: Moment,
        step: &Step,
        calendars: &dyn Calendars,
        exact: bool,
    ) -> Result<(), ClockError> {
        let Some((target, id)) = &step.retarget else {
            return Ok(());
        };
        let calendar = calendars.calendar(*id).ok_or(ClockError::NoCalendar(*id))?;
        let due = counted(&calendar, started_at, target, &self.pauses, self.hours.as_ref())?;
        let stands_still = self.stopped || self.halted.is_some_and(|from| from <= self.due);
        if exact || stands_still || due.at >= step.at {
            self.due = due.at;
            self.preliminary = due.preliminary;
        }
        self.calendar = calendar;
        self.target = *target;
        Ok(())
    }

    /// Gives back the business time of a pause. A pause after the due does not undo the breach.
    fn credit(&mut self, from: Moment, to: Moment) {
        if from > self.due || to <= from || !self.target.can_pause() {
            return;
        }
        let before = worktime::Due {
            at: self.due,
            preliminary: self.preliminary,
        };
        let due = self.calendar.extended(before, self.calendar.between(from, to));
        self.due = due.at;
        self.preliminary = due.preliminary;
        self.pauses.push(worktime::Pause { from, to });
    }

    /// Another deadline beside its own: the earlier one holds. What the bound says is as of `step.at`, so a pause that
    /// goes on is credited up to there.
    fn hold_to(&mut self, step: &Step) {
        let Some(bound) = step.bound.filter(|_| !self.stopped) else {
            return;
        };
        if let Some(from) = self.halted {
            self.credit(from, step.at);
            self.halted = Some(step.at.max(from));
        }
        self.started_at = self.started_at.min(bound.since);
        if bound.due < self.due {
            self.due = bound.due;
            self.preliminary = false;
        }
    }

    /// Another target from `step.at` on: looser moves the due, tighter never puts it into the past (§8).
    fn retarget(&mut self, step: &Step, calendars: &dyn Calendars) -> Result<(), ClockError> {
        let Some((target, id)) = &step.retarget else {
            return Ok(());
        };
        if self.is_missed(step.at) {
            return Ok(()); // already missed, stays missed
        }
        let calendar = calendars.calendar(*id).ok_or(ClockError::NoCalendar(*id))?;
        let hours = self.hours.as_ref();
        let mut due = counted(&calendar, self.started_at, target, &self.pauses, hours)?;
        if due.at < self.due {
            let from_now = counted(&calendar, step.at, target, &[], hours)?;
            due = if from_now.at < self.due {
                from_now
            } else {
                worktime::Due {
                    at: self.due,
                    preliminary: self.preliminary,
                }
            };
        }
        self.due = due.at;
        self.preliminary = due.preliminary;
        self.calendar = calendar;
        self.target = *target;
        Ok(())
    }

    /// What stopped it first, of what stands. A stop during a pause worked until the pause; the client waited on.
    fn stop(&self, stopped_at: Moment) -> Option<Stop> {
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
