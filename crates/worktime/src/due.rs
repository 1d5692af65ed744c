//! From a start and a target to a due time. Knows nothing of what the target is for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    HOUR, MINUTE,
    calendar::Calendar,
    error::TargetError,
    moment::Moment,
    target::{OnDayOff, Target, Until},
    zone,
};

/// When something is due. "By" includes the instant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Due {
    pub at: Moment,
    /// It rests on days off that are assumed, not official: to be recomputed when the year is published.
    pub preliminary: bool,
}

impl Due {
    /// Beyond the computed years.
    pub const NEVER: Due = Due {
        at: Moment::MAX,
        preliminary: true,
    };
}

impl Calendar {
    /// The due time of a target that starts at an instant (`definitions` §3). A later start never has an
    /// earlier due.
    ///
    /// # Errors
    /// [`TargetError`]: the target is not valid, or start or due lie outside the years 1900 to 2299.
    pub fn due(&self, start: Moment, target: &Target) -> Result<Due, TargetError> {
        target.validate()?;
        let found = if self.contains(start) {
            self.due_within(start, target)
        } else {
            None
        };
        found
            .filter(|due| self.contains(due.at))
            .ok_or(TargetError::OutOfRange { start })
    }

    /// Start ⊕ business time in microseconds: the earliest instant by which so much has passed. Closing time is
    /// closing time: it does not jump to the next opening. 0 and less leave the start as it is.
    /// [`Due::NEVER`] beyond the computed years.
    pub fn add(&self, start: Moment, business_micros: i64) -> Due {
        if business_micros <= 0 {
            return Due {
                at: start,
                preliminary: self.is_preliminary(self.date_of(start)),
            };
        }
        self.after(start, business_micros).unwrap_or(Due::NEVER)
    }

    fn due_within(&self, start: Moment, target: &Target) -> Option<Due> {
        match *target {
            Target::Minutes(minutes) => self.after(start, i64::from(minutes) * MINUTE),
            Target::Hours(hours) => self.after(start, i64::from(hours) * HOUR),
            Target::CalendarMinutes(minutes) => Some(elapsed(start, i64::from(minutes) * MINUTE)),
            Target::CalendarHours(hours) => Some(elapsed(start, i64::from(hours) * HOUR)),
            Target::Days {
                days,
                until: Until::Close,
                late_receipt,
            } => {
                let date = self.working_day_after(self.received_on(start, late_receipt)?, days)?;
                Some(self.due_on(self.closing_of(date)?, date))
            }
            Target::Days {
                days,
                until: Until::EndOfDay,
                late_receipt,
            } => {
                let date = self.working_day_after(self.received_on(start, late_receipt)?, days)?;
                Some(self.due_on(self.end_of(date), date))
            }
            Target::Days {
                days,
                until: Until::SameTime,
                ..
            } => self.same_time(start, days),
            Target::CalendarDays { days, on_day_off } => self.calendar_days(start, days, on_day_off),
        }
    }

    fn after(&self, start: Moment, micros: i64) -> Option<Due> {
        let found = self.advance(start, micros)?;
        Some(self.due_on(Moment::from_micros(found.at), found.date))
    }

    /// A due time that rests on the days off up to a date.
    fn due_on(&self, at: Moment, last_date: Date) -> Due {
        Due {
            at,
            preliminary: self.is_preliminary(last_date),
        }
    }

    /// The day of receipt.
    fn received_on(&self, start: Moment, late_receipt: bool) -> Option<Date> {
        let date = self.date_of(start);
        match self.closing_of(date) {
            Some(closing) if start < closing => Some(date),
            _ if late_receipt => self.working_day_after(date, 1),
            _ => Some(date),
        }
    }

    fn same_time(&self, start: Moment, days: u32) -> Option<Due> {
        let start = if self.is_open(start) {
            start
        } else {
            self.next_opening(start)?
        };
        let received = self.date_of(start);
        let date = self.working_day_after(received, days)?;
        let wall = self.zone.furthest_wall(received, start.as_micros());
        let wanted = self.zone.instant_of_micros(date, wall);
        let closed_by = self.intervals(date).find(|&(_, close)| wanted <= close);
        let at = match closed_by {
            Some((open, _)) => Moment::from_micros(wanted.max(open)),
            None => self.closing_of(date)?,
        };
        Some(self.due_on(at, date))
    }

    fn calendar_days(&self, start: Moment, days: u32, on_day_off: OnDayOff) -> Option<Due> {
        let last = zone::days_after(self.date_of(start), days);
        let (date, rests_on) = match on_day_off {
            OnDayOff::Next if !self.is_working_day(last) => {
                let next = self.working_day_after(last, 1)?;
                (next, next)
            }
            // Had the last date been a working day, it would be due then: so it rests on that date too.
            OnDayOff::Previous if !self.is_working_day(last) => (self.working_day_before(last, 1)?, last),
            // As good as elapsed time: no publication of days off can change it.
            OnDayOff::Keep => {
                return Some(Due {
                    at: self.end_of(last),
                    preliminary: false,
                });
            }
            OnDayOff::Next | OnDayOff::Previous => (last, last),
        };
        Some(self.due_on(self.end_of(date), rests_on))
    }
}

fn elapsed(start: Moment, micros: i64) -> Due {
    Due {
        at: start.saturating_add(micros),
        preliminary: false,
    }
}
