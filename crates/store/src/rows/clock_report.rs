//! What became of deadlines within a span, kind by kind: one statement over the clocks that ended in it.

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_sql::{NEVER, Sql};
use crate::scope::Scope;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::Moment;
use domain::clock::ClockKind;

/// Deadlines of one kind, by what became of them.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct ClockCounts {
    pub kind: ClockKind,
    /// Of promises: kept.
    pub met: i64,
    /// Of the met ones, those whose stop became known only after the due: until then they were missed.
    pub logged_late: i64,
    /// Of promises: broken.
    pub missed: i64,
    /// Of the missed ones, those with an excuse.
    pub excused: i64,
    /// Of the met ones, those that an automatic answer stopped; of the missed ones, those that it stopped late.
    pub met_automatically: i64,
    pub missed_automatically: i64,
    /// Of promises: a new date reached the client in time.
    pub moved: i64,
    /// The tickets on which that was.
    pub moved_tickets: i64,
    /// Somebody said that no answer is needed, in time.
    pub not_needed: i64,
    /// The ticket was resolved without an answer, in time or too late.
    pub closed_without_answer: i64,
}

impl ClockCounts {
    /// Met ÷ (met + missed); nothing where there was neither.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        share(self.met, self.met + self.missed)
    }
}

/// A part of a whole, cut to four digits; nothing of nothing.
#[must_use]
pub fn share(part: i64, whole: i64) -> Option<f64> {
    // Counts of tickets are exact as floating-point numbers.
    #[allow(clippy::cast_precision_loss)]
    (whole > 0).then(|| (part.saturating_mul(10_000) / whole) as f64 / 10_000.0)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    met: i64,
    #[diesel(sql_type = BigInt)]
    logged_late: i64,
    #[diesel(sql_type = BigInt)]
    missed: i64,
    #[diesel(sql_type = BigInt)]
    excused: i64,
    #[diesel(sql_type = BigInt)]
    met_automatically: i64,
    #[diesel(sql_type = BigInt)]
    missed_automatically: i64,
    #[diesel(sql_type = BigInt)]
    moved: i64,
    #[diesel(sql_type = BigInt)]
    moved_tickets: i64,
    #[diesel(sql_type = BigInt)]
    not_needed: i64,
    #[diesel(sql_type = BigInt)]
    closed_without_answer: i64,
}

impl Reader<'_> {
    /// What became of deadlines within [from, to), by kind. What was met belongs to its stop, what was missed to its due,
    /// what was moved or called off to that step. A running clock past its due is missed.
    ///
    /// # Errors
    /// The store's own.
    pub fn clock_counts(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
        now: Moment,
    ) -> Result<Vec<ClockCounts>, StoreError> {
        let rows: Vec<Row> = counts(scope, from, to, now).load(self.conn)?;
        rows.into_iter()
            .map(|row| {
                Ok(ClockCounts {
                    kind: ClockKind::parse(&row.kind)?,
                    met: row.met,
                    logged_late: row.logged_late,
                    missed: row.missed,
                    excused: row.excused,
                    met_automatically: row.met_automatically,
                    missed_automatically: row.missed_automatically,
                    moved: row.moved,
                    moved_tickets: row.moved_tickets,
                    not_needed: row.not_needed,
                    closed_without_answer: row.closed_without_answer,
                })
            })
            .collect()
    }

    /// How the database would count, for the test of its indexes.
    ///
    /// # Errors
    /// The store's own.
    pub fn clock_counts_plan(
        &mut self,
        scope: &Scope,
        from: Moment,
        to: Moment,
    ) -> Result<Vec<String>, StoreError> {
        counts(scope, from, to, to).plan(self.conn)
    }
}

/// Whether the stop that ended a clock was an automatic answer.
const AUTOMATIC: &str = "CASE WHEN EXISTS (SELECT 1 FROM clock_step AS stop WHERE stop.clock_id = clock.id \
     AND stop.kind = 'stop' AND stop.reason = 'answered_automatically' AND stop.at = clock.stopped_at) THEN 1 ELSE 0 END";

fn counts(scope: &Scope, from: Moment, to: Moment, now: Moment) -> Sql {
    let mut sql = Sql::new(
        "SELECT kind, sum(CASE WHEN fate IN ('met', 'logged_late') THEN 1 ELSE 0 END) AS met, \
         sum(CASE WHEN fate = 'logged_late' THEN 1 ELSE 0 END) AS logged_late, \
         sum(CASE WHEN fate IN ('missed', 'excused') THEN 1 ELSE 0 END) AS missed, \
         sum(CASE WHEN fate = 'excused' THEN 1 ELSE 0 END) AS excused, \
         sum(CASE WHEN fate IN ('met', 'logged_late') THEN automatic ELSE 0 END) AS met_automatically, \
         sum(CASE WHEN fate IN ('missed', 'excused') THEN automatic ELSE 0 END) AS missed_automatically, \
         sum(CASE WHEN fate = 'moved' THEN 1 ELSE 0 END) AS moved, \
         count(DISTINCT CASE WHEN fate = 'moved' THEN ticket END) AS moved_tickets, \
         sum(CASE WHEN fate = 'not_needed' THEN 1 ELSE 0 END) AS not_needed, \
         sum(CASE WHEN fate = 'closed_without_answer' THEN 1 ELSE 0 END) AS closed_without_answer FROM (",
    );
    sql.push(
        "SELECT clock.kind AS kind, CASE WHEN clock.stop_recorded_at > clock.due THEN 'logged_late' ELSE 'met' END AS fate, \
         ticket.id AS ticket, ",
    )
    .push(AUTOMATIC)
    .push(
        " AS automatic \
         FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.stopped_at < ",
        )
        .push(NEVER);
    sql.push(" AND clock.verdict = 'met'");
    within_span(&mut sql, "clock.stopped_at", from, to).within(scope);
    sql.push(
        " UNION ALL SELECT clock.kind, CASE WHEN clock.excused THEN 'excused' ELSE 'missed' END, ticket.id, ",
    )
    .push(AUTOMATIC)
    .push(" FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.verdict = 'missed'");
    within_span(&mut sql, "clock.due", from, to).within(scope);
    // Breaches that the timer is about to write.
    sql.push(
        " UNION ALL SELECT clock.kind, 'missed', ticket.id, 0 \
         FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.verdict = 'running' AND clock.next_at <= ",
    )
    .int(now.as_micros());
    within_span(&mut sql, "clock.due", from, to).within(scope);
    // A step that was taken back by a later one of its kind is none; a clock that was late ends as missed, and is told
    // in the line of its end all the same.
    sql.push(
        " UNION ALL SELECT clock.kind, CASE WHEN step.kind = 'move' THEN 'moved' ELSE step.reason END, ticket.id, 0 \
         FROM clock_step AS step JOIN clock ON clock.id = step.clock_id JOIN ticket ON ticket.id = clock.ticket_id \
         WHERE step.kind IN ('cancel', 'move') AND ((step.kind = 'move' AND clock.verdict = 'moved') \
           OR (step.reason IN ('not_needed', 'closed_without_answer') AND clock.verdict = 'cancelled') \
           OR (step.reason = 'closed_without_answer' AND clock.stopped_at = step.at)) \
         AND NOT EXISTS (SELECT 1 FROM clock_step AS later WHERE later.clock_id = step.clock_id \
           AND later.kind = step.kind AND later.id > step.id)",
    );
    within_span(&mut sql, "step.at", from, to).within(scope);
    sql.push(") AS ended GROUP BY kind ORDER BY kind");
    sql
}

pub(super) fn within_span<'a>(
    sql: &'a mut Sql,
    column: &'static str,
    from: Moment,
    to: Moment,
) -> &'a mut Sql {
    sql.push(" AND ").push(column).push(" >= ").int(from.as_micros());
    sql.push(" AND ").push(column).push(" < ").int(to.as_micros())
}
