//! Dates of paper: what day it is at the desk, and which dates a letter may have.

use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::act::Letter;
use domain::time::NEVER;
use domain::{Moment, Permission, Principal};
use jiff::civil::Date;

/// Business days within which one of our people enters what came (`definitions.md` §1).
const BACK: u32 = 5;

impl Desk {
    /// Today, at the desk.
    #[must_use]
    pub fn today(&self) -> Date {
        self.date_here(self.now())
    }

    /// The date it is at the desk.
    pub(crate) fn date_here(&self, at: Moment) -> Date {
        let zone = self.zones(&self.setup().zone, "").desk;
        at.to_timestamp().to_zoned(zone).date()
    }

    /// Midnight of a date at the desk.
    pub(crate) fn start_of(&self, date: Date) -> Moment {
        let zone = self.zones(&self.setup().zone, "").desk;
        let at = date.to_zoned(zone).map(|zoned| zoned.timestamp());
        at.map_or(NEVER, Moment::from_timestamp)
    }

    pub(super) fn check_dates(
        &self,
        principal: &Principal,
        letter: &Letter,
        today: Date,
        now: Moment,
    ) -> DeskResult<()> {
        let wrong =
            |(field, code, reason): (&str, &'static str, &str)| DeskError::invalid(field, code, reason);
        letter.check(today).map_err(wrong)?;
        if letter.registered_at > now {
            let reason = "a letter is registered now, or was before";
            return Err(DeskError::invalid("registered_at", "occurred_in_future", reason));
        }
        let setup = self.setup();
        let calendar = setup.calendar.and_then(|id| setup.calendars.get(&id).cloned());
        let earliest = calendar.and_then(|calendar| calendar.working_day_before(today, BACK));
        if earliest.is_none_or(|earliest| letter.received >= earliest) {
            return Ok(());
        }
        if !principal.may(Permission::IntakeBackdate) {
            let reason = "a letter is entered within 5 working days of its receipt; ask a supervisor to enter an older one";
            return Err(DeskError::invalid("received", "too_far_back", reason));
        }
        if letter.reason.is_empty() {
            let reason = "say why the letter is entered more than 5 working days after its receipt";
            return Err(DeskError::invalid("reason", "required", reason));
        }
        Ok(())
    }
}
