//! `Calendar`: a compiled calendar and its look-ups. Knows nothing of targets, pauses or warnings.

use std::{fmt, sync::OnceLock};

use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};

use crate::{
    error::CalendarError,
    moment::Moment,
    plan::Plan,
    spec::CalendarSpec,
    year::{Found, Year},
    zone::{self, Zone},
};

/// The years that are computed. Earlier and later there is no working time.
pub(crate) const FIRST_YEAR: i16 = 1900;
pub(crate) const LAST_YEAR: i16 = 2299;

/// Working hours in one zone, ready to be asked. Immutable; share it in an `Arc`.
///
/// Each year is laid out on first use (within a millisecond) and then answered by binary search. Years
/// 1900 to 2299 are computed; outside them no time is working time.
pub struct Calendar {
    name: String,
    pub(crate) zone: Zone,
    pub(crate) plan: Plan,
    years: Box<[OnceLock<Year>]>,
    /// First instant of the first year, and the first instant after the last year.
    pub(crate) begin: i64,
    pub(crate) end: i64,
}

impl Calendar {
    /// # Errors
    /// [`CalendarError`]: an unknown zone, no working time, intervals that are empty, unsorted, overlapping or
    /// cross midnight, contradictions among the dated days; each with its place.
    pub fn compile(spec: &CalendarSpec) -> Result<Calendar, CalendarError> {
        let zone = Zone::named(&spec.zone)?;
        let plan = Plan::new(spec)?;
        let years = (FIRST_YEAR..=LAST_YEAR).map(|_| OnceLock::new()).collect();
        let begin = zone.start_of(date(FIRST_YEAR, 1, 1));
        let end = zone.start_of(date(LAST_YEAR + 1, 1, 1));
        Ok(Calendar {
            name: spec.name.clone(),
            zone,
            plan,
            years,
            begin,
            end,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The zone in which every clock of this calendar lives.
    pub fn zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }

    /// IANA name of the zone, as the specification gives it.
    pub fn zone_name(&self) -> &str {
        self.zone.name()
    }

    /// The last date for which the days off are official; `None`: no end.
    pub fn known_through(&self) -> Option<Date> {
        self.plan.known_through
    }

    /// How many dates after the instant's are still official, negative when the last one has passed; `None`: no
    /// end. Fewer than 60 are worth a warning to the administrator.
    pub fn official_days_left(&self, now: Moment) -> Option<i64> {
        let known = self.known_through()?;
        Some(known.duration_since(self.date_of(now)).as_hours() / 24)
    }

    /// Whether the date lies beyond what is officially known.
    pub fn is_preliminary(&self, date: Date) -> bool {
        self.plan.is_preliminary(date)
    }

    /// Whether the instant is working time. Closing time no longer is.
    pub fn is_open(&self, at: Moment) -> bool {
        self.contains(at) && self.year_at(at.as_micros()).1.open_at(at.as_micros())
    }

    /// The earliest working instant at or after the given one: itself while open, else the next opening.
    /// `None` beyond the computed years.
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        if self.is_open(at) {
            return Some(at);
        }
        let from = at.as_micros().max(self.begin - 1);
        let (number, _) = self.year_at(from);
        (number..=LAST_YEAR)
            .find_map(|number| self.year(number).opening_after(from))
            .map(Moment::from_micros)
    }

    /// Business time between two instants, microseconds; 0 when `b` is not after `a`.
    pub fn between(&self, a: Moment, b: Moment) -> i64 {
        let (a, b) = (self.clamp(a), self.clamp(b));
        if b <= a {
            return 0;
        }
        let ((from, first), (to, last)) = (self.year_at(a), self.year_at(b));
        let whole_years: i64 = (from..to).map(|number| self.year(number).total()).sum();
        whole_years + last.worked_until(b) - first.worked_until(a)
    }

    /// Whether the date has any working time.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.intervals(date).next().is_some()
    }

    /// The working intervals of a date, as openings and closings.
    pub fn hours_of(&self, date: Date) -> Vec<(Moment, Moment)> {
        let moments = |(open, close)| (Moment::from_micros(open), Moment::from_micros(close));
        self.intervals(date).map(moments).collect()
    }

    /// The first opening of a date; `None` on a non-working day.
    pub fn opening_of(&self, date: Date) -> Option<Moment> {
        self.intervals(date)
            .next()
            .map(|(open, _)| Moment::from_micros(open))
    }

    /// The last closing of a date; `None` on a non-working day. A day open until 24:00 closes at the first
    /// instant of the next date: see [`Calendar::shown`].
    pub fn closing_of(&self, date: Date) -> Option<Moment> {
        self.intervals(date)
            .last()
            .map(|(_, close)| Moment::from_micros(close))
    }

    /// The first instant of a date in the calendar's zone.
    pub fn start_of(&self, date: Date) -> Moment {
        Moment::from_micros(self.zone.start_of(date))
    }

    /// The last instant of a date in the calendar's zone.
    pub fn end_of(&self, date: Date) -> Moment {
        Moment::from_micros(self.zone.start_of(zone::tomorrow(date)) - 1)
    }

    /// The date of an instant in the calendar's zone.
    pub fn date_of(&self, at: Moment) -> Date {
        let known = || self.year_at(at.as_micros()).1.day_at(at.as_micros());
        match self.contains(at).then(known).flatten() {
            Some(day) => day.date,
            None => self.zone().to_datetime(at.to_timestamp()).date(),
        }
    }

    /// The `n`-th working day after a date, which itself is not counted. `None` beyond the computed years, and
    /// for 0.
    pub fn working_day_after(&self, date: Date, n: u32) -> Option<Date> {
        let mut number = self.covered(date).then(|| date.year())?;
        let mut rank =
            self.year(number).working_through(date) + usize::try_from(n).ok().filter(|&n| n > 0)?;
        while rank > self.year(number).working_days() {
            rank -= self.year(number).working_days();
            number = Some(number + 1).filter(|&next| next <= LAST_YEAR)?;
        }
        self.year(number).working_day(rank)
    }

    /// The `n`-th working day before a date, which itself is not counted. `None` beyond the computed years, and
    /// for 0.
    pub fn working_day_before(&self, date: Date, n: u32) -> Option<Date> {
        let mut number = self.covered(date).then(|| date.year())?;
        let mut left = usize::try_from(n).ok().filter(|&n| n > 0)?;
        let mut earlier = self.year(number).working_through(date) - usize::from(self.is_working_day(date));
        while left > earlier {
            left -= earlier;
            number = Some(number - 1).filter(|&before| before >= FIRST_YEAR)?;
            earlier = self.year(number).working_days();
        }
        self.year(number).working_day(earlier + 1 - left)
    }

    /// How many working days there are from one date to another, both included.
    pub fn working_days(&self, from: Date, to: Date) -> usize {
        if to < from || !self.covered(from) || !self.covered(to) {
            return 0;
        }
        let before = self.year(from.year()).working_through(from) - usize::from(self.is_working_day(from));
        let whole_years: usize = (from.year()..to.year())
            .map(|number| self.year(number).working_days())
            .sum();
        whole_years + self.year(to.year()).working_through(to) - before
    }

    /// Whether the instant lies in the computed years.
    pub(crate) fn contains(&self, at: Moment) -> bool {
        (self.begin..self.end).contains(&at.as_micros())
    }

    fn covered(&self, date: Date) -> bool {
        (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
    }

    fn clamp(&self, at: Moment) -> i64 {
        at.as_micros().clamp(self.begin, self.end)
    }

    pub(crate) fn intervals(&self, date: Date) -> impl Iterator<Item = (i64, i64)> + '_ {
        let year = self.covered(date).then(|| self.year(date.year()));
        year.into_iter().flat_map(move |year| year.intervals(date))
    }

    /// `number` is one of the computed years.
    fn year(&self, number: i16) -> &Year {
        let number = number.clamp(FIRST_YEAR, LAST_YEAR);
        let index = usize::from((number - FIRST_YEAR).unsigned_abs());
        self.years[index].get_or_init(|| Year::build(&self.plan, &self.zone, number))
    }

    /// The computed year that holds the instant, or the nearest one.
    fn year_at(&self, at: i64) -> (i16, &Year) {
        // 400 Gregorian years have 146,097 days, so this is off by one year at most, near New Year.
        let years = at.div_euclid(crate::DAY) * 400 / 146_097;
        let guess = i16::try_from(1970 + years).unwrap_or(if at < 0 { FIRST_YEAR } else { LAST_YEAR });
        let mut number = guess.clamp(FIRST_YEAR, LAST_YEAR);
        if at < self.year(number).start() && number > FIRST_YEAR {
            number -= 1;
        } else if at >= self.year(number).end() && number < LAST_YEAR {
            number += 1;
        }
        (number, self.year(number))
    }

    /// Start ⊕ business time (more than 0): the earliest instant by which so much has passed. `None` beyond the
    /// computed years.
    pub(crate) fn advance(&self, start: Moment, micros: i64) -> Option<Found> {
        let start = self.clamp(start);
        let (mut number, year) = self.year_at(start);
        let mut worked = year.worked_until(start).checked_add(micros)?;
        while worked > self.year(number).total() {
            worked -= self.year(number).total();
            number = Some(number + 1).filter(|&next| next <= LAST_YEAR)?;
        }
        self.year(number).reached(worked)
    }

    /// End ⊖ business time (more than 0): the latest instant from which so much is left. `None` beyond the
    /// computed years.
    pub(crate) fn retreat(&self, end: Moment, micros: i64) -> Option<i64> {
        let end = self.clamp(end);
        let (mut number, year) = self.year_at(end);
        let mut worked = year.worked_until(end).checked_sub(micros)?;
        while worked < 0 {
            number = Some(number - 1).filter(|&before| before >= FIRST_YEAR)?;
            worked += self.year(number).total();
        }
        self.year(number).left_at(worked)
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({:?}, {})", self.name, self.zone.name())
    }
}
