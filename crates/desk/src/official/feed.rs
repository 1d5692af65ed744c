//! Official calendars that are fetched: a job for each address, again and again. What it brings is only proposed, and the
//! same news only once.

use super::document;
use crate::error::{DeskError, DeskResult, Field};
use crate::{Desk, desk::require};
use domain::job::{Job, JobKind, NewJob};
use domain::official::CalendarFeed;
use domain::plan::Plan;
use domain::time::DAY;
use domain::{Actor, Permission, Principal};
use store::{StoreError, Tx};

/// Bytes of a document.
const LARGEST: usize = 1 << 20;
/// Characters of what went wrong.
const PROBLEM: usize = 300;

impl Desk {
    /// The addresses that are fetched, and how that went last.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn calendar_feeds(&self, principal: &Principal) -> DeskResult<Vec<CalendarFeed>> {
        require(principal, Permission::Supervise)?;
        Ok(self.store().read(|r| r.calendar_feeds()).await?)
    }

    /// Fetches one and writes down how it went; the next time is a job of its own.
    pub(crate) async fn fetch_calendar(&self, job: &Job) {
        if let Err(error) = self.fetch_feed(job).await {
            // The lease runs out and somebody tries again.
            tracing::warn!(%error, "fetching a calendar waits");
        }
    }

    async fn fetch_feed(&self, job: &Job) -> DeskResult<()> {
        let feeds = self.store().read(|r| r.calendar_feeds()).await?;
        let found = feeds.into_iter().find(|feed| feed.id.0 == job.subject);
        let Some(mut feed) = found else {
            return self.end_fetch(job, None).await;
        };
        feed.problem = match self.take_feed(&feed).await {
            Ok(()) => String::new(),
            Err(DeskError::Unavailable(cause)) => return Err(DeskError::Unavailable(cause)),
            Err(DeskError::Invalid(faults)) => faults.first().map(told).unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        if !feed.problem.is_empty() {
            feed.problem = text::clean_line(&feed.problem, PROBLEM);
            tracing::warn!(calendar = %feed.calendar, problem = %feed.problem, "an official calendar could not be fetched");
        }
        self.end_fetch(job, Some(feed)).await
    }

    async fn take_feed(&self, feed: &CalendarFeed) -> DeskResult<()> {
        let fetcher = self.fetcher().ok_or_else(|| {
            DeskError::invalid("url", "unreachable", "nothing is fetched by this installation")
        })?;
        let document = fetcher
            .fetch(&feed.url, LARGEST)
            .await
            .map_err(|why| DeskError::invalid("url", "unreachable", why))?;
        let announced = document::read(&document, None)?;
        let (calendar, source) = (feed.calendar.clone(), feed.url.clone());
        self.keep_update(Actor::System, calendar, source, announced, true)
            .await?;
        Ok(())
    }

    /// A feed that went wrong is tried again the next day; one that was taken away never.
    async fn end_fetch(&self, job: &Job, feed: Option<CalendarFeed>) -> DeskResult<()> {
        let job = job.clone();
        self.store()
            .write::<_, StoreError, _>(Actor::System, move |tx: &mut Tx<'_>| {
                if !tx.finish_job(&job)? {
                    return Ok(());
                }
                let still_there = tx.calendar_feeds()?.iter().any(|known| known.id.0 == job.subject);
                let Some(mut feed) = feed.clone().filter(|_| still_there) else {
                    return Ok(());
                };
                feed.tried_at = tx.now;
                tx.put_calendar_feed(&feed)?;
                let days = if feed.problem.is_empty() {
                    i64::from(feed.every_days)
                } else {
                    1
                };
                let mut plan = Plan {
                    jobs: vec![fetched_at(&feed, tx.now.saturating_add(days * DAY))],
                    ..Plan::default()
                };
                tx.apply(&mut plan)
            })
            .await?;
        Ok(())
    }
}

/// The job that fetches it then.
pub(crate) fn fetched_at(feed: &CalendarFeed, run_at: domain::Moment) -> NewJob {
    NewJob {
        kind: JobKind::FetchCalendar,
        subject: feed.id.0,
        run_at,
        trace: String::new(),
    }
}

fn told(fault: &Field) -> String {
    if fault.field.starts_with("line ") {
        format!("{}: {}", fault.field, fault.reason)
    } else {
        fault.reason.clone()
    }
}
