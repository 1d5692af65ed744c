//! What a write sees: the open transaction, ids, and the events to be written last.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::rows::insert::insert_all;
use crate::schema::event;
use diesel::prelude::*;
use domain::event::NewEvent;
use domain::id::Ids;
use domain::{Actor, Moment};

/// An open write transaction. Dropped without a commit it leaves no trace.
pub struct Tx<'a> {
    pub(crate) conn: &'a mut Conn,
    pub(crate) ids: &'a mut IdBlock,
    /// The instant of the write: what is recorded now is recorded at this instant.
    pub now: Moment,
    /// Who makes the change.
    pub actor: Actor,
    /// Name of this process.
    pub node: &'a str,
    events: Vec<NewEvent>,
}

#[cfg(feature = "testing")]
impl Tx<'_> {
    /// Runs a statement as it stands, so that a test finds rows as another version leaves them; says how many it changed.
    ///
    /// # Errors
    /// The store's own.
    pub fn run_as_another_version(&mut self, statement: &str) -> Result<usize, StoreError> {
        Ok(crate::conn::on_each!(&mut *self.conn, |c| diesel::sql_query(
            statement
        )
        .execute(c))?)
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        conn: &'a mut Conn,
        ids: &'a mut IdBlock,
        now: Moment,
        actor: Actor,
        node: &'a str,
    ) -> Self {
        Self {
            conn,
            ids,
            now,
            actor,
            node,
            events: Vec::new(),
        }
    }

    /// Announces something; written with its id at the end of the transaction.
    pub fn announce(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Writes the announced events. On PostgreSQL under one lock held until the commit, so that ids ascend in the
    /// order of commits and whoever reads `id > cursor` never skips a late one. Says whether there were any.
    pub(crate) fn flush_events(&mut self) -> Result<bool, StoreError> {
        /// Any constant: the lock's name.
        const EVENT_LOCK: i64 = 0x6f6b_6e6f;
        if self.events.is_empty() {
            return Ok(false);
        }
        if let Conn::Pg(_) = self.conn {
            self.conn
                .execute(&format!("SELECT pg_advisory_xact_lock({EVENT_LOCK})"))?;
        }
        let at = self.now.as_micros();
        let rows: Vec<_> = self
            .events
            .iter()
            .map(|new| {
                (
                    event::at.eq(at),
                    event::kind.eq(new.kind.code()),
                    event::version.eq(1),
                    event::ticket_id.eq(new.ticket.map(|ticket| ticket.0)),
                    event::payload.eq(new.payload.to_string()),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, event::table, rows);
        self.events.clear();
        Ok(true)
    }
}

impl Ids for Tx<'_> {
    fn next_id(&mut self) -> i64 {
        self.ids.take()
    }
}
