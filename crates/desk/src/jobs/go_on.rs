//! The ladder: what was left where its client was, and was not seen there in time, goes on by the next address. Where there
//! is none it is looked for again every hour, and after a day the message has not got through.

use crate::Desk;
use domain::act::{self, Edit, GoesOn, NextWay};
use domain::delivery::DeliveryFate;
use domain::intake::DeliveryFact;
use domain::job::Job;
use domain::ticket::Ticket;
use domain::time::HOUR;
use domain::{Actor, DeliveryId, HandleKind};
use std::collections::BTreeSet;
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
        (message, so_far): (&DeliveryFact, HandleKind),
    ) -> Result<Option<NextWay>, StoreError> {
        let left = tx.next_addresses(ticket, message)?;
        let asked = tx.asked_way(ticket)?;
        Ok(left.into_iter().find_map(|(identity, to)| {
            // Paper is only ever chosen.
            let channel = self
                .way_out(ticket, to.kind)
                .filter(|id| self.paper(*id).is_none())?;
            Some(NextWay {
                channel,
                identity,
                other_way: act::other_way(asked, to.kind, to.kind == so_far),
                to,
                external_id: self.new_message_id(),
            })
        }))
    }

    fn let_one_go_on(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        let setup = self.setup();
        let facts = tx.outbound_facts(DeliveryId(job.subject))?;
        let (mut fact, to) = (facts.fact, facts.to);
        let came_back = fact.fate == DeliveryFate::Bounced && !tx.sent_since(fact.entry, fact.id)?;
        if fact.fate != DeliveryFate::Sent && !came_back {
            // Seen meanwhile, sent once more, or known to be lost.
            tx.finish_job(job)?;
            return Ok(());
        }
        let tickets = tx.many_ticket_facts(BTreeSet::from([fact.ticket]))?;
        let own = tickets.get(&fact.ticket).cloned();
        let mut ticket = own.ok_or(StoreError::NotFound("ticket"))?;
        let way = self.next_way(tx, &ticket.ticket, (&fact, to.kind))?;
        let now = tx.now;
        let waited = now.as_micros().saturating_sub(job.created_at.as_micros());
        if way.is_none() && !came_back && !fact.automatic && waited < LONGEST {
            tx.postpone_job(job, now.saturating_add(AGAIN), "no other address is known")?;
            return Ok(());
        }
        if !tx.finish_job(job)? || (way.is_none() && fact.automatic) {
            return Ok(());
        }
        // What was written on a ticket that was merged since goes on all the same: its client waits for it.
        let merged_into = ticket.ticket.merged_into.take();
        let merges = tx.standing_merges(&tickets)?;
        let Ok(mut edit) = Edit::begin(ticket, None, &setup, now, Actor::System, tx) else {
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let lost = if came_back {
            // Left open until now: it is lost only where no other way is left.
            fact.fate = DeliveryFate::Sent;
            act::came_back_for_good(&to)
        } else {
            act::nobody_sees(&to)
        };
        let mut plan = match way {
            Some(mut way) => {
                let why = if came_back { GoesOn::Failed } else { GoesOn::Unseen };
                let elsewhere = way.other_way.take_if(|_| merged_into.is_some());
                let mut plan = act::go_on(edit, &fact, why, way);
                act::stay_part_of(&mut plan, fact.ticket, merged_into);
                if let Some(asked) = elsewhere {
                    act::terms_go_on_after_merge(
                        &mut plan,
                        (&fact, asked),
                        tickets,
                        merges,
                        (&setup, now, tx),
                    );
                }
                plan
            }
            None if merged_into.is_some() => act::attempted_after_merge(edit, &fact, lost, tickets, merges),
            None => act::attempted(edit, &fact, lost),
        };
        tx.apply(&mut plan)
    }
}
