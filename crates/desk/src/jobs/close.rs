//! Closes resolved tickets after their time of quiet.

use crate::Desk;
use domain::act::{self, Edit};
use domain::job::Job;
use domain::{Actor, TicketId};
use store::{StoreError, Tx};

impl Desk {
    pub(super) async fn close_quiet(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let setup = self.setup();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    if !tx.finish_job(job)? {
                        continue;
                    }
                    let facts = tx.ticket_facts_by_id(TicketId(job.subject))?;
                    let now = tx.now;
                    // Merged meanwhile: the survivor has its own time.
                    let Ok(edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
                        continue;
                    };
                    if let Some(mut plan) = act::close_after_quiet(edit) {
                        tx.apply(&mut plan)?;
                    }
                }
                Ok(())
            })
            .await
    }
}
