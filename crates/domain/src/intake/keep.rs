//! A ticket written as it stands after a decision, and those told who follow it.

use super::decide::Work;
use crate::Moment;
use crate::TicketId;
use crate::clock::Clock;
use crate::event::{EventType, NewEvent};
use crate::job::JobKind;
use crate::ticket::{State, Ticket};
use crate::time::NEVER;

impl Work<'_> {
    pub(super) fn state_of(&self, id: TicketId) -> Option<State> {
        self.facts.tickets.get(&id).map(|facts| facts.ticket.state)
    }

    /// A ticket that came into another state is told of.
    pub(super) fn tell_state(&mut self, id: TicketId, was: Option<State>) {
        let state = self.state_of(id);
        if state == was {
            return;
        }
        self.event(EventType::TicketChanged, id);
        if let (Some(event), Some(state)) = (self.plan.events.last_mut(), state) {
            event.payload["state"] = state.code().into();
        }
    }

    /// Writes the ticket as it stands now: into the new row, or as a change of the old one.
    pub(super) fn keep(&mut self, id: TicketId) {
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return;
        };
        facts.ticket.lead_due = lead(&facts.ticket, &facts.clocks);
        match self.plan.opened.iter_mut().find(|opened| opened.id == id) {
            Some(opened) => opened.clone_from(&facts.ticket),
            None => drop(self.plan.changed.insert(id, facts.ticket.clone())),
        }
        if crate::told::moved_by(&self.plan)
            && crate::told::correction(&facts.ticket, &facts.clocks, self.setup, self.now).is_some()
            && !self
                .plan
                .jobs
                .iter()
                .any(|job| job.kind == JobKind::Correct && job.subject == id.0)
        {
            let job = crate::told::correction_job(id, self.now, String::new());
            self.plan.jobs.push(job);
        }
        // A clock that was both started and changed in this batch is written once, as it stands now.
        for clock in &mut self.plan.clocks {
            if let Some(changed) = self.plan.clock_changes.remove(&clock.id) {
                *clock = changed;
            }
        }
    }

    pub(super) fn event(&mut self, kind: EventType, id: TicketId) {
        let public_id = self
            .facts
            .tickets
            .get(&id)
            .map(|facts| facts.ticket.public_id.clone());
        self.plan.events.push(NewEvent {
            kind,
            ticket: Some(id),
            payload: serde_json::json!({ "ticket": public_id }),
        });
    }
}

/// The earliest of all running dues and of what the client was told (`definitions.md` §6).
#[must_use]
pub fn lead(ticket: &Ticket, clocks: &[Clock]) -> Moment {
    if ticket.state.is_done() {
        let goes_on = |clock: &&Clock| clock.kind.outlives_resolution();
        let dues = clocks.iter().filter(goes_on).filter_map(Clock::leading_due);
        return dues.fold(NEVER, Moment::min);
    }
    let open = || clocks.iter().filter(|clock| clock.is_open());
    // What was told stands while a clock stands behind it; while we wait for the client it is suspended.
    let stands = open().next().is_some() && !open().any(Clock::is_paused);
    let told = if stands { ticket.told_due } else { NEVER };
    clocks
        .iter()
        .filter_map(Clock::leading_due)
        .fold(told, Moment::min)
}
