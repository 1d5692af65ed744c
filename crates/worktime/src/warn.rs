//! Steps before a due time, and the time a client is told. Knows nothing of who is warned or told.

use jiff::civil::Date;

use crate::{MINUTE, calendar::Calendar, moment::Moment, target::Target, wall::WallTime};

impl Calendar {
    /// The instant by which so many percent of the business time between start and due have passed
    /// (`definitions` §12). `None` when there is no business time between them, so no share of it either.
    pub fn at_percent(&self, start: Moment, due: Moment, percent: u32) -> Option<Moment> {
        let span = self.between(start, due);
        if span == 0 {
            return None;
        }
        let share = i128::from(span) * i128::from(percent) / 100;
        i64::try_from(share).ok().map(|share| self.add(start, share).at)
    }

    /// So much business time (microseconds) before a due instant: the latest instant from which so much is
    /// left. 0 and less leave it as it is; [`Moment::MIN`] before the computed years.
    pub fn before(&self, due: Moment, business_micros: i64) -> Moment {
        if business_micros <= 0 {
            return due;
        }
        self.retreat(due, business_micros)
            .map_or(Moment::MIN, Moment::from_micros)
    }

    /// The closing time of the working day in which the instant falls; the instant itself on a non-working day.
    /// A closing at 24:00 belongs to the day it closes.
    pub fn told_close(&self, at: Moment) -> Moment {
        let date = self.working_date_of(at);
        self.closing_of(date).unwrap_or(at)
    }

    /// What the client is told for a due time (`definitions` §11): day targets as the closing time of their
    /// day, others to the full minute.
    pub fn told(&self, target: &Target, due: Moment) -> Moment {
        if target.in_days() {
            self.told_close(due)
        } else {
            due.saturating_sub(due.as_micros().rem_euclid(MINUTE))
        }
    }

    /// Date and wall time as a due time is shown: the closing of a day open until 24:00 is shown as 24:00 of
    /// that day, anything else as usual. Seconds are left out.
    pub fn shown(&self, due: Moment) -> (Date, WallTime) {
        let date = self.working_date_of(due);
        if date != self.date_of(due) {
            return (date, WallTime::END_OF_DAY);
        }
        let time = self.zone().to_datetime(due.to_timestamp()).time();
        let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
        let wall = u16::try_from(minutes).ok().and_then(WallTime::from_minutes);
        (date, wall.unwrap_or(WallTime::MIDNIGHT))
    }

    /// The date of an instant, where a closing at 24:00 still belongs to the date it closes.
    fn working_date_of(&self, at: Moment) -> Date {
        let date = self.date_of(at);
        let eve = self.date_of(at.saturating_sub(1));
        if eve != date && self.closing_of(eve) == Some(at) {
            eve
        } else {
            date
        }
    }
}
