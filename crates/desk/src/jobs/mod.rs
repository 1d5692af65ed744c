//! Work after a commit. Jobs are claimed for a time and done at least once; whoever dies with one in hand leaves a lease
//! that runs out. The result and the end of the job are one transaction.

mod account_letter;
pub(crate) mod acknowledge;
mod close;
mod colleague;
mod correct;
mod deliver;
mod escalate;
mod fetch_file;
mod go_on;
mod handoff;
mod lost;
mod notify;
mod outbound;
mod paper;
pub(crate) mod paper_due;
mod push;
mod retry;
mod settle_clients;
mod side_task;
mod talk;
#[cfg(test)]
mod tests;
mod waiting;

use crate::{Desk, DeskResult};
use domain::Actor;
use domain::job::{Job, JobKind};
use domain::time::{MINUTE, NEVER, SECOND};
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;
use store::StoreError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Deliveries under way at once.
const HANDS: usize = 16;
/// Jobs claimed at once; those that need no other machine are done together in one write.
const CLAIM: i64 = 64;
/// How long a worker may have a job in hand: longer than any attempt may take.
const LEASE: i64 = 5 * MINUTE;
/// Between two tries while the store is away.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest sleep: jobs of other nodes whose lease ran out are found by then.
const NAP: Duration = Duration::from_secs(15);

/// Whether a job needs another machine; the others only write.
fn goes_out(kind: JobKind) -> bool {
    matches!(
        kind,
        JobKind::Deliver
            | JobKind::AccountLetter
            | JobKind::Notify
            | JobKind::FetchCalendar
            | JobKind::AskSideTask
            | JobKind::FetchFile
            | JobKind::Push
    )
}

impl Desk {
    /// Does jobs until told to stop; finishes what is in hand.
    pub async fn run_jobs(&self, stop: CancellationToken) {
        let mut news = self.tail().follow();
        let mut hands = JoinSet::new();
        // A former run of this process may have died with jobs in hand.
        let mut doubtful = true;
        while !stop.is_cancelled() {
            while hands.try_join_next().is_some() {}
            if doubtful && hands.is_empty() {
                doubtful = !self.put_back().await;
            }
            let worked = if hands.len() < HANDS {
                self.work_round(&mut hands).await
            } else {
                Ok(false)
            };
            let pause = match worked {
                Ok(true) => continue,
                Ok(false) => self.until_next_job().await,
                Err(error) => {
                    tracing::warn!(%error, "jobs wait until the store is back");
                    // A claim may have been committed without our being told.
                    doubtful = true;
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                // Whatever happened may have left a job; falling behind the news changes nothing about that.
                _ = news.recv() => {}
                Some(_) = hands.join_next() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        while hands.join_next().await.is_some() {}
    }

    /// Does every job that is due now, one round after another, deliveries included. For tests and the command line.
    ///
    /// # Errors
    /// The store is away.
    pub async fn work_off_jobs(&self) -> DeskResult<usize> {
        let mut done = 0;
        loop {
            let jobs = self.claim().await?;
            if jobs.is_empty() {
                return Ok(done);
            }
            done += jobs.len();
            let (deliveries, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| goes_out(job.kind));
            self.do_together(others).await?;
            for job in deliveries {
                self.send(&job).await;
            }
        }
    }

    /// Claims and begins what is due. True when there was anything.
    async fn work_round(&self, hands: &mut JoinSet<()>) -> DeskResult<bool> {
        let jobs = self.claim().await?;
        let any = !jobs.is_empty();
        let (deliveries, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| goes_out(job.kind));
        // A hand with nothing to do would be back at once, and the next round with it.
        if !others.is_empty() {
            let desk = self.clone();
            hands.spawn(async move {
                if let Err(error) = desk.do_together(others).await {
                    tracing::warn!(%error, "jobs are left to be done when their lease has run out");
                }
            });
        }
        for job in deliveries {
            while hands.len() >= HANDS {
                hands.join_next().await;
            }
            let desk = self.clone();
            hands.spawn(async move { desk.send(&job).await });
        }
        Ok(any)
    }

    /// Brings something out of the house.
    async fn send(&self, job: &Job) {
        match job.kind {
            JobKind::AccountLetter => self.account_letter(job).await,
            JobKind::Notify => self.notify(job).await,
            JobKind::FetchCalendar => self.fetch_calendar(job).await,
            JobKind::AskSideTask => self.side_task_letter(job).await,
            JobKind::FetchFile => self.fetch_file(job).await,
            JobKind::Push => self.push(job).await,
            _ => self.deliver(job).await,
        }
    }

    /// Puts back what nobody has in hand any more; true when that is settled.
    async fn put_back(&self) -> bool {
        let put_back = self
            .store()
            .write::<_, StoreError, _>(Actor::System, |tx| tx.put_back_jobs())
            .await;
        match put_back {
            Ok(0) => true,
            Ok(jobs) => {
                tracing::info!(jobs, "jobs that were in hand go on");
                true
            }
            // Their leases run out all the same.
            Err(error) => {
                tracing::warn!(%error, "jobs that were in hand wait for the store");
                false
            }
        }
    }

    /// Does something with the store again and again while it is away and the job is still ours: what was done
    /// outside must not be forgotten, and what was claimed must not lie.
    async fn insist<T, F>(&self, job: &Job, attempt: impl Fn() -> F) -> DeskResult<T>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        loop {
            match attempt().await {
                Err(error) if error.is_unavailable() && self.now() < job.leased_until => {
                    tokio::time::sleep(PAUSE).await;
                }
                result => return Ok(result?),
            }
        }
    }

    async fn claim(&self) -> DeskResult<Vec<Job>> {
        let lease = self.now().saturating_add(LEASE);
        // Looked at first without writing: an idle desk commits nothing.
        let next = self.store().read(|r| r.next_job()).await?;
        if next > self.now() {
            return Ok(Vec::new());
        }
        Ok(self
            .store()
            .write(Actor::System, move |tx| tx.claim_jobs(CLAIM, lease))
            .await?)
    }

    /// Jobs that only write: all of a kind in one transaction.
    async fn do_together(&self, jobs: Vec<Job>) -> DeskResult<()> {
        let mut by_kind: BTreeMap<&'static str, Vec<Job>> = BTreeMap::new();
        for job in jobs {
            by_kind.entry(job.kind.code()).or_default().push(job);
        }
        for jobs in by_kind.into_values() {
            let Some(first) = jobs.first().cloned() else {
                continue;
            };
            match first.kind {
                // They go out one by one.
                JobKind::Deliver
                | JobKind::AccountLetter
                | JobKind::Notify
                | JobKind::FetchCalendar
                | JobKind::AskSideTask
                | JobKind::FetchFile
                | JobKind::Push => {}
                JobKind::Acknowledge => self.insist(&first, || self.acknowledge(jobs.clone())).await?,
                JobKind::Handoff => self.insist(&first, || self.hand_off(jobs.clone())).await?,
                JobKind::Close => self.insist(&first, || self.close_quiet(jobs.clone())).await?,
                JobKind::Recount => {
                    for job in &jobs {
                        self.do_recount(job).await?;
                    }
                }
                JobKind::Remind | JobKind::ResolveWaiting => {
                    self.insist(&first, || self.look_at_waiting(jobs.clone())).await?;
                }
                JobKind::Escalate => self.insist(&first, || self.escalate(jobs.clone())).await?,
                JobKind::SettleClients => {
                    self.insist(&first, || self.settle_clients(jobs.clone())).await?;
                }
                JobKind::TellLost => self.insist(&first, || self.tell_lost(jobs.clone())).await?,
                JobKind::LookAtPaper => self.insist(&first, || self.look_at_papers(jobs.clone())).await?,
                JobKind::TellCaller => self.insist(&first, || self.tell_callers(jobs.clone())).await?,
                JobKind::AnswerAll => {
                    for job in &jobs {
                        self.answer_some(job).await?;
                    }
                }
                JobKind::GoOn => self.insist(&first, || self.let_go_on(jobs.clone())).await?,
                JobKind::LookAtTalk => self.insist(&first, || self.look_at_talks(jobs.clone())).await?,
                JobKind::Correct => self.insist(&first, || self.correct_told(jobs.clone())).await?,
            }
        }
        Ok(())
    }

    async fn until_next_job(&self) -> Duration {
        let next = self.store().read(|r| r.next_job()).await.unwrap_or(NEVER);
        let wait = (next.as_micros().saturating_sub(self.now().as_micros())).clamp(10_000, 3_600 * SECOND);
        Duration::from_micros(u64::try_from(wait).unwrap_or_default()).min(NAP)
    }
}
