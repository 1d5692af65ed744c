//! The supervisor's board: what is overdue and not yet answered for, what falls due next, and with whom it lies.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock::{ClockRow, with_steps};
use crate::rows::read_lines::TicketLine;
use crate::rows::read_people::{Person, operators};
use crate::rows::read_sql::{IS_OPEN, IdRow, NEVER, Sql};
use crate::schema::clock;
use crate::scope::Scope;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::clock::Clock;
use domain::{Moment, OperatorId, TeamId, TicketId};
use std::collections::{BTreeSet, HashMap};

/// A clock with its ticket.
#[derive(Clone, Debug)]
pub struct DueClock {
    pub clock: Clock,
    pub line: TicketLine,
}

/// How much lies with somebody.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, QueryableByName)]
pub struct Load {
    /// Row id of the team or operator; zero: with none.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Tickets that are open.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Of these, due before the second instant asked for, and not late.
    #[diesel(sql_type = BigInt)]
    pub soon: i64,
    /// Of these, past due.
    #[diesel(sql_type = BigInt)]
    pub late: i64,
}

/// Open tickets by whom they lie with.
#[derive(Clone, Debug, Default)]
pub struct Loads {
    pub teams: Vec<(Option<TeamId>, Load)>,
    pub people: Vec<(Option<OperatorId>, Load)>,
    pub names: HashMap<OperatorId, Person>,
}

impl Reader<'_> {
    /// Clocks past their due and not stopped, longest overdue first.
    ///
    /// # Errors
    /// The store's own.
    pub fn late_clocks(
        &mut self,
        scope: &Scope,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<DueClock>, StoreError> {
        let ids = late(scope, now, limit).load(self.conn)?;
        self.due_clocks(scope, ids)
    }

    /// Running clocks that fall due after `now` and not after `until`, nearest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_clocks(
        &mut self,
        scope: &Scope,
        now: Moment,
        until: Moment,
        limit: i64,
    ) -> Result<Vec<DueClock>, StoreError> {
        let ids = next(scope, now, until, limit).load(self.conn)?;
        self.due_clocks(scope, ids)
    }

    /// What lies with each team and each operator. Reads one entry of an index for each open ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn loads(&mut self, scope: &Scope, now: Moment, soon: Moment) -> Result<Loads, StoreError> {
        let by_team: Vec<Load> = load_by(scope, now, soon, "team_id").load(self.conn)?;
        let by_person: Vec<Load> = load_by(scope, now, soon, "assignee_id").load(self.conn)?;
        let ids: BTreeSet<i64> = by_person.iter().map(|load| load.id).collect();
        let some = |load: Load| (load.id != 0).then_some(load.id);
        Ok(Loads {
            names: operators(self.conn, &ids)?,
            teams: by_team
                .into_iter()
                .map(|load| (some(load).map(TeamId), load))
                .collect(),
            people: by_person
                .into_iter()
                .map(|load| (some(load).map(OperatorId), load))
                .collect(),
        })
    }

    fn due_clocks(&mut self, scope: &Scope, ids: Vec<IdRow>) -> Result<Vec<DueClock>, StoreError> {
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        let clocks = clocks_by_id(self.conn, &ids)?;
        let tickets: BTreeSet<TicketId> = clocks.iter().map(|clock| clock.ticket).collect();
        let tickets: Vec<TicketId> = tickets.into_iter().collect();
        let lines = self.ticket_lines(scope, &tickets)?;
        let lines: HashMap<TicketId, TicketLine> =
            lines.into_iter().map(|line| (line.ticket.id, line)).collect();
        let mut by_id: HashMap<i64, Clock> = clocks.into_iter().map(|clock| (clock.id.0, clock)).collect();
        let due = ids.iter().filter_map(|id| {
            let clock = by_id.remove(id)?;
            let line = lines.get(&clock.ticket)?.clone();
            Some(DueClock { clock, line })
        });
        Ok(due.collect())
    }
}

fn clocks_by_id(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Clock>, StoreError> {
    let rows: Vec<ClockRow> = on_each!(conn, |c| clock::table
        .filter(clock::id.eq_any(ids))
        .select(ClockRow::as_select())
        .load(c))?;
    with_steps(conn, rows)
}

/// Breaches that are written down, and those that the timer is about to write: the page is right in between.
pub(super) fn late(scope: &Scope, now: Moment, limit: i64) -> Sql {
    let mut sql = Sql::new("SELECT id FROM (SELECT * FROM (");
    sql.push("SELECT clock.due AS due, clock.id AS id FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.verdict = 'missed' AND clock.stopped_at = ")
        .push(NEVER)
        .within(scope)
        .push(" ORDER BY clock.due, clock.id LIMIT ")
        .int(limit);
    sql.push(") AS recorded UNION ALL SELECT * FROM (");
    sql.push("SELECT clock.due AS due, clock.id AS id FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.next_at <= ")
        .int(now.as_micros())
        .within(scope)
        .push(" ORDER BY clock.next_at LIMIT ")
        .int(limit);
    sql.push(") AS passed) AS late ORDER BY due, id LIMIT ")
        .int(limit);
    sql
}

pub(super) fn next(scope: &Scope, now: Moment, until: Moment, limit: i64) -> Sql {
    let mut sql = Sql::new(
        "SELECT clock.id AS id FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.next_at > ",
    );
    sql.int(now.as_micros())
        .push(" AND clock.next_at <= ")
        .int(until.as_micros())
        .within(scope)
        .push(" ORDER BY clock.next_at LIMIT ")
        .int(limit);
    sql
}

/// `column` is one of ours.
fn load_by(scope: &Scope, now: Moment, soon: Moment, column: &'static str) -> Sql {
    let mut sql = Sql::new("SELECT COALESCE(ticket.");
    sql.push(column)
        .push(", 0) AS id, count(*) AS open, sum(CASE WHEN ticket.lead_due >= ")
        .int(now.as_micros())
        .push(" AND ticket.lead_due < ")
        .int(soon.as_micros())
        .push(" THEN 1 ELSE 0 END) AS soon, sum(CASE WHEN ticket.lead_due < ")
        .int(now.as_micros())
        .push(" THEN 1 ELSE 0 END) AS late FROM ticket WHERE ")
        .push(IS_OPEN)
        .within(scope)
        .push(" GROUP BY ticket.")
        .push(column)
        .push(" ORDER BY late DESC, open DESC, id LIMIT 500");
    sql
}
