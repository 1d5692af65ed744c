//! A message with all that hangs on it, to stand for itself on a ticket of its own.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::entry::{AttachmentRow, BodyRow, EntryRow};
use crate::schema::{attachment, body, entry};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::TicketId;
use domain::entry::{AttachmentRef, Body, Entry};

/// Messages that one ticket may have given away.
const MOST: i64 = 200;

impl Tx<'_> {
    /// A line of a ticket with words and files; `None` where the ticket has none of that public id.
    ///
    /// # Errors
    /// The store's own.
    pub fn whole_entry(
        &mut self,
        ticket: TicketId,
        public_id: &str,
    ) -> Result<Option<(Entry, Body, Vec<AttachmentRef>)>, StoreError> {
        let conn = &mut *self.conn;
        let row: Option<EntryRow> = on_each!(conn, |c| entry::table
            .filter(entry::public_id.eq(public_id))
            .filter(entry::ticket_id.eq(ticket.0))
            .select(EntryRow::as_select())
            .first(c)
            .optional())?;
        let Some(row) = row else { return Ok(None) };
        let id = row.id;
        let words: Option<BodyRow> = on_each!(conn, |c| body::table
            .find(id)
            .select(BodyRow::as_select())
            .first(c)
            .optional())?;
        let files: Vec<AttachmentRow> = on_each!(conn, |c| attachment::table
            .filter(attachment::entry_id.eq(id))
            .order(attachment::id)
            .select(AttachmentRow::as_select())
            .load(c))?;
        let files = files.into_iter().map(AttachmentRow::into_file);
        Ok(Some((
            row.into_entry()?,
            words.map(BodyRow::into_body).unwrap_or_default(),
            files.collect::<Result<_, _>>()?,
        )))
    }

    /// Public ids of the messages of a ticket that stand for themselves already.
    ///
    /// # Errors
    /// The store's own.
    pub fn split_off(&mut self, ticket: TicketId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<String> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::code.eq("message_split"))
            .order(entry::id.desc())
            .limit(MOST)
            .select(entry::params)
            .load(c))?;
        let mut found = Vec::with_capacity(rows.len());
        for params in rows {
            let params: serde_json::Value = serde_json::from_str(&params)?;
            found.extend(
                params
                    .get("entry")
                    .and_then(|entry| entry.as_str())
                    .map(str::to_owned),
            );
        }
        Ok(found)
    }
}
