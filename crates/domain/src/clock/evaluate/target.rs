//! The due of a clock as it is counted: from its start, from a change of its target, after pauses and under a bound.

use super::{ClockError, Fold};
use crate::Moment;
use crate::client::Convenient;
use crate::clock::{Calendars, Step};
use worktime::{Calendar, Due, HOUR, MINUTE, Pause, Target};

/// When a target is due: by the calendar, and where there are hours, within these alone. Hours that never meet the
/// calendar are not waited for. A target in days ends with its day, whatever the hours.
pub(super) fn counted(
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

impl Fold {
    /// Counts from the start again. What would be past by then keeps the old due, unless it is `exact`.
    pub(super) fn recount(
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
        self.follow_target(*target);
        Ok(())
    }

    /// Takes up a target: one that cannot pause goes on through a pause, and one that can stands still in it (§7).
    fn follow_target(&mut self, target: Target) {
        self.target = target;
        if self.stopped {
            return;
        }
        if target.can_pause() {
            self.halted = self.halted.or(self.would_halt.take());
        } else if let Some(from) = self.halted.take() {
            self.would_halt = Some(self.given_back.take().unwrap_or(from));
        }
    }

    /// A pause of a target that does not pause moves nothing, and is kept for one that does.
    pub(super) fn would_have_halted(&mut self, until: Moment) {
        let Some(from) = self.would_halt else { return };
        if from <= self.due && from < until {
            self.pauses.push(Pause { from, to: until });
            self.would_halt = Some(until);
        }
    }

    /// Gives back the business time of a pause. A pause after the due does not undo the breach.
    pub(super) fn credit(&mut self, from: Moment, to: Moment) {
        if from > self.due || to <= from || !self.target.can_pause() {
            return;
        }
        let before = Due {
            at: self.due,
            preliminary: self.preliminary,
        };
        let due = self.calendar.extended(before, self.calendar.between(from, to));
        self.due = due.at;
        self.preliminary = due.preliminary;
        self.pauses.push(Pause { from, to });
    }

    /// Gives back what a pause that goes on has taken so far: a target that counts from now on gets only what is still to come.
    fn give_back(&mut self, at: Moment) {
        let Some(from) = self.halted.filter(|_| !self.stopped) else {
            return;
        };
        self.credit(self.given_back.unwrap_or(from), at);
        // No working time lies between its due and a later instant of such a pause.
        self.given_back = Some(at.min(self.due));
    }

    /// Another deadline beside its own: the earlier one holds. What the bound says is as of `step.at`, so a pause that
    /// goes on is credited up to there.
    pub(super) fn hold_to(&mut self, step: &Step) {
        let Some(bound) = step.bound.filter(|_| !self.stopped) else {
            return;
        };
        if let Some(from) = self.halted {
            let since = self.given_back.take().unwrap_or(from);
            self.credit(since, step.at);
            self.halted = Some(step.at.max(from));
        }
        self.started_at = self.started_at.min(bound.since);
        if bound.due < self.due {
            self.due = bound.due;
            self.preliminary = false;
        }
    }

    /// Another target from `step.at` on: looser moves the due, tighter never puts it into the past (§8).
    pub(super) fn retarget(&mut self, step: &Step, calendars: &dyn Calendars) -> Result<(), ClockError> {
        let Some((target, id)) = &step.retarget else {
            return Ok(());
        };
        if self.is_missed(step.at) {
            return Ok(()); // already missed, stays missed
        }
        self.give_back(step.at);
        self.would_have_halted(step.at);
        let calendar = calendars.calendar(*id).ok_or(ClockError::NoCalendar(*id))?;
        let hours = self.hours.as_ref();
        let mut due = counted(&calendar, self.started_at, target, &self.pauses, hours)?;
        if due.at < self.due {
            let from_now = counted(&calendar, step.at, target, &[], hours)?;
            due = if from_now.at < self.due {
                from_now
            } else {
                Due {
                    at: self.due,
                    preliminary: self.preliminary,
                }
            };
        }
        self.due = due.at;
        self.preliminary = due.preliminary;
        self.calendar = calendar;
        self.follow_target(*target);
        Ok(())
    }
}
