//! What was solved at first contact, of what was resolved within a span: one statement (`definitions.md` §13).

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock_report::{share, within_span};
use crate::rows::read_sql::{Dialect, NEVER, Sql};
use crate::scope::Scope;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::Moment;
use domain::time::DAY;

/// For so long the client may still come back with it.
const QUIET: i64 = 7 * DAY;

/// How many were solved at first contact.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, QueryableByName)]
pub struct FirstContact {
    /// Resolved, seven days ago or longer. What was no request, or was withdrawn, was not there to be solved.
    #[diesel(sql_type = BigInt)]
    pub resolved: i64,
    /// Of these, with at most one answer or within one call, and the client did not come back with it in seven days.
    #[diesel(sql_type = BigInt)]
    pub solved: i64,
    /// Resolved less than seven days ago: not known yet, and in neither.
    #[diesel(sql_type = BigInt)]
    pub undecided: i64,
}

impl FirstContact {
    /// Solved ÷ resolved; nothing where nothing was.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        share(self.solved, self.resolved)
    }
}

impl Reader<'_> {
    /// Counts what was solved at first contact, of the tickets resolved within [from, to), as known at `now`.
    ///
    /// # Errors
    /// The store's own.
    pub fn first_contact(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
        now: Moment,
    ) -> Result<FirstContact, StoreError> {
        let sql = statement(Dialect::of(self.conn), scope, from, to, now);
        let rows: Vec<FirstContact> = sql.load(self.conn)?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// How the database would count, for the test of its indexes.
    ///
    /// # Errors
    /// The store's own.
    pub fn first_contact_plan(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
    ) -> Result<Vec<String>, StoreError> {
        statement(Dialect::of(self.conn), scope, from, to, to).plan(self.conn)
    }
}

/// A call that somebody spoke in. Its parameters are the first of its line.
const SPOKE: &str = "(line.params LIKE '{\"call\":%' AND line.params LIKE '%\"outcome\":\"connected\"%')";

/// A written answer of ours that did not come to nothing. Machine-made lines have a code, attempts to call are none.
const WROTE: &str = "(line.kind = 'message_out' AND line.code = '' AND line.params NOT LIKE '{\"call\":%' \
     AND (NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.entry_id = line.id) \
       OR EXISTS (SELECT 1 FROM delivery WHERE delivery.entry_id = line.id AND delivery.fate NOT IN ('failed', 'bounced'))))";

fn statement(dialect: Dialect, scope: &Scope, from: Moment, to: Moment, now: Moment) -> Sql {
    let known = now.saturating_sub(QUIET);
    let mut sql = Sql::new("SELECT COALESCE(sum(CASE WHEN resolved_at < ");
    sql.int(known.as_micros())
        .push(" THEN 1 ELSE 0 END), 0) AS resolved, COALESCE(sum(CASE WHEN resolved_at < ")
        .int(known.as_micros())
        .push(
            " AND came_back = 0 AND (calls + answers <= 1 OR (calls = 1 AND outside = 0)) THEN 1 ELSE 0 END), 0) AS solved, \
             COALESCE(sum(CASE WHEN resolved_at >= ",
        )
        .int(known.as_micros())
        .push(" THEN 1 ELSE 0 END), 0) AS undecided FROM (SELECT ticket.resolved_at AS resolved_at, (");
    said(&mut sql, SPOKE).push(") AS calls, (");
    said(&mut sql, WROTE).push(") AS answers, (");
    said(&mut sql, WROTE);
    outside_of_calls(&mut sql, dialect).push(") AS outside, ");
    came_back(&mut sql);
    sql.push(" AS came_back FROM ticket WHERE ticket.resolved_at < ")
        .push(NEVER)
        // Not as the index over all that is done has it: the span is what is narrow.
        .push(
            " AND ticket.state NOT IN ('new', 'open', 'waiting_client', 'waiting_others') AND ticket.merged_into IS NULL \
             AND (ticket.outcome IS NULL OR ticket.outcome NOT IN ('not_a_request', 'withdrawn'))",
        );
    within_span(&mut sql, "ticket.resolved_at", from, to).within(scope);
    sql.push(") AS done");
    sql
}

/// How many lines of a ticket are such ones, up to its resolution; those of what was merged into it are its own.
fn said<'a>(sql: &'a mut Sql, which: &'static str) -> &'a mut Sql {
    sql.push(
        "SELECT count(*) FROM entry AS line WHERE (line.ticket_id = ticket.id OR line.ticket_id IN \
         (SELECT absorbed.id FROM ticket AS absorbed WHERE absorbed.merged_into = ticket.id)) \
         AND line.occurred_at <= ticket.resolved_at AND ",
    )
    .push(which)
}

/// Written while nobody spoke: before the call rang, after it ended, or where nobody knows when it did.
fn outside_of_calls(sql: &mut Sql, dialect: Dialect) -> &mut Sql {
    sql.push(
        " AND NOT EXISTS (SELECT 1 FROM entry AS spoken WHERE spoken.ticket_id = line.ticket_id \
         AND spoken.params LIKE '{\"call\":%' AND spoken.params LIKE '%\"outcome\":\"connected\"%' \
         AND spoken.occurred_at <= line.occurred_at AND line.occurred_at <= ",
    )
    .push(match dialect {
        Dialect::Sqlite => "json_extract(spoken.params, '$.call.ended_at')",
        Dialect::Postgres => "(spoken.params::jsonb #>> '{call,ended_at}')::bigint",
    })
    .push(")")
}

/// Whether the client said anything more in seven days, on this ticket or on another of the same topic.
fn came_back(sql: &mut Sql) -> &mut Sql {
    sql.push(
        "CASE WHEN EXISTS (SELECT 1 FROM ticket AS again JOIN entry AS line ON line.ticket_id = again.id \
         WHERE again.client_id = ticket.client_id AND again.topic = ticket.topic AND line.kind = 'message_in' \
         AND line.code = '' AND line.occurred_at > ticket.resolved_at AND line.occurred_at <= ticket.resolved_at + ",
    )
    .int(QUIET)
    .push(") THEN 1 ELSE 0 END")
}
