//! What can be wrong with a calendar or a target, in words that say what to do. Knows no error codes and no HTTP.

use std::fmt;

use jiff::civil::{Date, Weekday};
use thiserror::Error;

use crate::{moment::Moment, spec::Hours};

/// Where in a calendar something is wrong.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Week(Weekday),
    Date(Date),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Week(weekday) => write!(f, "{weekday:?}"),
            Place::Date(date) => write!(f, "{date}"),
        }
    }
}

/// A calendar that cannot be used, with the place and the reason.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CalendarError {
    #[error("zone “{0}” is unknown: use a name of the IANA database, such as Europe/Moscow")]
    UnknownZone(String),
    #[error("the week has no working time: give at least one weekday its hours")]
    NoWorkingTime,
    #[error("{place}: {open} is the end of the day and opens nothing: begin the interval earlier", open = hours.open)]
    OpensAtEndOfDay { place: Place, hours: Hours },
    #[error("{place}: the interval {open}–{close} is empty: remove it or give it a length", open = hours.open, close = hours.close)]
    EmptyInterval { place: Place, hours: Hours },
    #[error(
        "{place}: the interval {open}–{close} crosses midnight: write it as two, {open}–24:00 on this day and 00:00–{close} on the next",
        open = hours.open, close = hours.close
    )]
    CrossesMidnight { place: Place, hours: Hours },
    #[error("{place}: the interval that opens at {open} begins before the one before it closes at {close}: merge them", open = next.open, close = earlier.close)]
    Overlapping {
        place: Place,
        earlier: Hours,
        next: Hours,
    },
    #[error("{place}: the interval {open}–{close} stands after a later one: put them in order", open = next.open, close = next.close)]
    Unsorted { place: Place, next: Hours },
    #[error("{date} stands twice in {list}: keep one of them")]
    DuplicateDate { list: &'static str, date: Date },
    #[error("{date}: a working date needs either its own hours or “as” a weekday")]
    WorkingWithoutHours { date: Date },
    #[error("{date}: a working date has either its own hours or “as” a weekday, not both")]
    WorkingTwice { date: Date },
    #[error("{date} cannot be worked as {weekday:?}: that weekday has no hours")]
    WorkingAsClosed { date: Date, weekday: Weekday },
    #[error("{date} is shortened by {minutes} minutes: a shortening is at least one minute")]
    ShortenedByNothing { date: Date, minutes: u16 },
    #[error(
        "{date} is shortened by {minutes} minutes, but only {worked} are worked: make it a day off instead"
    )]
    ShortenedToNothing { date: Date, minutes: u16, worked: u16 },
    #[error("yearly holiday “{day}” is no day of a year: write month and day, like 05-09")]
    BadYearlyDay { day: String },
    #[error("yearly holiday {day} stands twice: keep one of them")]
    DuplicateYearlyDay { day: String },
    #[error(
        "yearly holidays are assumed only beyond known_through: state that date, or list the days off by date"
    )]
    YearlyWithoutKnownThrough,
}

/// A target that cannot be used, or a due time that cannot be computed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TargetError {
    /// Nothing, less than nothing, with a point, or too long.
    #[error("{given} {unit} is not allowed: a target is a whole number from 1 to {most}, which is 10 years")]
    NotAllowed {
        given: String,
        unit: &'static str,
        most: u32,
    },
    #[error(
        "“received after hours = next working day” applies to business days until close or end of day only: leave late_receipt out"
    )]
    LateReceiptNotApplicable,
    #[error(
        "a target has exactly one of minutes, hours, days, calendar_minutes, calendar_hours, calendar_days"
    )]
    NotOneUnit,
    #[error("{field} belongs to {unit}: leave it out")]
    Misplaced { field: &'static str, unit: &'static str },
    #[error(
        "calendar_days needs on_day_off, one of keep, next, previous: what happens when the day is no working day"
    )]
    NeedsOnDayOff,
    #[error("the pause from {from} to {to} ends before it begins")]
    InvertedPause { from: Moment, to: Moment },
    #[error("calendars are computed for the years 1900 to 2299; {start} with this target lies outside")]
    OutOfRange { start: Moment },
}
