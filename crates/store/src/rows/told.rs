//! Deadlines that clients were told, and whether we kept to them. What became of one is worked out when it is asked
//! for: from when the clock behind it stopped, and from what was told after it.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::rows::read_sql::{NEVER, Sql};
use crate::schema::told;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::Moment;
use domain::plan::NewTold;

/// Told and kept, of the deadlines that fell into a span.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, QueryableByName)]
pub struct ToldCounts {
    #[diesel(sql_type = BigInt)]
    pub kept: i64,
    #[diesel(sql_type = BigInt)]
    pub broken: i64,
    /// A later deadline reached the client in time, or what was told passed while we waited for the client.
    #[diesel(sql_type = BigInt)]
    pub corrected: i64,
    /// Not passed yet, and nothing done yet.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// The clock behind it was called off.
    #[diesel(sql_type = BigInt)]
    pub cancelled: i64,
}

impl Tx<'_> {
    /// Writes down what clients are told.
    pub(crate) fn told(&mut self, new: &[NewTold]) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        for one in new.iter().filter(|one| one.suspends_former) {
            on_each!(&mut *self.conn, |c| diesel::update(
                told::table.filter(told::ticket_id.eq(one.ticket.0))
            )
            .filter(told::due.lt(now))
            .set(told::suspended.eq(true))
            .cached()
            .execute(c))?;
        }
        let rows: Vec<_> = new
            .iter()
            .map(|one| {
                (
                    told::id.eq(self.ids.take()),
                    told::ticket_id.eq(one.ticket.0),
                    told::clock_id.eq(one.clock.0),
                    told::due.eq(one.due.as_micros()),
                    told::told_at.eq(now),
                    told::entry_id.eq(one.entry.0),
                    told::suspended.eq(false),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, told::table, rows);
        Ok(())
    }
}

impl Reader<'_> {
    /// What was told for a span of time, and what became of it.
    ///
    /// # Errors
    /// The store's own.
    pub fn told_counts(&mut self, from: Moment, to: Moment, now: Moment) -> Result<ToldCounts, StoreError> {
        let mut sql = Sql::new(
            "SELECT COALESCE(sum(CASE WHEN fate = 'kept' THEN 1 ELSE 0 END), 0) AS kept, \
             COALESCE(sum(CASE WHEN fate = 'broken' THEN 1 ELSE 0 END), 0) AS broken, \
             COALESCE(sum(CASE WHEN fate = 'corrected' THEN 1 ELSE 0 END), 0) AS corrected, \
             COALESCE(sum(CASE WHEN fate = 'open' THEN 1 ELSE 0 END), 0) AS open, \
             COALESCE(sum(CASE WHEN fate = 'cancelled' THEN 1 ELSE 0 END), 0) AS cancelled",
        );
        sql.push(
            " FROM (SELECT CASE \
             WHEN told.suspended THEN 'corrected' \
             WHEN EXISTS (SELECT 1 FROM told AS later WHERE later.ticket_id = told.ticket_id AND later.id > told.id \
               AND later.told_at <= told.due) THEN 'corrected' \
             WHEN clock.stopped_at <= told.due THEN 'kept' \
             WHEN clock.verdict = 'cancelled' THEN 'cancelled' \
             WHEN clock.stopped_at < ",
        )
        .push(NEVER)
        .push(" THEN 'broken' WHEN told.due < ")
        .int(now.as_micros())
        .push(" AND clock.verdict <> 'paused' THEN 'broken' ELSE 'open' END AS fate FROM told JOIN clock ON clock.id = told.clock_id WHERE told.due >= ")
        .int(from.as_micros())
        .push(" AND told.due < ")
        .int(to.as_micros())
        .push(") AS fates");
        Ok(sql.load(self.conn)?.pop().unwrap_or_default())
    }
}
