//! Brings a client's word for a person to our people, and outside working time tells the client when somebody will be there:
//! once, however often the word is said until then (`definitions.md` §6, §11).

use crate::Desk;
use domain::act::{self, Edit, PersonAsked, PersonExpected};
use domain::intake::TicketFacts;
use domain::job::Job;
use domain::{Actor, EntryId, Moment};
use store::rows::ClientFacts;
use store::{StoreError, Tx};
use words::Lang;
use words::mail::{self, MailError, Rendered};

impl Desk {
    pub(super) async fn hand_off(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    desk.hand_off_one(tx, job)?;
                }
                Ok(())
            })
            .await
    }

    fn hand_off_one(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        if !tx.finish_job(job)? {
            return Ok(());
        }
        let Some((ticket, at)) = tx.person_wanted(EntryId(job.subject))? else {
            return Ok(());
        };
        let (setup, now) = (self.setup(), tx.now);
        let facts = tx.ticket_facts_by_id(ticket)?;
        let expected = act::person_expected(&facts, &setup, now);
        let message = match expected {
            Some(expected) => self.when_somebody_comes(tx, &facts, &expected, &job.trace)?,
            None => None,
        };
        let people = tx.people_there()?;
        let Ok(mut edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
            // Who made it part of another ticket has seen the word.
            return Ok(());
        };
        edit.trace.clone_from(&job.trace);
        let asked = PersonAsked {
            at,
            people: &people,
            message,
        };
        let mut plan = act::person_asked(edit, &asked);
        tx.letters(&mut plan)?;
        tx.apply(&mut plan)
    }

    /// What the client is told, with its title; nothing where no channel reaches them, or only paper.
    fn when_somebody_comes(
        &self,
        tx: &mut Tx<'_>,
        facts: &TicketFacts,
        expected: &PersonExpected,
        trace: &str,
    ) -> Result<Option<(act::Answer, String)>, StoreError> {
        let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
        let way = self.way_to_client(tx, &facts.ticket, &client.handle)?;
        let Some(way) = way.filter(|way| self.paper(way.channel).is_none()) else {
            tracing::info!(%trace, "no channel reaches this client; when a person will be there is not told");
            return Ok(None);
        };
        match self.letter_of_handoff(facts, &client, expected, tx.now) {
            Ok(letter) => {
                let subject = letter.subject.clone();
                let message = self.own_message(letter, way.channel, way.identity);
                Ok(Some((message, subject)))
            }
            Err(error) => {
                tracing::error!(%error, %trace, "when a person will be there could not be put into words");
                Ok(None)
            }
        }
    }

    fn letter_of_handoff(
        &self,
        facts: &TicketFacts,
        client: &ClientFacts,
        expected: &PersonExpected,
        now: Moment,
    ) -> Result<Rendered, MailError> {
        let (ticket, setup) = (&facts.ticket, self.setup());
        let name = [&client.handle.name, &client.name]
            .into_iter()
            .find(|name| !name.is_empty());
        let zone = setup.zones.get(&expected.calendar).unwrap_or(&setup.zone);
        let letter = mail::PersonExpected {
            lang: Lang::parse(&ticket.lang).unwrap_or_default(),
            brand: self.letterhead(ticket.brand),
            client_name: name.cloned(),
            number: setup.number.show(ticket.number),
            due: expected.due.map(Moment::to_timestamp),
            opens_at: expected.opens.to_timestamp(),
            sent_at: now.to_timestamp(),
            zones: self.zones(zone, &client.zone),
            follow_url: self.follow_url(ticket.brand, &ticket.link_secret),
        };
        letter.render(self.templates())
    }
}
