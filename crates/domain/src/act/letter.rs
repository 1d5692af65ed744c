//! A letter on paper, told to the timeline: three dates, and the registration that starts what counts from it
//! (`definitions.md` §1, §9).

use crate::clock::{Clock, ClockKind};
use crate::{Moment, ticket::TicketNumber};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Characters of the sender's own number.
const NUMBER: usize = 60;

/// A letter that came, as the registrar read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Letter {
    /// The date of receipt: the request happened at its midnight.
    pub received: Date,
    /// Kept and shown; starts nothing.
    pub postmark: Option<Date>,
    /// The number and the date that the sender gave it.
    pub their_number: String,
    pub their_date: Option<Date>,
    pub registered_at: Moment,
    /// Why it is entered so long after its receipt; empty where it is not.
    pub reason: String,
}

impl Letter {
    /// Refuses what cannot have been: what lies ahead, and what was sent after it came.
    ///
    /// # Errors
    /// The field, a code, and what is wrong.
    pub fn check(&self, today: Date) -> Result<(), (&'static str, &'static str, &'static str)> {
        if self.received > today {
            return Err((
                "received",
                "occurred_in_future",
                "a letter dated in the future has not come yet: enter the date it was received",
            ));
        }
        if self.postmark.is_some_and(|date| date > self.received) {
            return Err((
                "postmark",
                "invalid",
                "the postmark is not later than the receipt",
            ));
        }
        if self.their_date.is_some_and(|date| date > self.received) {
            return Err((
                "their_date",
                "invalid",
                "the sender's date is not later than the receipt",
            ));
        }
        if self.their_number.chars().count() > NUMBER {
            return Err((
                "their_number",
                "too_long",
                "the sender's number has at most 60 characters",
            ));
        }
        Ok(())
    }

    /// As its line of the timeline keeps it. `late` where the registration came after its own due.
    #[must_use]
    pub fn params(&self, number: &str, id: &str, late: bool) -> Value {
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        json!({
            "id": id,
            "number": number,
            "received": self.received.to_string(),
            "registered_at": self.registered_at.as_micros(),
            "postmark": date(self.postmark),
            "their_number": self.their_number,
            "their_date": date(self.their_date),
            "reason": self.reason,
            "late": late,
        })
    }
}

/// Whether a registration at that instant comes after what the term allows.
#[must_use]
pub fn registered_late(clocks: &[Clock], at: Moment) -> bool {
    clocks
        .iter()
        .any(|clock| clock.kind == ClockKind::Registration && clock.is_open() && at > clock.now.due)
}

/// The number a letter gets in a register of that year.
#[must_use]
pub fn register_number(date: Date, serial: i64) -> TicketNumber {
    TicketNumber {
        year: i32::from(date.year()),
        serial,
    }
}
