//! The promise: an instant the client is told, in a message or by voice (`definitions.md` §10).

use super::edit::Changed;
use crate::Desk;
use crate::error::{DeskError, DeskResult, Field};
use domain::act;
use domain::clock::Promised;
use domain::{CalendarId, ClockId, Moment, Permission, Principal};
use jiff::civil::Date;

/// By when.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum By {
    At(Moment),
    /// Closing time of that date in the desk's calendar.
    On(Date),
}

/// A promise to be given.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct NewPromise {
    pub what: Promised,
    pub by: By,
}

impl Desk {
    /// Writes down a promise that the client was told by voice: «Озвучено клиенту».
    ///
    /// # Errors
    /// See [`DeskError`]: the instant cannot be promised, the date is no working day, the ticket changed.
    pub async fn promise(
        &self,
        principal: &Principal,
        ticket: &str,
        promise: NewPromise,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        let promise = self.promised(principal, &promise)?;
        self.edit(principal, ticket, based_on, move |hand| {
            let (plan, entry) = act::promise_by_voice(hand.edit, promise)?;
            Ok((plan, Some(entry)))
        })
        .await
    }

    /// The client takes a promise back: it ends in neither kept nor broken.
    ///
    /// # Errors
    /// See [`DeskError`]: no such promise is open, the ticket changed.
    pub async fn release_promise(
        &self,
        principal: &Principal,
        ticket: &str,
        clock: ClockId,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        self.edit(principal, ticket, based_on, move |hand| {
            Ok((act::release_promise(hand.edit, clock)?, None))
        })
        .await
    }

    /// The promise with its instant. A date without a time is its closing time; a date without one must be given a time.
    pub(crate) fn promised(&self, principal: &Principal, promise: &NewPromise) -> DeskResult<act::Promise> {
        let (id, due) = self.promised_instant(promise.by)?;
        Ok(act::Promise {
            what: promise.what,
            due,
            calendar: id,
            by_supervisor: principal.may(Permission::Supervise),
        })
    }

    /// The instant of a promise, in the desk's calendar.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]: the date is no working day, or the desk has no calendar.
    pub fn promised_instant(&self, by: By) -> DeskResult<(CalendarId, Moment)> {
        let setup = self.setup();
        let calendar = setup
            .calendar
            .and_then(|id| Some((id, setup.calendars.get(&id)?)));
        let Some((id, calendar)) = calendar else {
            return Err(DeskError::invalid(
                "promise",
                "no_calendar",
                "the desk has no calendar",
            ));
        };
        let due = match by {
            By::At(at) => Some(at),
            By::On(date) => calendar.closing_of(date),
        };
        due.map(|due| (id, due)).ok_or_else(|| {
            DeskError::Invalid(vec![Field {
                field: "promise".into(),
                code: "not_a_working_day",
                reason: "that date is no working day: give a time, too".into(),
            }])
        })
    }
}
