//! Small look-ups of use cases: who may be assigned, what was already sent.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{body, delivery, entry, operator, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ticket::TicketNumber;
use domain::{OperatorId, TicketId};

impl Reader<'_> {
    /// An operator who can be given work, by public id, with the name.
    ///
    /// # Errors
    /// The store's own.
    pub fn active_operator(&mut self, public_id: &str) -> Result<Option<(OperatorId, String)>, StoreError> {
        let found: Option<(i64, String)> = on_each!(&mut *self.conn, |c| operator::table
            .filter(operator::public_id.eq(public_id))
            .filter(operator::active)
            .select((operator::id, operator::name))
            .first(c)
            .optional())?;
        Ok(found.map(|(id, name)| (OperatorId(id), name)))
    }

    /// The row id of a ticket by its public id.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_id(&mut self, public_id: &str) -> Result<Option<TicketId>, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::public_id.eq(public_id))
            .select(ticket::id)
            .first(c)
            .optional())?;
        Ok(found.map(TicketId))
    }

    /// The public id of a ticket.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn public_id_of_ticket(&mut self, id: TicketId) -> Result<String, StoreError> {
        let found: Option<String> = on_each!(&mut *self.conn, |c| ticket::table
            .find(id.0)
            .select(ticket::public_id)
            .first(c)
            .optional())?;
        found.ok_or(StoreError::NotFound("ticket"))
    }

    /// The ticket's version, the public id of the entry that went out under an external id, and what it said.
    ///
    /// # Errors
    /// The store's own.
    pub fn sent_entry(
        &mut self,
        public_id: &str,
        external_id: &str,
    ) -> Result<Option<(i64, String, String)>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| delivery::table
            .inner_join(entry::table.on(entry::id.eq(delivery::entry_id)))
            .inner_join(ticket::table.on(ticket::id.eq(delivery::ticket_id)))
            .inner_join(body::table.on(body::entry_id.eq(delivery::entry_id)))
            .filter(delivery::external_id.eq(external_id))
            .filter(ticket::public_id.eq(public_id))
            .select((ticket::version, entry::public_id, body::text))
            .first(c)
            .optional())?)
    }
}

impl Tx<'_> {
    /// The conversation that a message of ours began: public id and number of its ticket, public id of its line.
    ///
    /// # Errors
    /// The store's own.
    pub fn conversation_of(
        &mut self,
        external_id: &str,
    ) -> Result<Option<(String, TicketNumber, String)>, StoreError> {
        let found: Option<(String, i32, i64, String)> = on_each!(&mut *self.conn, |c| delivery::table
            .inner_join(entry::table.on(entry::id.eq(delivery::entry_id)))
            .inner_join(ticket::table.on(ticket::id.eq(delivery::ticket_id)))
            .filter(delivery::external_id.eq(external_id))
            .select((
                ticket::public_id,
                ticket::number_year,
                ticket::number_serial,
                entry::public_id
            ))
            .first(c)
            .optional())?;
        Ok(found.map(|(ticket, year, serial, entry)| (ticket, TicketNumber { year, serial }, entry)))
    }

    /// The row id of a ticket by its public id.
    ///
    /// # Errors
    /// The store's own.
    pub fn find_ticket(&mut self, public_id: &str) -> Result<Option<TicketId>, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::public_id.eq(public_id))
            .select(ticket::id)
            .first(c)
            .optional())?;
        Ok(found.map(TicketId))
    }

    /// The row id of a ticket by its number.
    ///
    /// # Errors
    /// The store's own.
    pub fn find_ticket_number(&mut self, number: TicketNumber) -> Result<Option<TicketId>, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::number_year.eq(number.year))
            .filter(ticket::number_serial.eq(number.serial))
            .select(ticket::id)
            .first(c)
            .optional())?;
        Ok(found.map(TicketId))
    }

    /// Whether a message went out under an external id, or is about to.
    ///
    /// # Errors
    /// The store's own.
    pub fn was_sent(&mut self, external_id: &str) -> Result<bool, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| delivery::table
            .filter(delivery::external_id.eq(external_id))
            .select(delivery::id)
            .first(c)
            .optional())?;
        Ok(found.is_some())
    }

    /// The name of one of our people.
    ///
    /// # Errors
    /// The store's own.
    pub fn operator_name(&mut self, id: OperatorId) -> Result<Option<String>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| operator::table
            .find(id.0)
            .select(operator::name)
            .first(c)
            .optional())?)
    }
}
