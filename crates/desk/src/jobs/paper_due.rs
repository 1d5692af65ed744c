//! Looks, in the instant after a paper was to be registered, whether it is. The term is counted again then: the calendar may have
//! been corrected meanwhile.

use crate::Desk;
use domain::act;
use domain::job::{Job, JobKind, NewJob};
use domain::plan::Plan;
use domain::{Actor, Moment, PaperId};
use store::rows::PaperRow;
use store::{StoreError, Tx};

impl Desk {
    pub(super) async fn look_at_papers(&self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let desk = self.clone();
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                jobs.iter().try_for_each(|job| desk.look_at_paper(tx, job))
            })
            .await
    }

    fn look_at_paper(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
        // Locked: whoever registers it in this moment comes before or after, and a notice about what is registered is not shown.
        let found = tx.hold_paper_by_id(PaperId(job.subject))?;
        let waits = found.filter(|paper| paper.state == "waiting");
        let due = waits.and_then(|paper| Some((self.paper_due(&paper)?.at, paper)));
        let Some((due, paper)) = due else {
            tx.finish_job(job)?;
            return Ok(());
        };
        if tx.now <= due {
            tx.postpone_job(job, after(due), "")?;
            return Ok(());
        }
        if !tx.finish_job(job)? {
            return Ok(());
        }
        let (setup, now) = (self.setup(), tx.now);
        let people = tx.people_there()?;
        let team = setup.channel(paper.channel).and_then(|door| door.team);
        let mut plan = Plan {
            notices: act::tell_paper_due(paper.id, team, due, &setup, &people, now, tx),
            ..Plan::default()
        };
        tx.apply_and_notify(&mut plan)
    }

    /// By when a paper is to be registered; `None` where no calendar is known.
    pub(crate) fn paper_due(&self, paper: &PaperRow) -> Option<worktime::Due> {
        let received = paper.received.parse().ok()?;
        self.setup().registration_due(self.start_of(received))
    }
}

/// The look at a paper that has just been put in.
pub(crate) fn look_when_due(paper: PaperId, due: Moment) -> NewJob {
    NewJob {
        kind: JobKind::LookAtPaper,
        subject: paper.0,
        run_at: after(due),
        trace: String::new(),
    }
}

/// "By" includes the instant.
fn after(due: Moment) -> Moment {
    due.saturating_add(1)
}
