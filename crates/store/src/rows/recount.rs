//! Recounts: which tickets have clocks that run, and how far each recount has come.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock;
use crate::rows::read_sql::{IS_OPEN, IdRow, NEVER, Sql};
use crate::rows::ticket::TicketRow;
use crate::schema::{client, recount, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::intake::TicketFacts;
use domain::recount::{Correction, RecountState};
use domain::{Actor, Moment, RecountId, TicketId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One recount.
#[derive(Clone, Debug, PartialEq)]
pub struct RecountRow {
    pub id: RecountId,
    pub public_id: String,
    pub what: Correction,
    /// Names of what was corrected.
    pub about: String,
    pub state: RecountState,
    /// Tickets to look at, and looked at.
    pub total: i64,
    pub done: i64,
    /// Clocks whose deadline moved, and those whose verdict is another one.
    pub moved: i64,
    pub flipped: i64,
    pub after: TicketId,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// Who corrected it, then who confirmed it.
    pub actor: Actor,
    pub why: String,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable, Debug, Clone)]
#[diesel(table_name = recount)]
struct Row {
    id: i64,
    public_id: String,
    what: String,
    about: String,
    state: String,
    total: i64,
    done: i64,
    moved: i64,
    flipped: i64,
    after_ticket: i64,
    created_at: i64,
    updated_at: i64,
    actor_kind: String,
    actor_id: i64,
    why: String,
}

impl Row {
    fn of(row: &RecountRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.0,
            public_id: row.public_id.clone(),
            what: serde_json::to_string(&row.what)?,
            about: row.about.clone(),
            state: row.state.code().into(),
            total: row.total,
            done: row.done,
            moved: row.moved,
            flipped: row.flipped,
            after_ticket: row.after.0,
            created_at: row.created_at.as_micros(),
            updated_at: row.updated_at.as_micros(),
            actor_kind: row.actor.code().into(),
            actor_id: row.actor.id(),
            why: row.why.clone(),
        })
    }

    fn read(self) -> Result<RecountRow, StoreError> {
        Ok(RecountRow {
            id: RecountId(self.id),
            public_id: self.public_id,
            what: serde_json::from_str(&self.what)?,
            about: self.about,
            state: RecountState::parse(&self.state)?,
            total: self.total,
            done: self.done,
            moved: self.moved,
            flipped: self.flipped,
            after: TicketId(self.after_ticket),
            created_at: Moment::from_micros(self.created_at),
            updated_at: Moment::from_micros(self.updated_at),
            actor: Actor::from_stored(&self.actor_kind, self.actor_id)?,
            why: self.why,
        })
    }
}

impl Reader<'_> {
    /// The newest recounts.
    ///
    /// # Errors
    /// The store's own.
    pub fn recounts(&mut self, limit: i64) -> Result<Vec<RecountRow>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| recount::table
            .order(recount::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .load(c))?;
        rows.into_iter().map(Row::read).collect()
    }

    /// A recount by its row id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn recount(&mut self, id: RecountId) -> Result<RecountRow, StoreError> {
        let row: Row = on_each!(&mut *self.conn, |c| recount::table
            .find(id.0)
            .select(Row::as_select())
            .first(c))?;
        row.read()
    }

    /// Tickets with clocks that run or stand still, by id, after one.
    ///
    /// # Errors
    /// The store's own.
    pub fn tickets_with_open_clocks(&mut self, after: TicketId) -> Result<Vec<TicketId>, StoreError> {
        let mut sql = Sql::new("SELECT id FROM (SELECT ticket.id AS id FROM ticket WHERE ");
        sql.push(IS_OPEN)
            .push(" UNION SELECT clock.ticket_id AS id FROM clock WHERE clock.next_at < ")
            .push(NEVER)
            .push(") AS running WHERE id > ")
            .int(after.0)
            .push(" ORDER BY id");
        let rows: Vec<IdRow> = sql.load(self.conn)?;
        Ok(rows.into_iter().map(|row| TicketId(row.id)).collect())
    }

    /// Tickets with their clocks as they stand, to foretell on, each with its client's segment.
    ///
    /// # Errors
    /// The store's own.
    pub fn facts_to_foretell(&mut self, ids: &[TicketId]) -> Result<Vec<(TicketFacts, String)>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows: Vec<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::id.eq_any(padded(&ids)))
            .order(ticket::id)
            .select(TicketRow::as_select())
            .cached()
            .load(c))?;
        let mut clocks: HashMap<TicketId, Vec<_>> = HashMap::new();
        for clock in clock::of_tickets(self.conn, &ids)? {
            clocks.entry(clock.ticket).or_default().push(clock);
        }
        let mut segments = segments(self.conn, &ids)?;
        rows.into_iter()
            .map(|row| {
                let ticket = row.into_ticket()?;
                let segment = segments.remove(&ticket.id).unwrap_or_default();
                let facts = TicketFacts {
                    clocks: clocks.remove(&ticket.id).unwrap_or_default(),
                    participants: BTreeSet::new(),
                    ticket,
                };
                Ok((facts, segment))
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Writes a recount down, new or as it stands now.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_recount(&mut self, new: &RecountRow) -> Result<(), StoreError> {
        let row = Row::of(new)?;
        on_each!(&mut *self.conn, |c| diesel::insert_into(recount::table)
            .values(&row)
            .on_conflict(recount::id)
            .do_update()
            .set(&row)
            .execute(c))?;
        Ok(())
    }

    /// A recount to be changed, by its public id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn recount_by_public_id(&mut self, id: &str) -> Result<RecountRow, StoreError> {
        let wanted = recount::table.filter(recount::public_id.eq(id));
        let row: Option<Row> = for_update!(&mut *self.conn, wanted.select(Row::as_select()), |locked, c| {
            locked.first(c).optional()
        })?;
        row.ok_or(StoreError::NotFound("recount"))?.read()
    }

    /// Whether any ticket is open: nothing is to be counted anew otherwise.
    ///
    /// # Errors
    /// The store's own.
    pub fn has_open_tickets(&mut self) -> Result<bool, StoreError> {
        let mut sql = Sql::new("SELECT ticket.id AS id FROM ticket WHERE ");
        sql.push(IS_OPEN).push(" LIMIT 1");
        let found: Vec<IdRow> = sql.load(self.conn)?;
        Ok(!found.is_empty())
    }

    /// The segments of the clients of tickets.
    ///
    /// # Errors
    /// The store's own.
    pub fn segments_of(&mut self, ids: &[TicketId]) -> Result<BTreeMap<TicketId, String>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        segments(self.conn, &ids)
    }
}

fn segments(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<TicketId, String>, StoreError> {
    let rows: Vec<(i64, String)> = on_each!(conn, |c| ticket::table
        .inner_join(client::table.on(client::id.eq(ticket::client_id)))
        .filter(ticket::id.eq_any(padded(ids)))
        .select((ticket::id, client::segment))
        .cached()
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(id, segment)| (TicketId(id), segment))
        .collect())
}
