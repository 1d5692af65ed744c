//! With whom a ticket lay, and since when: its lines about person and team.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::entry;
use diesel::prelude::*;
use domain::{Moment, TicketId};

/// A line that gave a ticket to somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    pub at: Moment,
    /// `assigned`, `team_changed`.
    pub code: String,
    pub params: serde_json::Value,
}

impl Reader<'_> {
    /// How a ticket went from hand to hand, in order. The ticket was read within a scope before.
    ///
    /// # Errors
    /// The store's own.
    pub fn handovers(&mut self, ticket: TicketId) -> Result<Vec<Handover>, StoreError> {
        let rows: Vec<(i64, String, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::code.eq_any(["assigned", "team_changed"]))
            .order((entry::occurred_at, entry::seq))
            .select((entry::occurred_at, entry::code, entry::params))
            .cached()
            .load(c))?;
        rows.into_iter()
            .map(|(at, code, params)| {
                Ok(Handover {
                    at: Moment::from_micros(at),
                    code,
                    params: serde_json::from_str(&params)?,
                })
            })
            .collect()
    }
}
