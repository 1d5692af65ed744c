//! How far operators have read tickets.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::ticket_seen;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{OperatorId, TicketId};
use std::collections::HashMap;

/// The number of the last entry that somebody saw, of each of these tickets.
pub(super) fn of_tickets(
    conn: &mut Conn,
    me: OperatorId,
    ids: &[i64],
) -> Result<HashMap<i64, i64>, StoreError> {
    let rows: Vec<(i64, i64)> = on_each!(conn, |c| ticket_seen::table
        .filter(ticket_seen::operator_id.eq(me.0))
        .filter(ticket_seen::ticket_id.eq_any(padded(ids)))
        .select((ticket_seen::ticket_id, ticket_seen::seq))
        .cached()
        .load(c))?;
    Ok(rows.into_iter().collect())
}

impl Reader<'_> {
    /// The number of the last entry of a ticket that somebody saw; zero where they saw none.
    ///
    /// # Errors
    /// The store's own.
    pub fn seen(&mut self, me: OperatorId, ticket: TicketId) -> Result<i64, StoreError> {
        let seen = of_tickets(self.conn, me, &[ticket.0])?;
        Ok(seen.get(&ticket.0).copied().unwrap_or_default())
    }
}

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
