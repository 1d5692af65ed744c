//! That whoever is responsible is away, and who works for them.

use super::names::PersonName;
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{Moment, OperatorId};

/// An absence as pages tell of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AwayView {
    pub from: Moment,
    pub until: Moment,
    pub deputy: Option<PersonName>,
}

/// The absence of whoever is responsible for a ticket; nothing where they are there.
pub(super) fn away(setup: &Setup, ticket: &Ticket, now: Moment) -> Option<AwayView> {
    let who = ticket.assignee?;
    setup.away(who, now)?;
    stated(setup, who)
}

/// What somebody has stated, for now or later.
pub(crate) fn stated(setup: &Setup, who: OperatorId) -> Option<AwayView> {
    let absence = setup.absences.get(&who)?;
    let deputy = absence.deputy.as_ref().map(|deputy| PersonName {
        public_id: deputy.public_id.clone(),
        name: deputy.name.clone(),
    });
    Some(AwayView {
        from: absence.from,
        until: absence.until,
        deputy,
    })
}
