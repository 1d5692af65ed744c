//! How long answers and solutions took within a span: the median, the 90th percentile and the longest, worked out where the rows
//! lie, so that no number of them comes here (`definitions.md` §13).

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock_report::within_span;
use crate::rows::read_sql::{IdRow, NEVER, Sql};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use domain::clock::ClockKind;
use domain::{Moment, TicketId};
use std::collections::BTreeSet;

/// How long the clocks of one kind took that people stopped, or programs.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct ClockLengths {
    pub kind: ClockKind,
    /// Stopped by a program or by Okno itself: credited to nobody of ours.
    pub automatic: bool,
    pub count: i64,
    /// Of these, in time.
    pub met: i64,
    /// The desk's view: in the clocks' calendars, without pauses.
    pub worked: Lengths,
    /// The client's view: by the wall.
    pub waited: Lengths,
}

/// Of lengths of time, microseconds. The median of an even number is the mean of the two in the middle; the 90th percentile is
/// the shortest that nine of ten do not exceed.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Lengths {
    pub median: i64,
    pub ninety: i64,
    pub longest: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    automatic: bool,
    #[diesel(sql_type = BigInt)]
    answers: i64,
    #[diesel(sql_type = BigInt)]
    met: i64,
    #[diesel(sql_type = BigInt)]
    worked_below: i64,
    #[diesel(sql_type = BigInt)]
    worked_above: i64,
    #[diesel(sql_type = BigInt)]
    worked_ninety: i64,
    #[diesel(sql_type = BigInt)]
    worked_longest: i64,
    #[diesel(sql_type = BigInt)]
    waited_below: i64,
    #[diesel(sql_type = BigInt)]
    waited_above: i64,
    #[diesel(sql_type = BigInt)]
    waited_ninety: i64,
    #[diesel(sql_type = BigInt)]
    waited_longest: i64,
}

impl Row {
    fn read(self) -> Result<ClockLengths, StoreError> {
        let lengths = |below: i64, above: i64, ninety: i64, longest: i64| Lengths {
            median: below + (above - below) / 2,
            ninety,
            longest,
        };
        Ok(ClockLengths {
            kind: ClockKind::parse(&self.kind)?,
            automatic: self.automatic,
            count: self.answers,
            met: self.met,
            worked: lengths(
                self.worked_below,
                self.worked_above,
                self.worked_ninety,
                self.worked_longest,
            ),
            waited: lengths(
                self.waited_below,
                self.waited_above,
                self.waited_ninety,
                self.waited_longest,
            ),
        })
    }
}

impl Reader<'_> {
    /// How long it took to answer and to solve, of what was answered or solved within [from, to), in time or not.
    ///
    /// # Errors
    /// The store's own.
    pub fn clock_lengths(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
    ) -> Result<Vec<ClockLengths>, StoreError> {
        let rows: Vec<Row> = lengths(scope, from, to).load(self.conn)?;
        rows.into_iter().map(Row::read).collect()
    }

    /// How the database would work them out, for the test of its indexes.
    ///
    /// # Errors
    /// The store's own.
    pub fn clock_lengths_plan(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
    ) -> Result<Vec<String>, StoreError> {
        lengths(scope, from, to).plan(self.conn)
    }
}

impl Tx<'_> {
    /// Tickets after one that have clocks which stopped before lengths were kept, in order of id.
    ///
    /// # Errors
    /// The store's own.
    pub fn unmeasured(&mut self, after: TicketId, most: i64) -> Result<BTreeSet<TicketId>, StoreError> {
        let rows: Vec<IdRow> = without_length(after, most).load(self.conn)?;
        Ok(rows.into_iter().map(|row| TicketId(row.id)).collect())
    }
}

impl Reader<'_> {
    /// How the database would find clocks without a length, for the test of the index.
    ///
    /// # Errors
    /// The store's own.
    pub fn unmeasured_plan(&mut self) -> Result<Vec<String>, StoreError> {
        without_length(TicketId(0), 100).plan(self.conn)
    }
}

fn without_length(after: TicketId, most: i64) -> Sql {
    let mut sql =
        Sql::new("SELECT DISTINCT ticket_id AS id FROM clock WHERE worked IS NULL AND stopped_at < ");
    sql.push(NEVER).push(" AND ticket_id > ").int(after.0);
    sql.push(" ORDER BY ticket_id LIMIT ").int(most);
    sql
}

/// A call is a person's, whoever told of it: an exchange is only the one that logs it.
const IS_AUTOMATIC: &str = "CASE WHEN entry.actor_kind IN ('system', 'integration') \
     AND entry.params NOT LIKE '{\"call\":%' THEN TRUE ELSE FALSE END";

fn lengths(scope: &Scope, from: Moment, to: Moment) -> Sql {
    let mut sql = Sql::new(
        "SELECT kind, automatic, max(answers) AS answers, max(met) AS met, \
         min(CASE WHEN by_worked >= (answers + 1) / 2 THEN worked END) AS worked_below, \
         min(CASE WHEN by_worked >= answers / 2 + 1 THEN worked END) AS worked_above, \
         min(CASE WHEN by_worked * 10 >= answers * 9 THEN worked END) AS worked_ninety, \
         max(worked) AS worked_longest, \
         min(CASE WHEN by_waited >= (answers + 1) / 2 THEN waited END) AS waited_below, \
         min(CASE WHEN by_waited >= answers / 2 + 1 THEN waited END) AS waited_above, \
         min(CASE WHEN by_waited * 10 >= answers * 9 THEN waited END) AS waited_ninety, \
         max(waited) AS waited_longest FROM (\
         SELECT kind, automatic, worked, waited, count(*) OVER (PARTITION BY kind, automatic) AS answers, \
         sum(met) OVER (PARTITION BY kind, automatic) AS met, \
         row_number() OVER (PARTITION BY kind, automatic ORDER BY worked) AS by_worked, \
         row_number() OVER (PARTITION BY kind, automatic ORDER BY waited) AS by_waited FROM (\
         SELECT clock.kind AS kind, clock.worked AS worked, clock.waited AS waited, \
         CASE WHEN clock.verdict = 'met' THEN 1 ELSE 0 END AS met, ",
    );
    sql.push(IS_AUTOMATIC).push(
        " AS automatic FROM clock JOIN ticket ON ticket.id = clock.ticket_id \
         LEFT JOIN entry ON entry.id = clock.stop_entry_id WHERE clock.stopped_at < ",
    );
    sql.push(NEVER).push(
        " AND clock.kind IN ('first_response', 'next_response', 'resolution') \
         AND clock.verdict IN ('met', 'missed') AND clock.worked IS NOT NULL",
    );
    within_span(&mut sql, "clock.stopped_at", from, to).within(scope);
    sql.push(") AS ended) AS ranked GROUP BY kind, automatic ORDER BY kind, automatic");
    sql
}
