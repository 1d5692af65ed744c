//! Tells clients that a deadline they were told has moved: once, unless a message that left meanwhile said so
//! (`definitions.md` §11).

use crate::Desk;
use domain::act::{self, Edit};
use domain::clock::ClockKind;
use domain::intake::TicketFacts;
use domain::job::Job;
use domain::told::{Told, Why, correction};
use domain::{Actor, Moment, TicketId};
use store::rows::ClientFacts;
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{self, MailError, Rendered, WhyCorrected};
use words::when::{ToldDue, What};

impl Desk {
    pub(super) async fn correct_told(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    desk.correct_one(tx, job)?;
                }
                Ok(())
            })
            .await
    }

    fn correct_one(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        if !tx.finish_job(job)? {
            return Ok(());
        }
        let (setup, now) = (self.setup(), tx.now);
        let facts = tx.ticket_facts_by_id(TicketId(job.subject))?;
        let Some((told, why)) = correction(&facts.ticket, &facts.clocks, &setup, now) else {
            return Ok(());
        };
        let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
        let Some(way) = self.way_to_client(tx, &facts.ticket, &client.handle)? else {
            tracing::info!(trace = %job.trace, "no channel reaches this client; the new deadline is not told");
            return Ok(());
        };
        let letter = match self.correction_letter(&facts, &client, &told, why, now) {
            Ok(letter) => letter,
            Err(error) => {
                tracing::error!(%error, trace = %job.trace, "a correction could not be put into words");
                return Ok(());
            }
        };
        let subject = letter.subject.clone();
        let message = self.own_message(letter, way.channel, way.identity);
        let Ok(mut edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let mut plan = act::correct(edit, &message, &subject, &told, why);
        tx.apply(&mut plan)
    }

    fn correction_letter(
        &self,
        facts: &TicketFacts,
        client: &ClientFacts,
        told: &Told,
        why: Why,
        now: Moment,
    ) -> Result<Rendered, MailError> {
        let ticket = &facts.ticket;
        let name = [&client.handle.name, &client.name]
            .into_iter()
            .find(|name| !name.is_empty());
        let letter = mail::DueCorrection {
            lang: Lang::parse(&ticket.lang).unwrap_or_default(),
            brand: self.letterhead(ticket.brand),
            client_name: name.cloned(),
            number: self.setup().number.show(ticket.number),
            due: ToldDue {
                what: what(told.clock),
                at: told.due.to_timestamp(),
            },
            why: match why {
                Why::Missed => WhyCorrected::Missed {
                    told: ticket.told_due.to_timestamp(),
                },
                Why::Suspended => WhyCorrected::Resumed,
                Why::Later => WhyCorrected::Recounted,
            },
            sent_at: now.to_timestamp(),
            zones: self.zones(&told.zone, &client.zone),
            follow_url: self.follow_url(ticket.brand, &ticket.link_secret),
        };
        letter.render(self.templates())
    }
}

/// What will have happened by the deadline.
pub(super) fn what(clock: ClockKind) -> What {
    match clock {
        ClockKind::Resolution => What::Solution,
        ClockKind::Callback => What::Call,
        _ => What::Answer,
    }
}
