//! Events, as the tail reads them.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::event;
use diesel::prelude::*;
use domain::event::{Event, EventType};
use domain::{Moment, TicketId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = event)]
struct EventRow {
    id: i64,
    at: i64,
    kind: String,
    version: i32,
    ticket_id: Option<i64>,
    payload: String,
}

impl Reader<'_> {
    /// The id of the last event; zero when there is none.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_event(&mut self) -> Result<i64, StoreError> {
        let last: Option<i64> = on_each!(&mut *self.conn, |c| event::table
            .select(diesel::dsl::max(event::id))
            .first(c))?;
        Ok(last.unwrap_or_default())
    }

    /// Events after a cursor, in the order of their commits.
    ///
    /// # Errors
    /// The store's own.
    pub fn events_after(&mut self, cursor: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<EventRow> = on_each!(&mut *self.conn, |c| event::table
            .filter(event::id.gt(cursor))
            .order(event::id)
            .limit(limit)
            .select(EventRow::as_select())
            .load(c))?;
        rows.into_iter()
            .map(|row| {
                Ok(Event {
                    id: row.id,
                    at: Moment::from_micros(row.at),
                    kind: EventType::parse(&row.kind)?,
                    version: row.version,
                    ticket: row.ticket_id.map(TicketId),
                    payload: serde_json::from_str(&row.payload)?,
                })
            })
            .collect()
    }
}
