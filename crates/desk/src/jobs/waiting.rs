//! Tickets that wait for their client: the reminder, and the end with a notice (`definitions.md` §7). In the client's
//! language; whom no channel reaches is left to people.

use crate::Desk;
use domain::act::{self, Edit};
use domain::intake::TicketFacts;
use domain::job::{Job, JobKind};
use domain::{Actor, EntryId, Moment};
use store::rows::ClientFacts;
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{self, MailError, Rendered, WhyResolved};

impl Desk {
    /// Reminds and resolves: all of a kind.
    pub(super) async fn look_at_waiting(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    desk.look_at_one(tx, job)?;
                }
                Ok(())
            })
            .await
    }

    fn look_at_one(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        let (setup, now) = (self.setup(), tx.now);
        let Some((ticket, since)) = tx.waits_since(EntryId(job.subject))? else {
            return tx.finish_job(job).map(drop);
        };
        let facts = tx.ticket_facts_by_id(ticket)?;
        if !act::is_clients_turn(&facts.ticket, &facts.clocks) {
            return tx.finish_job(job).map(drop);
        }
        let resolves = job.kind == JobKind::ResolveWaiting;
        let held = act::must_not_end(&facts.clocks);
        if resolves
            && held
            && let Some(again) = act::looked_at_again(&setup, now)
        {
            let why = "a statutory term, a promise or a callback runs";
            return tx.postpone_job(job, again, why).map(drop);
        }
        if !tx.finish_job(job)? {
            return Ok(());
        }
        let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
        let Some(way) = self.way_to_client(tx, &facts.ticket, &client.handle)? else {
            tracing::info!(trace = %job.trace, "no channel reaches this client; the ticket goes on waiting");
            return Ok(());
        };
        let letter = if resolves {
            self.resolved_letter(&facts, &client, now)
        } else {
            let ends = act::resolves_at(&setup, since).filter(|_| !held);
            self.reminder_letter(&facts, &client, ends, now)
        };
        let letter = match letter {
            Ok(letter) => letter,
            Err(error) => {
                tracing::error!(%error, trace = %job.trace, "a notice could not be put into words");
                return Ok(());
            }
        };
        let subject = letter.subject.clone();
        let message = self.own_message(letter, way.channel, way.identity);
        let Ok(mut edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let mut plan = if resolves {
            act::resolve_waiting(edit, &message, &subject)
        } else {
            act::remind(edit, &message, &subject)
        };
        tx.apply(&mut plan)
    }

    fn reminder_letter(
        &self,
        facts: &TicketFacts,
        client: &ClientFacts,
        ends: Option<Moment>,
        now: Moment,
    ) -> Result<Rendered, MailError> {
        let (ticket, setup) = (&facts.ticket, self.setup());
        let letter = mail::Reminder {
            lang: Lang::parse(&ticket.lang).unwrap_or_default(),
            brand: self.letterhead(ticket.brand),
            client_name: name_of(client),
            number: setup.number.show(ticket.number),
            resolves_at: ends.map(Moment::to_timestamp),
            sent_at: now.to_timestamp(),
            zones: self.zones(&setup.zone, &client.zone),
            follow_url: self.follow_url(ticket.brand, &ticket.link_secret),
        };
        letter.render(self.templates())
    }

    fn resolved_letter(
        &self,
        facts: &TicketFacts,
        client: &ClientFacts,
        now: Moment,
    ) -> Result<Rendered, MailError> {
        let (ticket, setup) = (&facts.ticket, self.setup());
        let letter = mail::Resolved {
            lang: Lang::parse(&ticket.lang).unwrap_or_default(),
            brand: self.letterhead(ticket.brand),
            client_name: name_of(client),
            number: setup.number.show(ticket.number),
            why: WhyResolved::NoAnswer,
            closes_at: act::closes_after(&setup, now).map(Moment::to_timestamp),
            sent_at: now.to_timestamp(),
            zones: self.zones(&setup.zone, &client.zone),
            follow_url: self.follow_url(ticket.brand, &ticket.link_secret),
        };
        letter.render(self.templates())
    }
}

fn name_of(client: &ClientFacts) -> Option<String> {
    let names = [&client.handle.name, &client.name].into_iter();
    names.filter(|name| !name.is_empty()).map(Clone::clone).next()
}
