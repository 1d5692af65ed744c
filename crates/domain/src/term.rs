//! Statutory terms: what the law gives, beside whatever the desk promises itself (`definitions.md` §9). The kind of the
//! request decides whether one applies; its parameters are data.

use crate::clock::Warning;
use crate::policy::{Conditions, Request};
use crate::{CalendarId, PolicyId, coded};
use worktime::{Target, Until};

coded! {
    /// From which day a term counts.
    pub enum StartsOn {
        Registration = "registration",
        Receipt = "receipt",
    }
}

/// One version of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub id: PolicyId,
    pub name: String,
    pub when: Conditions,
    /// The official production calendar, even where the desk works on Saturdays.
    pub calendar: CalendarId,
    /// Working days, the first of them the one after the start.
    pub days: u32,
    pub starts_on: StartsOn,
    /// At most so many working days more, once; 0: never.
    pub extension: u32,
    /// What is received has to be registered within so many working days.
    pub registration_days: u32,
    /// Steps before and after its deadlines.
    pub warnings: Vec<Warning>,
}

impl Term {
    /// The term with so many days more.
    #[must_use]
    pub fn target(&self, more: u32) -> Target {
        until_end_of_day(self.days.saturating_add(more))
    }

    /// How long registering may take.
    #[must_use]
    pub fn registration(&self) -> Target {
        until_end_of_day(self.registration_days)
    }
}

/// How long registering may take where no term says so.
#[must_use]
pub fn registration_without_a_term() -> Target {
    until_end_of_day(1)
}

fn until_end_of_day(days: u32) -> Target {
    Target::Days {
        days,
        until: Until::EndOfDay,
        late_receipt: false,
    }
}

/// The first term whose conditions hold.
#[must_use]
pub fn choose<'a>(terms: &'a [Term], request: &Request<'_>) -> Option<&'a Term> {
    terms.iter().find(|term| term.when.hold(request))
}
