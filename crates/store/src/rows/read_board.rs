//! The supervisor's board: what is overdue and not yet answered for, what falls due next, and with whom it lies.

use crate::cached::{Cache as _, padded};
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
use domain::{CalendarId, ClockId, Moment, OperatorId, TeamId, TicketId};
use std::collections::{BTreeSet, HashMap};

/// A clock with its ticket.
#[derive(Clone, Debug)]
pub struct DueClock {
    pub clock: Clock,
    pub line: TicketLine,
}

/// A clock that will fall due.
#[derive(Copy, Clone, Debug, Eq, PartialEq, QueryableByName)]
pub struct ComingClock {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    due: i64,
    #[diesel(sql_type = BigInt)]
    calendar: i64,
}

impl ComingClock {
    #[must_use]
    pub fn id(&self) -> ClockId {
        ClockId(self.id)
    }

    #[must_use]
    pub fn due(&self) -> Moment {
        Moment::from_micros(self.due)
    }

    /// The calendar that it is counted in.
    #[must_use]
    pub fn calendar(&self) -> CalendarId {
        CalendarId(self.calendar)
    }
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
        let ids: Vec<IdRow> = late(scope, now, limit).load(self.conn)?;
        self.due_clocks(scope, ids.into_iter().map(|row| row.id).collect())
    }

    /// Running clocks that fall due from `now` on and not after `until`: of each calendar the nearest, up to `limit` of it. Within
    /// a calendar the nearest due has least working time left, so whoever wants `limit` with the least finds them here. Calendars
    /// that are not named are not looked at, but for clocks of which no calendar is written down.
    ///
    /// # Errors
    /// The store's own.
    pub fn coming_clocks(
        &mut self,
        scope: &Scope,
        calendars: &[CalendarId],
        (now, until): (Moment, Moment),
        limit: i64,
    ) -> Result<Vec<ComingClock>, StoreError> {
        let mut found = Vec::new();
        for calendars in calendars.chunks(MOST_PARTS) {
            found.extend(coming(scope, calendars, (now, until), limit).load::<ComingClock>(self.conn)?);
        }
        found.extend(coming_unwritten(scope, (now, until), limit).load::<ComingClock>(self.conn)?);
        Ok(found)
    }

    /// Those clocks with their tickets, in the order in which they are asked for.
    ///
    /// # Errors
    /// The store's own.
    pub fn clocks_with_tickets(
        &mut self,
        scope: &Scope,
        clocks: &[ClockId],
    ) -> Result<Vec<DueClock>, StoreError> {
        self.due_clocks(scope, clocks.iter().map(|clock| clock.0).collect())
    }

    /// How the database finds what comes next. For tests.
    ///
    /// # Errors
    /// The store's own.
    pub fn coming_clocks_plan(
        &mut self,
        scope: &Scope,
        calendars: &[CalendarId],
        (now, until): (Moment, Moment),
    ) -> Result<Vec<String>, StoreError> {
        coming(scope, calendars, (now, until), 200).plan(self.conn)
    }

    /// What lies with each team and each operator. Reads one entry of an index for each open ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn loads(&mut self, scope: &Scope, now: Moment, soon: Moment) -> Result<Loads, StoreError> {
        let teams: Vec<Load> = by_team(scope, now, soon).load(self.conn)?;
        let people: Vec<Load> = by_person(scope, now, soon).load(self.conn)?;
        let ids: BTreeSet<i64> = people.iter().map(|load| load.id).collect();
        let some = |load: Load| (load.id != 0).then_some(load.id);
        Ok(Loads {
            names: operators(self.conn, &ids)?,
            teams: teams
                .into_iter()
                .map(|load| (some(load).map(TeamId), load))
                .collect(),
            people: people
                .into_iter()
                .map(|load| (some(load).map(OperatorId), load))
                .collect(),
        })
    }

    fn due_clocks(&mut self, scope: &Scope, ids: Vec<i64>) -> Result<Vec<DueClock>, StoreError> {
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
        .filter(clock::id.eq_any(padded(ids)))
        .select(ClockRow::as_select())
        .cached()
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

/// Calendars asked for by one statement; SQLite joins at most 500 parts.
const MOST_PARTS: usize = 200;

/// The nearest of each calendar.
fn coming(scope: &Scope, calendars: &[CalendarId], (now, until): (Moment, Moment), limit: i64) -> Sql {
    let mut sql = Sql::default();
    for (index, calendar) in calendars.iter().enumerate() {
        if index > 0 {
            sql.push(" UNION ALL ");
        }
        sql.push("SELECT * FROM (")
            .push(COMING)
            .push("= ")
            .int(calendar.0);
        nearest(&mut sql, scope, (now, until), limit);
        sql.push(") AS of_calendar");
    }
    sql
}

/// The nearest of those that a version of Okno wrote which did not say by which calendar they run.
fn coming_unwritten(scope: &Scope, span: (Moment, Moment), limit: i64) -> Sql {
    let mut sql = Sql::new(COMING);
    sql.push("IS NULL");
    nearest(&mut sql, scope, span, limit);
    sql
}

const COMING: &str = "SELECT clock.id AS id, clock.due AS due, COALESCE(clock.runs_in, clock.calendar_id) AS calendar \
                      FROM clock JOIN ticket ON ticket.id = clock.ticket_id WHERE clock.runs_in ";

/// A clock wakes one microsecond after its due. That it wakes at all is said for the index, which holds no other.
fn nearest(sql: &mut Sql, scope: &Scope, (now, until): (Moment, Moment), limit: i64) {
    sql.push(" AND clock.next_at < ")
        .push(NEVER)
        .push(" AND clock.next_at > ")
        .int(now.as_micros())
        .push(" AND clock.next_at <= ")
        .int(until.saturating_add(1).as_micros())
        .within(scope)
        .push(" ORDER BY clock.next_at LIMIT ")
        .int(limit);
}

/// Open tickets by team; teams are few, so that what no team has is a group like any other.
fn by_team(scope: &Scope, now: Moment, soon: Moment) -> Sql {
    let mut sql = Sql::default();
    sql.push("SELECT COALESCE(ticket.team_id, 0) AS id, ");
    figures(&mut sql, now, soon);
    sql.push(IS_OPEN).within(scope);
    sql.push(" GROUP BY ticket.team_id").push(WORST_FIRST);
    sql
}

/// Open tickets by operator, and those of nobody: each part is counted within an index that holds all it needs.
fn by_person(scope: &Scope, now: Moment, soon: Moment) -> Sql {
    let mut sql = Sql::new("SELECT * FROM (SELECT ticket.assignee_id AS id, ");
    figures(&mut sql, now, soon);
    sql.push(IS_OPEN)
        .push(" AND ticket.assignee_id IS NOT NULL")
        .within(scope);
    sql.push(" GROUP BY ticket.assignee_id UNION ALL SELECT 0 AS id, ");
    figures(&mut sql, now, soon);
    sql.push(IS_OPEN)
        .push(" AND ticket.assignee_id IS NULL")
        .within(scope);
    sql.push(") AS loads WHERE open > 0").push(WORST_FIRST);
    sql
}

/// Whoever has most late comes first; more than these no page shows.
const WORST_FIRST: &str = " ORDER BY late DESC, open DESC, id LIMIT 500";

fn figures(sql: &mut Sql, now: Moment, soon: Moment) {
    sql.push("count(*) AS open, COALESCE(sum(CASE WHEN ticket.lead_due >= ")
        .int(now.as_micros())
        .push(" AND ticket.lead_due < ")
        .int(soon.as_micros())
        .push(" THEN 1 ELSE 0 END), 0) AS soon, COALESCE(sum(CASE WHEN ticket.lead_due < ")
        .int(now.as_micros())
        .push(" THEN 1 ELSE 0 END), 0) AS late FROM ticket WHERE ");
}
