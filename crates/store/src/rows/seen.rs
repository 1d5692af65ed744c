//! How far operators have read tickets.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::ticket_seen;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{OperatorId, TicketId};

impl Tx<'_> {
    /// Notes how far somebody has read a ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn see_ticket(&mut self, me: OperatorId, ticket: TicketId, seq: i64) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(ticket_seen::table)
            .values((
                ticket_seen::operator_id.eq(me.0),
                ticket_seen::ticket_id.eq(ticket.0),
                ticket_seen::seq.eq(seq),
            ))
            .on_conflict((ticket_seen::operator_id, ticket_seen::ticket_id))
            .do_update()
            .set(ticket_seen::seq.eq(seq))
            .execute(c))?;
        Ok(())
    }
}
