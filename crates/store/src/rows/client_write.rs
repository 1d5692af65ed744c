//! Changing what is known of a client.

use crate::cached::Cache as _;
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::read_sql::{IS_OPEN, IdRow, Sql};
use crate::schema::client;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{ClientId, TicketId};

impl Tx<'_> {
    /// A client with the segment it has, to be changed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn client_segment(&mut self, public_id: &str) -> Result<(ClientId, String), StoreError> {
        let wanted = client::table
            .filter(client::public_id.eq(public_id))
            .select((client::id, client::segment));
        let found: Option<(i64, String)> = match &mut *self.conn {
            Conn::Pg(c) => wanted.for_update().first(c).optional()?,
            Conn::Sqlite(c) => wanted.first(c).optional()?,
        };
        let (id, segment) = found.ok_or(StoreError::NotFound("client"))?;
        Ok((ClientId(id), segment))
    }

    /// Puts a client into a segment.
    ///
    /// # Errors
    /// The store's own.
    pub fn set_segment(&mut self, id: ClientId, segment: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(client::table.find(id.0))
            .set((
                client::segment.eq(segment),
                client::version.eq(client::version + 1)
            ))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// The open tickets of a client, at most `limit`.
    ///
    /// # Errors
    /// The store's own.
    pub fn open_tickets_of(&mut self, id: ClientId, limit: i64) -> Result<Vec<TicketId>, StoreError> {
        let mut sql = Sql::new("SELECT ticket.id AS id FROM ticket WHERE ticket.client_id = ");
        sql.int(id.0)
            .push(" AND ")
            .push(IS_OPEN)
            .push(" ORDER BY ticket.id LIMIT ")
            .int(limit);
        let rows: Vec<IdRow> = sql.load(self.conn)?;
        Ok(rows.into_iter().map(|row| TicketId(row.id)).collect())
    }
}
