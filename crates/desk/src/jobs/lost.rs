//! The end of the ladder, told to whoever is responsible: a message of ours reached nobody, and no address is left.

use crate::Desk;
use domain::act::{self, Here};
use domain::event::{EventType, NewEvent};
use domain::job::Job;
use domain::plan::Plan;
use domain::{Actor, DeliveryId, TicketId};
use store::{StoreError, Tx};

/// Merges of merges; more than this is a circle.
const DEPTH: usize = 16;

impl Desk {
    pub(super) async fn tell_lost(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                jobs.iter().try_for_each(|job| desk.tell_one_lost(tx, job))
            })
            .await
    }

    fn tell_one_lost(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        if !tx.finish_job(job)? {
            return Ok(());
        }
        let lost = tx.outbound_facts(DeliveryId(job.subject))?.fact;
        if !lost.fate.is_final_failure() || tx.sent_since(lost.entry, lost.id)? {
            // It arrived after all, or goes out once more.
            return Ok(());
        }
        let Some(here) = whose(tx, lost.ticket)? else {
            return Ok(());
        };
        let (setup, now) = (self.setup(), tx.now);
        let people = tx.people_there()?;
        let mut plan = Plan {
            notices: act::tell_lost(&lost, &here, &setup, &people, now, tx),
            ..Plan::default()
        };
        plan.events.push(NewEvent {
            kind: EventType::TicketChanged,
            ticket: Some(here.ticket),
            payload: serde_json::json!({ "ticket": here.public_id }),
        });
        tx.apply_and_notify(&mut plan)
    }
}

/// Who is responsible for what the message was written on, or for what that is part of by now; nobody where it is closed.
fn whose(tx: &mut Tx<'_>, mut id: TicketId) -> Result<Option<Here>, StoreError> {
    for _ in 0..DEPTH {
        let ticket = tx.ticket_facts_by_id(id)?.ticket;
        if let Some(into) = ticket.merged_into {
            id = into;
            continue;
        }
        return Ok((!ticket.state.is_done()).then_some(Here {
            ticket: ticket.id,
            public_id: ticket.public_id,
            assignee: ticket.assignee,
            team: ticket.team,
        }));
    }
    Ok(None)
}
