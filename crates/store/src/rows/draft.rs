//! Drafts: what somebody is writing on a ticket, with the files laid beside it.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::rows::read_people::{Person, operators};
use crate::schema::{draft, draft_file};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::draft::{DraftKey, DraftKind};
use domain::entry::{AttachmentRef, Bytes, Encoding};
use domain::{AttachmentId, Moment, OperatorId, TicketId};

/// Drafts looked at of one ticket.
const MOST: i64 = 100;

/// A draft as it is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptDraft {
    pub key: DraftKey,
    pub text: String,
    pub updated_at: Moment,
}

/// A file laid beside a draft.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftFile {
    pub public_id: String,
    pub kind: DraftKind,
    pub file: AttachmentRef,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = draft)]
struct DraftRow {
    ticket_id: i64,
    operator_id: i64,
    kind: String,
    text: String,
    updated_at: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = draft_file)]
struct FileRow {
    public_id: String,
    kind: String,
    name: String,
    media_type: String,
    size: i64,
    blob: String,
}

impl FileRow {
    fn into_file(self) -> Result<DraftFile, StoreError> {
        Ok(DraftFile {
            public_id: self.public_id,
            kind: DraftKind::parse(&self.kind)?,
            file: AttachmentRef {
                name: self.name,
                media_type: self.media_type,
                size: self.size,
                blob: self.blob,
                start: 0,
                length: self.size,
                encoding: Encoding::Identity,
                content_id: String::new(),
                inline: false,
                bytes: Bytes::Here,
            },
        })
    }
}

impl Reader<'_> {
    /// Everybody's drafts on a ticket, the last written first.
    ///
    /// # Errors
    /// The store's own.
    pub fn drafts(&mut self, ticket: TicketId) -> Result<Vec<KeptDraft>, StoreError> {
        drafts(self.conn, ticket)
    }

    /// The files beside somebody's drafts on a ticket, oldest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn draft_files(
        &mut self,
        ticket: TicketId,
        operator: OperatorId,
    ) -> Result<Vec<DraftFile>, StoreError> {
        files(self.conn, ticket, operator)
    }

    /// The names of people.
    ///
    /// # Errors
    /// The store's own.
    pub fn people(&mut self, ids: &[OperatorId]) -> Result<Vec<Person>, StoreError> {
        let wanted = ids.iter().map(|id| id.0).collect();
        let mut found = operators(self.conn, &wanted)?;
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

impl Tx<'_> {
    /// The text of a draft as it is kept; nothing where there is none.
    ///
    /// # Errors
    /// The store's own.
    pub fn draft(&mut self, key: DraftKey) -> Result<Option<KeptDraft>, StoreError> {
        let row: Option<DraftRow> = on_each!(&mut *self.conn, |c| draft::table
            .find((key.ticket.0, key.operator.0, key.kind.code()))
            .select(DraftRow::as_select())
            .first(c)
            .optional())?;
        row.map(kept).transpose()
    }

    /// Keeps a text; an empty one is no draft.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_draft(&mut self, key: DraftKey, text: &str) -> Result<(), StoreError> {
        let place = (key.ticket.0, key.operator.0, key.kind.code());
        let now = self.now.as_micros();
        if text.is_empty() {
            on_each!(&mut *self.conn, |c| diesel::delete(draft::table.find(place))
                .execute(c))?;
            return Ok(());
        }
        let row = (
            draft::ticket_id.eq(place.0),
            draft::operator_id.eq(place.1),
            draft::kind.eq(place.2),
            draft::text.eq(text),
            draft::updated_at.eq(now),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(draft::table)
            .values(row)
            .on_conflict((draft::ticket_id, draft::operator_id, draft::kind))
            .do_update()
            .set((draft::text.eq(text), draft::updated_at.eq(now)))
            .execute(c))?;
        Ok(())
    }

    /// The files beside somebody's drafts on a ticket, oldest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn draft_files(
        &mut self,
        ticket: TicketId,
        operator: OperatorId,
    ) -> Result<Vec<DraftFile>, StoreError> {
        files(self.conn, ticket, operator)
    }

    /// Lays files beside a draft. Their bytes are kept already.
    ///
    /// # Errors
    /// The store's own.
    pub fn add_draft_files(&mut self, key: DraftKey, added: &[AttachmentRef]) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let rows: Vec<_> = added
            .iter()
            .map(|file| {
                (
                    draft_file::id.eq(self.ids.take()),
                    draft_file::public_id.eq(AttachmentId::new_public()),
                    draft_file::ticket_id.eq(key.ticket.0),
                    draft_file::operator_id.eq(key.operator.0),
                    draft_file::kind.eq(key.kind.code()),
                    draft_file::name.eq(file.name.clone()),
                    draft_file::media_type.eq(file.media_type.clone()),
                    draft_file::size.eq(file.size),
                    draft_file::blob.eq(file.blob.clone()),
                    draft_file::created_at.eq(now),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, draft_file::table, rows);
        Ok(())
    }

    /// Takes a file away again; false where it was not there.
    ///
    /// # Errors
    /// The store's own.
    pub fn remove_draft_file(&mut self, key: DraftKey, public_id: &str) -> Result<bool, StoreError> {
        let wanted = draft_file::table
            .filter(draft_file::ticket_id.eq(key.ticket.0))
            .filter(draft_file::operator_id.eq(key.operator.0))
            .filter(draft_file::kind.eq(key.kind.code()))
            .filter(draft_file::public_id.eq(public_id));
        let gone = on_each!(&mut *self.conn, |c| diesel::delete(wanted).execute(c))?;
        Ok(gone == 1)
    }
}

/// Removes drafts that became what they were drafts of.
pub(crate) fn remove(conn: &mut Conn, done: &[DraftKey]) -> Result<(), StoreError> {
    for key in done {
        let place = (key.ticket.0, key.operator.0, key.kind.code());
        on_each!(&mut *conn, |c| {
            diesel::delete(draft::table.find(place)).execute(c)?;
            diesel::delete(
                draft_file::table
                    .filter(draft_file::ticket_id.eq(place.0))
                    .filter(draft_file::operator_id.eq(place.1))
                    .filter(draft_file::kind.eq(place.2)),
            )
            .execute(c)
        })?;
    }
    Ok(())
}

fn drafts(conn: &mut Conn, ticket: TicketId) -> Result<Vec<KeptDraft>, StoreError> {
    let rows: Vec<DraftRow> = on_each!(conn, |c| draft::table
        .filter(draft::ticket_id.eq(ticket.0))
        .order((draft::updated_at.desc(), draft::operator_id))
        .limit(MOST)
        .select(DraftRow::as_select())
        .load(c))?;
    rows.into_iter().map(kept).collect()
}

fn files(conn: &mut Conn, ticket: TicketId, operator: OperatorId) -> Result<Vec<DraftFile>, StoreError> {
    let rows: Vec<FileRow> = on_each!(conn, |c| draft_file::table
        .filter(draft_file::ticket_id.eq(ticket.0))
        .filter(draft_file::operator_id.eq(operator.0))
        .order(draft_file::id)
        .limit(MOST)
        .select(FileRow::as_select())
        .load(c))?;
    rows.into_iter().map(FileRow::into_file).collect()
}

fn kept(row: DraftRow) -> Result<KeptDraft, StoreError> {
    Ok(KeptDraft {
        key: DraftKey {
            ticket: TicketId(row.ticket_id),
            operator: OperatorId(row.operator_id),
            kind: DraftKind::parse(&row.kind)?,
        },
        text: row.text,
        updated_at: Moment::from_micros(row.updated_at),
    })
}
