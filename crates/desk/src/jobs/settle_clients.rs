//! Soon after a merge of clients: what another node was writing down for the absorbed one in that moment goes over, too.

use crate::Desk;
use domain::job::Job;
use domain::{Actor, ClientId};
use store::{StoreError, Tx};

impl Desk {
    pub(super) async fn settle_clients(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                for job in &jobs {
                    if !tx.finish_job(job)? {
                        continue;
                    }
                    // Taken back meanwhile: there is nothing to follow.
                    if let Some(merge) = tx.standing_client_merge(ClientId(job.subject))? {
                        tx.take_over(merge.id, merge.absorbed, merge.survivor)?;
                    }
                }
                Ok(())
            })
            .await
    }
}
