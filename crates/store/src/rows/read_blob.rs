//! Bodies and bytes, one at a time: what is too large for a timeline.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::entry::{AttachmentRow, BodyRow, EntryRow};
use crate::rows::read_timeline::StoredFile;
use crate::rows::ticket::TicketRow;
use crate::schema::{attachment, blob, body, entry, ticket};
use crate::scope::Scope;
use diesel::prelude::*;
use domain::entry::{Body, Entry};

/// Bytes as they are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptBlob {
    /// Size of the bytes as they were.
    pub size: i64,
    /// How they are coded: `zstd` or `plain`.
    pub coding: String,
    /// `None`: they lie in the object store.
    pub data: Option<Vec<u8>>,
}

/// An entry with its body and files.
#[derive(Clone, Debug)]
pub struct EntryFile {
    pub entry: Entry,
    pub body: Option<Body>,
    pub files: Vec<StoredFile>,
}

impl Reader<'_> {
    /// Bytes by content.
    ///
    /// # Errors
    /// The store's own.
    pub fn blob(&mut self, hash: &str) -> Result<Option<KeptBlob>, StoreError> {
        let row: Option<(i64, String, Option<Vec<u8>>)> = on_each!(&mut *self.conn, |c| blob::table
            .find(hash)
            .select((blob::size, blob::coding, blob::data))
            .first(c)
            .optional())?;
        Ok(row.map(|(size, coding, data)| KeptBlob { size, coding, data }))
    }

    /// One entry by its public id; `None` where it is not there or not within the scope.
    ///
    /// # Errors
    /// The store's own.
    pub fn entry_file(&mut self, scope: &Scope, public_id: &str) -> Result<Option<EntryFile>, StoreError> {
        let conn = &mut *self.conn;
        let row: Option<(EntryRow, TicketRow)> = on_each!(conn, |c| entry::table
            .inner_join(ticket::table.on(ticket::id.eq(entry::ticket_id)))
            .filter(entry::public_id.eq(public_id))
            .select((EntryRow::as_select(), TicketRow::as_select()))
            .first(c)
            .optional())?;
        let Some((found, of)) = row else { return Ok(None) };
        if !scope.admits(&of.into_ticket()?) {
            return Ok(None);
        }
        let body: Option<BodyRow> = on_each!(conn, |c| body::table
            .find(found.id)
            .select(BodyRow::as_select())
            .first(c)
            .optional())?;
        Ok(Some(EntryFile {
            files: files_of(conn, found.id)?,
            body: body.map(BodyRow::into_body),
            entry: found.into_entry()?,
        }))
    }

    /// An attachment by its public id, with its entry; `None` where it is not there or not within the scope.
    ///
    /// # Errors
    /// The store's own.
    pub fn attachment(
        &mut self,
        scope: &Scope,
        public_id: &str,
    ) -> Result<Option<(Entry, StoredFile)>, StoreError> {
        let row: Option<(AttachmentRow, EntryRow, TicketRow)> =
            on_each!(&mut *self.conn, |c| attachment::table
                .inner_join(entry::table.on(entry::id.eq(attachment::entry_id)))
                .inner_join(ticket::table.on(ticket::id.eq(entry::ticket_id)))
                .filter(attachment::public_id.eq(public_id))
                .select((
                    AttachmentRow::as_select(),
                    EntryRow::as_select(),
                    TicketRow::as_select()
                ))
                .first(c)
                .optional())?;
        let Some((file, of, ticket)) = row else {
            return Ok(None);
        };
        if !scope.admits(&ticket.into_ticket()?) {
            return Ok(None);
        }
        Ok(Some((of.into_entry()?, stored(file)?)))
    }
}

fn files_of(conn: &mut Conn, entry: i64) -> Result<Vec<StoredFile>, StoreError> {
    let rows: Vec<AttachmentRow> = on_each!(conn, |c| attachment::table
        .filter(attachment::entry_id.eq(entry))
        .order(attachment::id)
        .select(AttachmentRow::as_select())
        .load(c))?;
    rows.into_iter().map(stored).collect()
}

fn stored(row: AttachmentRow) -> Result<StoredFile, StoreError> {
    let public_id = row.public_id.clone();
    Ok(StoredFile {
        public_id,
        file: row.into_file()?,
    })
}
