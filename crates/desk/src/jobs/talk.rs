//! Talks in chats: whoever is silent after our answer is reminded, and then the talk ends with a line; whoever left the queue
//! before anybody answered has left it. Nothing of it is an answer, and no clock minds it (`definitions.md` §5).

use crate::Desk;
use domain::act::{self, Edit};
use domain::job::Job;
use domain::talk::{Ending, Look, Talk};
use domain::{Actor, EntryId, Moment};
use store::{StoreError, Tx};
use words::{Lang, t};

impl Desk {
    pub(super) async fn look_at_talks(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                jobs.iter().try_for_each(|job| desk.look_at_talk(tx, job))
            })
            .await
    }

    fn look_at_talk(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        let Some(talk) = tx.open_talk(EntryId(job.subject))? else {
            return tx.finish_job(job).map(drop);
        };
        let facts = tx.ticket_facts_by_id(talk.ticket)?;
        let look = talk.look(facts.ticket.state, tx.now);
        if let Look::Again(at) = look {
            return tx.postpone_job(job, at.saturating_add(1), "").map(drop);
        }
        if !tx.finish_job(job)? {
            return Ok(());
        }
        match look {
            Look::Nothing | Look::Again(_) => Ok(()),
            Look::Ended(Ending::Done, at) => tx.end_talk(&talk, Ending::Done, at),
            Look::Ended(ending, at) => {
                tx.end_talk(&talk, ending, at)?;
                let code = if ending == Ending::Idle {
                    "talk_ended"
                } else {
                    "talk_abandoned"
                };
                self.say_of_talk(tx, &talk, (code, at), &job.trace)
            }
            Look::Remind => {
                let ends_at = talk.spoke_at.map(|at| at.saturating_add(talk.times.ends));
                tx.talk_reminded(&talk, ends_at.unwrap_or(tx.now))?;
                self.say_of_talk(tx, &talk, ("talk_reminder", tx.now), &job.trace)
            }
        }
    }

    fn say_of_talk(
        &self,
        tx: &mut Tx<'_>,
        talk: &Talk,
        (code, at): (&str, Moment),
        trace: &str,
    ) -> Result<(), StoreError> {
        let (setup, now) = (self.setup(), tx.now);
        let facts = tx.ticket_facts_by_id(talk.ticket)?;
        let lang = Lang::parse(&facts.ticket.lang).unwrap_or_default();
        // A ticket that became part of another has a talk there.
        let Ok(mut edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
            return Ok(());
        };
        trace.clone_into(&mut edit.trace);
        let mut plan = match code {
            "talk_abandoned" => act::talk_abandoned(edit, at),
            _ => act::talk_notice(edit, talk.channel, code, &t(lang, &code.replace('_', "-"))),
        };
        tx.apply(&mut plan)
    }
}
