//! Jobs that would send something and are held back: a restored copy must not write to clients by itself.

use crate::cached::{Cache as _, padded};
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

/// Holds every job that would send something, or would begin something that is sent; says how many. The instant at which it is
/// to run waits, negative, in the place of the lease, which nobody has: let go, it runs when it would have run.
pub(crate) fn hold(conn: &mut Conn) -> Result<usize, StoreError> {
    let sending = JobKind::ALL.iter().filter(|kind| kind.writes_out());
    let sending: Vec<&str> = sending.map(|kind| kind.code()).collect();
    let wanted = job::table
        .filter(job::kind.eq_any(padded(&sending)))
        .filter(diesel::dsl::not(job::dead));
    Ok(on_each!(conn, |c| diesel::update(wanted)
        .set((
            job::leased_until.eq(job::run_at * -1_i64),
            job::run_at.eq(NEVER.as_micros()),
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
        // A version before this one did not keep when they were to run: at once, then.
        let unknown = wanted.filter(job::leased_until.ge(0));
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::update(unknown)
            .set(job::leased_until.eq(-now))
            .cached()
            .execute(c))?;
        Ok(on_each!(&mut *self.conn, |c| diesel::update(wanted)
            .set((
                job::run_at.eq(job::leased_until * -1_i64),
                job::leased_until.eq(0),
                job::last_error.eq("")
            ))
            .cached()
            .execute(c))?)
    }
}
