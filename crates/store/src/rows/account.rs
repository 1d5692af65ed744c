//! Tickets of a client whose account was proved by the door: never of anybody else.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::ticket::TicketRow;
use crate::schema::{identity, ticket};
use diesel::prelude::*;
use domain::ticket::Ticket;
use domain::{ClientId, Handle, TicketId};

impl Reader<'_> {
    /// Whose address it is.
    ///
    /// # Errors
    /// The store's own.
    pub fn client_at(&mut self, who: &Handle) -> Result<Option<ClientId>, StoreError> {
        let id: Option<i64> = on_each!(&mut *self.conn, |c| identity::table
            .filter(identity::kind.eq(who.kind.code()))
            .filter(identity::value.eq(&who.value))
            .select(identity::client_id)
            .first(c)
            .optional())?;
        Ok(id.map(ClientId))
    }

    /// Tickets of a client, newest first, without those that became part of another one; older than `before`.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_tickets(
        &mut self,
        client: ClientId,
        before: TicketId,
        limit: i64,
    ) -> Result<Vec<Ticket>, StoreError> {
        let rows: Vec<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::client_id.eq(client.0))
            .filter(ticket::merged_into.is_null())
            .filter(ticket::id.lt(before.0))
            .order(ticket::id.desc())
            .limit(limit)
            .select(TicketRow::as_select())
            .load(c))?;
        rows.into_iter().map(TicketRow::into_ticket).collect()
    }

    /// A ticket of a client by its public id, or what it became part of; nothing where that is another client's.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_ticket(
        &mut self,
        client: ClientId,
        public_id: &str,
    ) -> Result<Option<Ticket>, StoreError> {
        let row: Option<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::public_id.eq(public_id))
            .filter(ticket::client_id.eq(client.0))
            .select(TicketRow::as_select())
            .first(c)
            .optional())?;
        let Some(found) = row.map(TicketRow::into_ticket).transpose()? else {
            return Ok(None);
        };
        if found.merged_into.is_none() {
            return Ok(Some(found));
        }
        let survivor = self.surviving_ticket_by_secret(&found.link_secret)?;
        Ok(survivor.filter(|ticket| ticket.client == client))
    }
}
