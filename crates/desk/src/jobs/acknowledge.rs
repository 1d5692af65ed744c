//! Tells clients number, deadline, who and how, at once and at any hour (`definitions.md` §11). Many in one write.

use crate::Desk;
use crate::read::asks_wishes;
use crate::ticket::{Told, reopens, told};
use domain::act::{self, Acknowledgement, Edit};
use domain::clock::Clock;
use domain::intake::{AnswerWish, TicketFacts};
use domain::job::Job;
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{Actor, Handle, Moment, TicketId};
use std::sync::Arc;
use store::rows::ClientFacts;
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{self, How, Who};
use words::when::ToldDue;

/// What an acknowledgement says that stands elsewhere than on the ticket.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Known {
    /// Who is responsible, by name.
    pub assignee: Option<String>,
    /// The number at which the client asked to be answered by voice.
    pub call: Option<String>,
}

impl Known {
    pub fn of(tx: &mut Tx<'_>, ticket: &Ticket, setup: &Setup) -> Result<Self, StoreError> {
        let assignee = match ticket.assignee {
            Some(id) => tx.operator_name(id)?,
            None => None,
        };
        let call = match asks_wishes(setup, ticket.channel) {
            true => tx.answer_wish(&[ticket.id])?.and_then(AnswerWish::call),
            false => None,
        };
        Ok(Self { assignee, call })
    }
}

impl Desk {
    pub(super) async fn acknowledge(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let (desk, setup) = (self.clone(), self.setup());
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    desk.acknowledge_one(tx, job, &setup)?;
                }
                Ok(())
            })
            .await
    }

    fn acknowledge_one(&self, tx: &mut Tx<'_>, job: &Job, setup: &Arc<Setup>) -> Result<(), StoreError> {
        let facts = tx.ticket_facts_by_id(TicketId(job.subject))?;
        // An answer that may still be undone may turn out never to have been given.
        if act::why_not(&facts.ticket) == Some(act::Skipped::AnsweredFirst)
            && let Some(until) = tx.held_until(facts.ticket.id)?
        {
            tx.postpone_job(job, until.saturating_add(1), "an answer may still be undone")?;
            return Ok(());
        }
        if !tx.finish_job(job)? {
            return Ok(());
        }
        if let Some(why) = act::why_not(&facts.ticket) {
            tracing::debug!(trace = %job.trace, ?why, "no acknowledgement after all");
            return Ok(());
        }
        self.tell_number(tx, job, facts, setup)
    }

    /// Tells whoever called and spoke to somebody what a letter would tell: number, deadline and link. Nothing where they were
    /// written to meanwhile, or said that they want no message.
    pub(super) async fn tell_callers(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let (desk, setup) = (self.clone(), self.setup());
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    let facts = tx.ticket_facts_by_id(TicketId(job.subject))?;
                    if tx.finish_job(job)?
                        && !act::needs_nothing(&facts.ticket)
                        && !tx.caller_is_told(facts.ticket.id)?
                    {
                        desk.tell_number(tx, job, facts, &setup)?;
                    }
                }
                Ok(())
            })
            .await
    }

    fn tell_number(
        &self,
        tx: &mut Tx<'_>,
        job: &Job,
        facts: TicketFacts,
        setup: &Arc<Setup>,
    ) -> Result<(), StoreError> {
        let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
        let Some(channel) = self.way_out(&facts.ticket, client.handle.kind) else {
            tracing::info!(trace = %job.trace, "no channel reaches this client; nothing is told automatically");
            return Ok(());
        };
        let due = told(&facts.clocks.iter().collect::<Vec<&Clock>>(), setup);
        let known = Known::of(tx, &facts.ticket, setup)?;
        let now = tx.now;
        let letter = self.acknowledgement(&facts.ticket, &client, due.as_ref(), known, now);
        let letter = match letter.render(self.templates()) {
            Ok(letter) => letter,
            Err(error) => {
                // The wording was tried out when it was set; a ticket must not wait for it to be mended.
                tracing::error!(%error, trace = %job.trace, "an acknowledgement could not be put into words");
                return Ok(());
            }
        };
        let subject = letter.subject.clone();
        let message = self.own_message(letter, channel, facts.ticket.identity);
        let acknowledgement = Acknowledgement {
            message,
            subject,
            // What a voice told already is not told anew: the message repeats it.
            told: due.filter(|due| due.due != facts.ticket.told_due),
        };
        let Ok(mut edit) = Edit::begin(facts, None, setup, now, Actor::System, tx) else {
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let (mut plan, _entry) = act::acknowledge(edit, &acknowledgement);
        tx.apply(&mut plan)
    }

    /// What the acknowledgement of a ticket says.
    pub(crate) fn acknowledgement(
        &self,
        ticket: &Ticket,
        client: &ClientFacts,
        due: Option<&Told>,
        known: Known,
        now: Moment,
    ) -> mail::Acknowledgement {
        let setup = self.setup();
        let lang = Lang::parse(&ticket.lang).unwrap_or_default();
        let zone = due.map_or(setup.zone.as_str(), |told| told.zone.as_str());
        let name = [&client.handle.name, &client.name]
            .into_iter()
            .find(|name| !name.is_empty())
            .cloned();
        mail::Acknowledgement {
            lang,
            brand: self.letterhead(ticket.brand),
            client_name: name,
            number: setup.number.show(ticket.number),
            registered_at: ticket.occurred_at.to_timestamp(),
            due: due.map(|told| ToldDue {
                what: super::correct::what(told.clock),
                at: told.due.to_timestamp(),
            }),
            zones: self.zones(zone, &client.zone),
            reopens_at: reopens(&setup, due, now).map(Moment::to_timestamp),
            who: who(&setup, ticket, lang, known.assignee),
            how: known.call.map_or_else(|| how(&client.handle), How::Phone),
            follow_url: self.follow_url(ticket.brand, &ticket.link_secret),
        }
    }
}

/// By which way the answer will come, where the client asked for none: the one this goes by.
fn how(address: &Handle) -> How {
    match How::to(address) {
        How::Email(_) => How::ThisAddress,
        other => other,
    }
}

/// The responsible operator if there is one, else the public name of the team.
fn who(setup: &Setup, ticket: &Ticket, lang: Lang, assignee: Option<String>) -> Who {
    if let Some(name) = assignee {
        return Who::Person(name);
    }
    let team = ticket.team.and_then(|id| setup.team(id));
    let name = team.and_then(|team| team.public_name.get(lang.code()).cloned());
    Who::Team(name.unwrap_or_else(|| words::t(lang, "mail-who-team-default")))
}
