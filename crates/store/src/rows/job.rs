//! Jobs: claimed for a time, done at least once, never lost. A worker that dies leaves a lease that runs out.

use crate::cached::{Cache as _, padded};
use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::job;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::job::{Job, JobKind};
use domain::{JobId, Moment, TicketId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = job)]
struct JobRow {
    id: i64,
    kind: String,
    subject: i64,
    attempts: i32,
    created_at: i64,
    trace: String,
}

/// How many jobs wait, and how many were given up.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct JobCounts {
    pub waiting: i64,
    pub dead: i64,
}

/// The kinds that this version knows. A row of another kind was left by a newer one, which does it.
fn known() -> Vec<&'static str> {
    padded(JobKind::ALL.iter().map(|kind| kind.code()))
}

impl Reader<'_> {
    /// When the next job is to be run; `NEVER` when none waits.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_job(&mut self) -> Result<Moment, StoreError> {
        let next: Option<i64> = on_each!(&mut *self.conn, |c| job::table
            .filter(diesel::dsl::not(job::dead))
            .filter(job::kind.eq_any(known()))
            .order((job::run_at, job::id))
            .select(job::run_at)
            .first(c)
            .optional())?;
        Ok(next.map_or(domain::time::NEVER, Moment::from_micros))
    }

    /// Counts for the metrics.
    ///
    /// # Errors
    /// The store's own.
    pub fn job_counts(&mut self) -> Result<JobCounts, StoreError> {
        let waiting = on_each!(&mut *self.conn, |c| job::table
            .filter(diesel::dsl::not(job::dead))
            .count()
            .get_result(c))?;
        let dead = on_each!(&mut *self.conn, |c| job::table
            .filter(job::dead)
            .count()
            .get_result(c))?;
        Ok(JobCounts { waiting, dead })
    }
}

impl Tx<'_> {
    /// Whether the acknowledgement of a ticket waits to be sent, and nobody has it in hand.
    ///
    /// # Errors
    /// The store's own.
    pub fn acknowledgement_waits(&mut self, ticket: TicketId) -> Result<bool, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| job::table
            .filter(job::kind.eq(JobKind::Acknowledge.code()))
            .filter(job::subject.eq(ticket.0))
            .filter(job::attempts.eq(0))
            .select(job::id)
            .first(c)
            .optional())?;
        Ok(found.is_some())
    }

    /// What went out instead has told what these would have told.
    pub(crate) fn drop_acknowledgements(&mut self, tickets: &[TicketId]) -> Result<(), StoreError> {
        for ticket in tickets {
            let waiting = job::table
                .filter(job::kind.eq(JobKind::Acknowledge.code()))
                .filter(job::subject.eq(ticket.0))
                .filter(job::attempts.eq(0));
            on_each!(&mut *self.conn, |c| diesel::delete(waiting).execute(c))?;
        }
        Ok(())
    }

    /// Takes due jobs in hand until `leased_until`; another worker may have them after that.
    ///
    /// # Errors
    /// The store's own.
    pub fn claim_jobs(&mut self, limit: i64, leased_until: Moment) -> Result<Vec<Job>, StoreError> {
        let now = self.now.as_micros();
        let wanted = job::table
            .filter(diesel::dsl::not(job::dead))
            .filter(job::run_at.le(now))
            .filter(job::kind.eq_any(known()))
            .order((job::run_at, job::id))
            .limit(limit);
        let rows: Vec<JobRow> = for_update!(&mut *self.conn, free wanted.select(JobRow::as_select()), |locked, c| locked.load(c))?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        // The end of the lease is the next time to run: one index serves both.
        on_each!(&mut *self.conn, |c| diesel::update(
            job::table.filter(job::id.eq_any(padded(&ids)))
        )
        .set((
            job::attempts.eq(job::attempts + 1),
            job::run_at.eq(leased_until.as_micros()),
            job::leased_until.eq(leased_until.as_micros()),
            job::node.eq(self.node),
        ))
        .cached()
        .execute(c))?;
        rows.into_iter()
            .map(|row| {
                Ok(Job {
                    id: JobId(row.id),
                    kind: JobKind::parse(&row.kind)?,
                    subject: row.subject,
                    attempts: row.attempts + 1,
                    created_at: Moment::from_micros(row.created_at),
                    leased_until,
                    trace: row.trace,
                })
            })
            .collect()
    }

    /// Puts back what a former run of this process had in hand when it died: its name is nobody else's.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_back_jobs(&mut self) -> Result<usize, StoreError> {
        let now = self.now.as_micros();
        let left = job::table
            .filter(diesel::dsl::not(job::dead))
            .filter(job::leased_until.gt(0))
            .filter(job::node.eq(self.node));
        Ok(on_each!(&mut *self.conn, |c| diesel::update(left)
            .set((job::run_at.eq(now), job::leased_until.eq(0)))
            .cached()
            .execute(c))?)
    }

    /// The job is done; to be called in the transaction that writes its result. False when the lease ran out and
    /// somebody else has it in hand, or finished it: then the result must not be written.
    ///
    /// # Errors
    /// The store's own.
    pub fn finish_job(&mut self, done: &Job) -> Result<bool, StoreError> {
        let gone = on_each!(&mut *self.conn, |c| diesel::delete(held(done)).execute(c))?;
        Ok(gone == 1)
    }

    /// The job is to be tried again at `run_at`. As for [`Tx::finish_job`].
    ///
    /// # Errors
    /// The store's own.
    pub fn postpone_job(&mut self, held_job: &Job, run_at: Moment, error: &str) -> Result<bool, StoreError> {
        let changed = on_each!(&mut *self.conn, |c| diesel::update(held(held_job))
            .set((
                job::run_at.eq(run_at.as_micros()),
                job::leased_until.eq(0),
                job::last_error.eq(error)
            ))
            .cached()
            .execute(c))?;
        Ok(changed == 1)
    }

    /// The job is given up and kept for a person. As for [`Tx::finish_job`].
    ///
    /// # Errors
    /// The store's own.
    pub fn bury_job(&mut self, held_job: &Job, error: &str) -> Result<bool, StoreError> {
        let changed = on_each!(&mut *self.conn, |c| diesel::update(held(held_job))
            .set((
                job::dead.eq(true),
                job::leased_until.eq(0),
                job::last_error.eq(error)
            ))
            .cached()
            .execute(c))?;
        Ok(changed == 1)
    }
}

/// The row, while the lease is still this worker's.
#[diesel::dsl::auto_type(no_type_alias)]
fn held(held_job: &Job) -> _ {
    let (id, lease): (i64, i64) = (held_job.id.0, held_job.leased_until.as_micros());
    job::table
        .filter(job::id.eq(id))
        .filter(job::leased_until.eq(lease))
}
