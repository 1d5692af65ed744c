//! The parts of a filter that are more than a code: each reads its own text and writes it again.

use domain::coded;
use domain::field::Wanted;
use domain::time::{HOUR, MINUTE};
use std::fmt;

coded! {
    /// What comes first.
    pub enum Order {
        /// The earliest leading deadline; for what is open.
        Due = "due",
        /// What changed last.
        Updated = "updated",
        /// What came last.
        Created = "created",
        /// What came first.
        Oldest = "oldest",
    }
}

/// Whose tickets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Assigned {
    Nobody,
    /// Whoever asks.
    Me,
    /// By public id.
    Person(String),
}

impl Assigned {
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "nobody" => Self::Nobody,
            "me" => Self::Me,
            id => Self::Person(id.to_owned()),
        }
    }
}

impl fmt::Display for Assigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "nobody",
            Self::Me => "me",
            Self::Person(id) => id,
        })
    }
}

/// From a day or an instant to another, both included, as they were written: a day is the desk's own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DayRange {
    pub from: Option<String>,
    pub to: Option<String>,
}

impl DayRange {
    /// Whether it asks for anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// How near the leading deadline is.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum DueWithin {
    /// It has passed.
    Overdue,
    /// It comes within so many microseconds.
    Within(i64),
}

/// A year: nobody asks for what is due later.
const LONGEST: i64 = 366 * 24 * HOUR;

impl DueWithin {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text == "overdue" {
            return Some(Self::Overdue);
        }
        let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let unit = match unit {
            "m" => MINUTE,
            "h" => HOUR,
            "d" => 24 * HOUR,
            _ => return None,
        };
        let count: i64 = count.parse().ok().filter(|count| *count > 0)?;
        let span = count.checked_mul(unit).filter(|span| *span <= LONGEST)?;
        Some(Self::Within(span))
    }
}

impl fmt::Display for DueWithin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overdue => f.write_str("overdue"),
            Self::Within(span) if span % (24 * HOUR) == 0 => write!(f, "{}d", span / (24 * HOUR)),
            Self::Within(span) if span % HOUR == 0 => write!(f, "{}h", span / HOUR),
            Self::Within(span) => write!(f, "{}m", span / MINUTE),
        }
    }
}

/// What a field of the desk's own must hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldMatch {
    pub key: String,
    pub wanted: Wanted,
}
