//! Tickets for a change of many: their ids, and which of them somebody may see.

use crate::cached::{Cache as _, padded};
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_sql::{IdRow, Sql};
use crate::schema::ticket;
use crate::scope::Scope;
use diesel::prelude::*;
use domain::TicketId;
use std::collections::{HashMap, HashSet};

impl Reader<'_> {
    /// Row ids of tickets by their public ids.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_ids(&mut self, public_ids: &[String]) -> Result<HashMap<String, TicketId>, StoreError> {
        let rows: Vec<(String, i64)> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::public_id.eq_any(padded(public_ids)))
            .select((ticket::public_id, ticket::id))
            .cached()
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(public_id, id)| (public_id, TicketId(id)))
            .collect())
    }
}

impl Reader<'_> {
    /// Those of the tickets that a scope admits.
    ///
    /// # Errors
    /// The store's own.
    pub fn within_scope(&mut self, scope: &Scope, ids: &[TicketId]) -> Result<HashSet<TicketId>, StoreError> {
        let mut sql = Sql::new("SELECT ticket.id AS id FROM ticket WHERE ticket.id IN ");
        sql.ints(ids.iter().map(|id| id.0)).within(scope);
        let rows: Vec<IdRow> = sql.load(self.conn)?;
        Ok(rows.into_iter().map(|row| TicketId(row.id)).collect())
    }
}
