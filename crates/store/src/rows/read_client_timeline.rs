//! Everything said with a client, over all tickets and doors, newest first, a page at a time.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::entry::EntryRow;
use crate::rows::hanging::Hanging;
use crate::rows::read_sql::{IdRow, Sql};
use crate::rows::read_timeline::{Timeline, dressed};
use crate::schema::{entry, ticket};
use crate::scope::Scope;
use diesel::prelude::*;
use domain::ticket::TicketNumber;
use domain::{ClientId, Moment, TicketId};
use std::collections::HashMap;

/// Where a page of a client's timeline ends.
pub type ClientPlace = (Moment, i64);

/// A ticket that lines belong to: public id, number, title.
pub type TicketOfLine = (String, TicketNumber, String);

impl Reader<'_> {
    /// A page of what was said with a client, newest first, with the tickets of its lines; at most `limit` lines.
    ///
    /// # Errors
    /// The store's own.
    pub fn client_timeline(
        &mut self,
        scope: &Scope,
        id: ClientId,
        before: Option<ClientPlace>,
        limit: i64,
    ) -> Result<(Timeline, HashMap<TicketId, TicketOfLine>), StoreError> {
        let mut sql = Sql::new(
            "SELECT entry.id AS id FROM ticket JOIN entry ON entry.ticket_id = ticket.id \
             WHERE entry.kind IN ('message_in', 'message_out', 'note') AND ticket.client_id = ",
        );
        sql.int(id.0).within(scope);
        if let Some((at, entry)) = before {
            sql.push(" AND entry.occurred_at <= ")
                .int(at.as_micros())
                .push(" AND (entry.occurred_at < ")
                .int(at.as_micros())
                .push(" OR entry.id < ")
                .int(entry)
                .push(")");
        }
        sql.push(" ORDER BY entry.occurred_at DESC, entry.id DESC LIMIT ")
            .int(limit);
        let ids: Vec<IdRow> = sql.load(self.conn)?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        let rows: Vec<EntryRow> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::id.eq_any(&ids))
            .order((entry::occurred_at.desc(), entry::id.desc()))
            .select(EntryRow::as_select())
            .cached()
            .load(c))?;
        let entries = rows
            .into_iter()
            .map(EntryRow::into_entry)
            .collect::<Result<Vec<_>, StoreError>>()?;
        let tickets: Vec<i64> = entries.iter().map(|entry| entry.ticket.0).collect();
        let named: Vec<(i64, String, i32, i64, String)> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::id.eq_any(&tickets))
            .select((
                ticket::id,
                ticket::public_id,
                ticket::number_year,
                ticket::number_serial,
                ticket::title
            ))
            .load(c))?;
        let named = named.into_iter().map(|(id, public_id, year, serial, title)| {
            (TicketId(id), (public_id, TicketNumber { year, serial }, title))
        });
        let ids: Vec<i64> = entries.iter().map(|entry| entry.id.0).collect();
        let hanging = Hanging::of(self.conn, &ids)?;
        let timeline = dressed(self.conn, (entries, hanging), true, &[], (None, &[]))?;
        Ok((timeline, named.collect()))
    }
}
