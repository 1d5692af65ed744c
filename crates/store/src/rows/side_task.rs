//! Side tasks: who was asked what, by which secret they answer, and what became of it.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock;
use crate::rows::ticket::TicketRow;
use crate::schema::{clock as clocks, side_task, ticket as tickets};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::clock::Clock;
use domain::intake::SideTaskFact;
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::{ClockId, Moment, SideTaskId, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// Side tasks shown of one ticket, the newest.
const MOST: i64 = 50;

/// A side task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SideTask {
    pub id: SideTaskId,
    pub public_id: String,
    pub ticket: TicketId,
    pub clock: ClockId,
    /// Who is asked.
    pub name: String,
    /// Their mail address; empty for none.
    pub address: String,
    pub secret: String,
    pub question: String,
    pub lang: String,
    /// `asked`, `answered`, `withdrawn`.
    pub state: String,
    pub asked_by: i64,
    pub asked_at: Moment,
    /// [`NEVER`] before.
    pub answered_at: Moment,
    pub answer: String,
    /// What became of the letter: `queued`, `sent`, `failed`; empty where there is none.
    pub sent: String,
    pub sent_reason: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = side_task)]
struct Row {
    id: i64,
    public_id: String,
    ticket_id: i64,
    clock_id: i64,
    name: String,
    address: String,
    secret: String,
    question: String,
    lang: String,
    state: String,
    asked_by: i64,
    asked_at: i64,
    answered_at: i64,
    answer: String,
    sent: String,
    sent_reason: String,
}

impl From<Row> for SideTask {
    fn from(row: Row) -> Self {
        Self {
            id: SideTaskId(row.id),
            public_id: row.public_id,
            ticket: TicketId(row.ticket_id),
            clock: ClockId(row.clock_id),
            name: row.name,
            address: row.address,
            secret: row.secret,
            question: row.question,
            lang: row.lang,
            state: row.state,
            asked_by: row.asked_by,
            asked_at: Moment::from_micros(row.asked_at),
            answered_at: Moment::from_micros(row.answered_at),
            answer: row.answer,
            sent: row.sent,
            sent_reason: row.sent_reason,
        }
    }
}

impl Tx<'_> {
    /// Writes a task down.
    ///
    /// # Errors
    /// The store's own.
    pub fn new_side_task(&mut self, task: &SideTask) -> Result<(), StoreError> {
        let row = Row {
            id: task.id.0,
            public_id: task.public_id.clone(),
            ticket_id: task.ticket.0,
            clock_id: task.clock.0,
            name: task.name.clone(),
            address: task.address.clone(),
            secret: task.secret.clone(),
            question: task.question.clone(),
            lang: task.lang.clone(),
            state: task.state.clone(),
            asked_by: task.asked_by,
            asked_at: task.asked_at.as_micros(),
            answered_at: NEVER.as_micros(),
            answer: String::new(),
            sent: task.sent.clone(),
            sent_reason: String::new(),
        };
        on_each!(&mut *self.conn, |c| diesel::insert_into(side_task::table)
            .values(row)
            .execute(c))?;
        Ok(())
    }

    /// A task by its secret or its public id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn side_task(&mut self, public_id: &str) -> Result<SideTask, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| side_task::table
            .filter(side_task::public_id.eq(public_id))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        row.map(SideTask::from).ok_or(StoreError::NotFound("side task"))
    }

    /// A task by its row id.
    ///
    /// # Errors
    /// The store's own.
    pub fn side_task_by_id(&mut self, id: i64) -> Result<Option<SideTask>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| side_task::table
            .find(id)
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(SideTask::from))
    }

    /// Writes down how a task ended.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_side_task(&mut self, id: SideTaskId, state: &str, answer: &str) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::update(side_task::table.find(id.0))
            .set((
                side_task::state.eq(state),
                side_task::answer.eq(answer),
                side_task::answered_at.eq(now)
            ))
            .execute(c))?;
        Ok(())
    }

    /// Writes down an answer; a later one stands below the first, and a question that was taken back stays so.
    ///
    /// # Errors
    /// The store's own.
    pub fn side_task_answered(&mut self, id: SideTaskId, answer: &str) -> Result<(), StoreError> {
        let (before, state): (String, String) = on_each!(&mut *self.conn, |c| side_task::table
            .find(id.0)
            .select((side_task::answer, side_task::state))
            .first(c))?;
        let parts = [before.as_str(), answer];
        let whole = parts
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("\n\n");
        let state = if state == "withdrawn" {
            "withdrawn"
        } else {
            "answered"
        };
        self.end_side_task(id, state, &whole)
    }

    /// Writes down what became of a task's letter.
    ///
    /// # Errors
    /// The store's own.
    pub fn side_task_sent(&mut self, id: i64, sent: &str, reason: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(side_task::table.find(id))
            .set((side_task::sent.eq(sent), side_task::sent_reason.eq(reason)))
            .execute(c))?;
        Ok(())
    }
}

impl Reader<'_> {
    /// The tasks of tickets, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn side_tasks(&mut self, tickets: &[TicketId]) -> Result<Vec<SideTask>, StoreError> {
        let ids: Vec<i64> = tickets.iter().map(|id| id.0).collect();
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| side_task::table
            .filter(side_task::ticket_id.eq_any(&ids))
            .order(side_task::id.desc())
            .limit(MOST)
            .select(Row::as_select())
            .load(c))?;
        Ok(rows.into_iter().map(SideTask::from).collect())
    }

    /// The ticket and the clock of a task.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_and_clock(
        &mut self,
        ticket: TicketId,
        clock: ClockId,
    ) -> Result<Option<(Ticket, Clock)>, StoreError> {
        let found: Option<TicketRow> = on_each!(&mut *self.conn, |c| tickets::table
            .find(ticket.0)
            .select(TicketRow::as_select())
            .first(c)
            .optional())?;
        let Some(found) = found.map(TicketRow::into_ticket).transpose()? else {
            return Ok(None);
        };
        // Merged since: the clock went over.
        let whose: Option<i64> = on_each!(&mut *self.conn, |c| clocks::table
            .find(clock.0)
            .select(clocks::ticket_id)
            .first(c)
            .optional())?;
        let all = clock::of_tickets(self.conn, &whose.into_iter().collect::<Vec<_>>())?;
        Ok(all
            .into_iter()
            .find(|one| one.id == clock)
            .map(|one| (found, one)))
    }

    /// A task by the secret of its private link.
    ///
    /// # Errors
    /// The store's own.
    pub fn side_task_by_secret(&mut self, secret: &str) -> Result<Option<SideTask>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| side_task::table
            .filter(side_task::secret.eq(secret))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(SideTask::from))
    }
}

/// Tasks by their secrets, as intake looks at them.
pub(crate) fn by_secrets(
    conn: &mut Conn,
    secrets: &BTreeSet<String>,
) -> Result<BTreeMap<String, SideTaskFact>, StoreError> {
    let rows: Vec<Row> = on_each!(conn, |c| side_task::table
        .filter(side_task::secret.eq_any(padded(secrets)))
        .select(Row::as_select())
        .cached()
        .load(c))?;
    let fact = |row: Row| {
        let fact = SideTaskFact {
            id: SideTaskId(row.id),
            public_id: row.public_id,
            name: row.name,
            ticket: TicketId(row.ticket_id),
            clock: ClockId(row.clock_id),
        };
        (row.secret, fact)
    };
    Ok(rows.into_iter().map(fact).collect())
}
