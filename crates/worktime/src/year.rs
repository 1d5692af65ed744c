//! `Year`: one year of a calendar as instants, in tables for binary search. Knows nothing of targets.

use jiff::civil::{Date, date};

use crate::{
    plan::{OnDate, Plan},
    zone::Zone,
};

/// One date of the year.
#[derive(Debug)]
pub(crate) struct Day {
    pub(crate) date: Date,
    /// First instant of the date, microseconds.
    pub(crate) start: i64,
    /// Index of the first interval on or after this date.
    first: usize,
    /// Working days of the year before this date.
    working_before: usize,
}

/// All dates and working intervals of one year. Instants are microseconds since the epoch.
#[derive(Debug)]
pub(crate) struct Year {
    days: Vec<Day>,
    /// First instant of the following year.
    end: i64,
    open: Vec<i64>,
    close: Vec<i64>,
    /// Business time of the year before each interval.
    before: Vec<i64>,
    /// Index into `days` for each interval.
    day_of: Vec<usize>,
    /// Indices into `days` of the working days.
    working: Vec<usize>,
    /// Business time of the whole year.
    total: i64,
}

/// An instant inside or at the closing of an interval, with the date of that interval.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Found {
    pub(crate) at: i64,
    pub(crate) date: Date,
}

impl Year {
    pub(crate) fn build(plan: &Plan, zone: &Zone, number: i16) -> Year {
        let first = date(number, 1, 1);
        let length = usize::from(first.days_in_year().unsigned_abs());
        let mut year = Year {
            days: Vec::with_capacity(length),
            end: zone.start_of(date(number + 1, 1, 1)),
            open: Vec::new(),
            close: Vec::new(),
            before: Vec::new(),
            day_of: Vec::new(),
            working: Vec::new(),
            total: 0,
        };
        let mut next = first;
        for _ in 0..length {
            year.push(plan, zone, next);
            next = crate::zone::tomorrow(next);
        }
        year
    }

    fn push(&mut self, plan: &Plan, zone: &Zone, date: Date) {
        let (index, first) = (self.days.len(), self.open.len());
        let start = zone.start_of(date);
        self.days.push(Day {
            date,
            start,
            first,
            working_before: self.working.len(),
        });
        let OnDate::Hours(hours) = plan.on(date) else {
            return;
        };
        for hours in hours {
            let (open, close) = (zone.instant(date, hours.open), zone.instant(date, hours.close));
            // Nothing is left of hours that a change of the clock skips.
            if open < close {
                self.open.push(open);
                self.close.push(close);
                self.before.push(self.total);
                self.day_of.push(index);
                self.total += close - open;
            }
        }
        if self.open.len() > first {
            self.working.push(index);
        }
    }

    pub(crate) fn start(&self) -> i64 {
        self.days.first().map_or(self.end, |day| day.start)
    }

    pub(crate) fn end(&self) -> i64 {
        self.end
    }

    pub(crate) fn total(&self) -> i64 {
        self.total
    }

    pub(crate) fn working_days(&self) -> usize {
        self.working.len()
    }

    /// Business time of the year up to the instant.
    pub(crate) fn worked_until(&self, at: i64) -> i64 {
        match self.open.partition_point(|&open| open <= at).checked_sub(1) {
            Some(i) => self.before[i] + at.min(self.close[i]) - self.open[i],
            None => 0,
        }
    }

    /// The earliest instant by which so much (more than 0, at most `total`) of the year's business time has passed.
    pub(crate) fn reached(&self, worked: i64) -> Option<Found> {
        let i = self
            .before
            .partition_point(|&before| before < worked)
            .checked_sub(1)?;
        let at = self.open[i] + (worked - self.before[i]);
        (at <= self.close[i]).then(|| Found {
            at,
            date: self.days[self.day_of[i]].date,
        })
    }

    /// The latest instant at which only so much (less than `total`) of the year's business time has passed.
    pub(crate) fn left_at(&self, worked: i64) -> Option<i64> {
        let i = self
            .before
            .partition_point(|&before| before <= worked)
            .checked_sub(1)?;
        let at = self.open[i] + (worked - self.before[i]);
        (at < self.close[i]).then_some(at)
    }

    /// The interval that holds the instant.
    pub(crate) fn open_at(&self, at: i64) -> bool {
        let i = self.open.partition_point(|&open| open <= at);
        i > 0 && at < self.close[i - 1]
    }

    /// The first opening after the instant.
    pub(crate) fn opening_after(&self, at: i64) -> Option<i64> {
        self.open
            .get(self.open.partition_point(|&open| open <= at))
            .copied()
    }

    /// The last date that had begun by the instant.
    pub(crate) fn day_at(&self, at: i64) -> Option<&Day> {
        self.days
            .get(self.days.partition_point(|day| day.start <= at).checked_sub(1)?)
    }

    /// The intervals of a date of this year, as openings and closings.
    pub(crate) fn intervals(&self, date: Date) -> impl Iterator<Item = (i64, i64)> + '_ {
        let index = day_index(date);
        let first = self.days.get(index).map_or(self.open.len(), |day| day.first);
        let last = self.days.get(index + 1).map_or(self.open.len(), |day| day.first);
        self.open[first..last]
            .iter()
            .copied()
            .zip(self.close[first..last].iter().copied())
    }

    /// Working days of the year up to and including the date.
    pub(crate) fn working_through(&self, date: Date) -> usize {
        self.days
            .get(day_index(date) + 1)
            .map_or(self.working.len(), |day| day.working_before)
    }

    /// The `rank`-th working day of the year, from 1.
    pub(crate) fn working_day(&self, rank: usize) -> Option<Date> {
        let index = *self.working.get(rank.checked_sub(1)?)?;
        self.days.get(index).map(|day| day.date)
    }
}

fn day_index(date: Date) -> usize {
    usize::from((date.day_of_year() - 1).unsigned_abs())
}
