//! The ladder: what was left where its client was, and was not seen there in time, goes on by the next address. Where there
//! is none it is looked for again every hour, and after a day the message has not got through.

use crate::Desk;
use domain::act::{self, Edit, NextWay};
use domain::delivery::DeliveryFate;
use domain::intake::DeliveryFact;
use domain::job::Job;
use domain::ticket::Ticket;
use domain::time::HOUR;
use domain::{Actor, DeliveryId};
use store::{StoreError, Tx};

/// Between two looks for another address.
const AGAIN: i64 = HOUR;
/// How long a client may stay away.
const LONGEST: i64 = 24 * HOUR;

impl Desk {
    pub(super) async fn let_go_on(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                jobs.iter().try_for_each(|job| desk.let_one_go_on(tx, job))
            })
            .await
    }

    /// The next address on the ladder that a door leads to at the moment.
    pub(super) fn next_way(
        &self,
        tx: &mut Tx<'_>,
        ticket: &Ticket,
        message: &DeliveryFact,
    ) -> Result<Option<NextWay>, StoreError> {
        let left = tx.next_addresses(ticket, message)?;
        Ok(left.into_iter().find_map(|(identity, to)| {
            Some(NextWay {
                channel: self.way_out(ticket, to.kind)?,
                identity,
                to,
                external_id: self.new_message_id(),
            })
        }))
    }

    fn let_one_go_on(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        let setup = self.setup();
        let facts = tx.outbound_facts(DeliveryId(job.subject))?;
        let (fact, to) = (facts.fact, facts.to);
        if fact.fate != DeliveryFate::Sent {
            // Seen meanwhile, or known to be lost.
            tx.finish_job(job)?;
            return Ok(());
        }
        let ticket = tx.ticket_facts_by_id(fact.ticket)?;
        let way = self.next_way(tx, &ticket.ticket, &fact)?;
        let now = tx.now;
        let waited = now.as_micros().saturating_sub(job.created_at.as_micros());
        if way.is_none() && !fact.automatic && waited < LONGEST {
            tx.postpone_job(job, now.saturating_add(AGAIN), "no other address is known")?;
            return Ok(());
        }
        if !tx.finish_job(job)? || (way.is_none() && fact.automatic) {
            return Ok(());
        }
        let Ok(mut edit) = Edit::begin(ticket, None, &setup, now, Actor::System, tx) else {
            // A ticket that was merged: the one it became part of has the client's address.
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let mut plan = match way {
            Some(way) => act::go_on(edit, &fact, way),
            None => act::nobody_sees(edit, &fact, &to),
        };
        tx.apply(&mut plan)
    }
}
