//! Jobs that would send something and are held back: a restored copy must not write to clients by itself.

use crate::cached::Cache as _;
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::job;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::job::JobKind;
use domain::time::NEVER;

/// Why a held job does not run, where jobs say what went wrong.
const HELD: &str = "held back since a restore";

/// Holds every job that would send something; says how many.
pub(crate) fn hold(conn: &mut Conn) -> Result<usize, StoreError> {
    let sending = [
        JobKind::Deliver.code(),
        JobKind::Acknowledge.code(),
        JobKind::Handoff.code(),
        JobKind::Push.code(),
    ];
    let wanted = job::table
        .filter(job::kind.eq_any(sending))
        .filter(diesel::dsl::not(job::dead));
    Ok(on_each!(conn, |c| diesel::update(wanted)
        .set((
            job::run_at.eq(NEVER.as_micros()),
            job::leased_until.eq(0),
            job::last_error.eq(HELD)
        ))
        .cached()
        .execute(c))?)
}

impl Reader<'_> {
    /// How many jobs are held back.
    ///
    /// # Errors
    /// The store's own.
    pub fn held_jobs(&mut self) -> Result<i64, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| job::table
            .filter(job::last_error.eq(HELD))
            .filter(diesel::dsl::not(job::dead))
            .count()
            .get_result(c))?)
    }
}

impl Tx<'_> {
    /// Lets the jobs run that were held back; says how many.
    ///
    /// # Errors
    /// The store's own.
    pub fn release_held_jobs(&mut self) -> Result<usize, StoreError> {
        let wanted = job::table
            .filter(job::last_error.eq(HELD))
            .filter(diesel::dsl::not(job::dead));
        let now = self.now.as_micros();
        Ok(on_each!(&mut *self.conn, |c| diesel::update(wanted)
            .set((job::run_at.eq(now), job::last_error.eq("")))
            .cached()
            .execute(c))?)
    }
}
