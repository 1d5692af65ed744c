//! Does what warnings want done beside telling somebody: each once, in the transaction that ends its job.

use crate::Desk;
use domain::act::{self, Edit};
use domain::job::Job;
use domain::{Actor, EntryId};
use store::{StoreError, Tx};

impl Desk {
    pub(super) async fn escalate(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let setup = self.setup();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    if !tx.finish_job(job)? {
                        continue;
                    }
                    let Some((ticket, actions)) = tx.escalation(EntryId(job.subject))? else {
                        continue;
                    };
                    let facts = tx.ticket_facts_by_id(ticket)?;
                    let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
                    let now = tx.now;
                    // Merged or closed meanwhile: nobody is to be hurried any more.
                    let Ok(edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
                        continue;
                    };
                    if let Ok(mut plan) = act::escalate(edit, &actions, &client.segment) {
                        tx.apply(&mut plan)?;
                    }
                }
                Ok(())
            })
            .await
    }
}
