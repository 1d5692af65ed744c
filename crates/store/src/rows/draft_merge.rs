//! Drafts of a ticket that becomes part of another come along; what of them was not used goes back when the merge is
//! taken back. The absorbed ticket keeps its own rows for that.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::{draft, draft_file};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::TicketId;
use domain::draft::{DraftKey, DraftKind};
use domain::entry::{AttachmentRef, Bytes, Encoding};
use std::collections::BTreeMap;

/// Between one's own words and those that came along.
const BETWEEN: &str = "\n\n";

/// A file beside a draft: operator, kind, name, media type, size, content.
type File = (i64, String, String, String, i64, String);

impl Tx<'_> {
    /// Lays everybody's drafts of the absorbed ticket behind their drafts on the survivor.
    ///
    /// # Errors
    /// The store's own.
    pub fn bring_drafts(&mut self, absorbed: TicketId, survivor: TicketId) -> Result<(), StoreError> {
        let own = texts(self.conn, survivor)?;
        for ((operator, kind), text) in texts(self.conn, absorbed)? {
            let joined = match own.get(&(operator, kind.clone())) {
                Some(own) => format!("{own}{BETWEEN}{text}"),
                None => text,
            };
            self.put_draft(key(survivor, operator, &kind)?, &joined)?;
        }
        let mut files: BTreeMap<(i64, String), Vec<AttachmentRef>> = BTreeMap::new();
        for (operator, kind, name, media_type, size, blob) in files_of(self.conn, absorbed)? {
            files.entry((operator, kind)).or_default().push(AttachmentRef {
                name,
                media_type,
                size,
                blob,
                start: 0,
                length: size,
                encoding: Encoding::Identity,
                content_id: String::new(),
                inline: false,
                bytes: Bytes::Here,
            });
        }
        for ((operator, kind), files) in files {
            self.add_draft_files(key(survivor, operator, &kind)?, &files)?;
        }
        Ok(())
    }

    /// Takes what came along out of the drafts of the survivor. What was sent or rewritten there meanwhile is used up,
    /// and is no draft of the absorbed ticket any more.
    ///
    /// # Errors
    /// The store's own.
    pub fn give_drafts_back(&mut self, absorbed: TicketId, survivor: TicketId) -> Result<(), StoreError> {
        let own = texts(self.conn, survivor)?;
        for ((operator, kind), text) in texts(self.conn, absorbed)? {
            let rest = own
                .get(&(operator, kind.clone()))
                .and_then(|own| own.strip_suffix(text.as_str()))
                .map(|rest| rest.strip_suffix(BETWEEN).unwrap_or(rest).to_owned());
            match rest {
                Some(rest) => self.put_draft(key(survivor, operator, &kind)?, &rest)?,
                None => self.put_draft(key(absorbed, operator, &kind)?, "")?,
            }
        }
        let mut there = files_of(self.conn, survivor)?;
        for file in files_of(self.conn, absorbed)? {
            let back = there.iter().position(|other| *other == file);
            // Taken out of the survivor's, or used up with it.
            let (gone_from, file) = match back {
                Some(at) => (survivor, there.swap_remove(at)),
                None => (absorbed, file),
            };
            remove_one(self.conn, gone_from, &file)?;
        }
        Ok(())
    }
}

fn key(ticket: TicketId, operator: i64, kind: &str) -> Result<DraftKey, StoreError> {
    Ok(DraftKey {
        ticket,
        operator: domain::OperatorId(operator),
        kind: DraftKind::parse(kind)?,
    })
}

fn texts(conn: &mut Conn, ticket: TicketId) -> Result<BTreeMap<(i64, String), String>, StoreError> {
    let rows: Vec<(i64, String, String)> = on_each!(conn, |c| draft::table
        .filter(draft::ticket_id.eq(ticket.0))
        .select((draft::operator_id, draft::kind, draft::text))
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(operator, kind, text)| ((operator, kind), text))
        .collect())
}

fn files_of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<File>, StoreError> {
    Ok(on_each!(conn, |c| draft_file::table
        .filter(draft_file::ticket_id.eq(ticket.0))
        .order(draft_file::id)
        .select((
            draft_file::operator_id,
            draft_file::kind,
            draft_file::name,
            draft_file::media_type,
            draft_file::size,
            draft_file::blob
        ))
        .load(c))?)
}

/// The last row of a ticket that says this.
fn remove_one(conn: &mut Conn, ticket: TicketId, file: &File) -> Result<(), StoreError> {
    let (operator, kind, name, _, _, blob) = file;
    let same = draft_file::table
        .filter(draft_file::ticket_id.eq(ticket.0))
        .filter(draft_file::operator_id.eq(operator))
        .filter(draft_file::kind.eq(kind))
        .filter(draft_file::name.eq(name))
        .filter(draft_file::blob.eq(blob));
    let last: Option<i64> = on_each!(&mut *conn, |c| same
        .select(diesel::dsl::max(draft_file::id))
        .first(c))?;
    on_each!(conn, |c| diesel::delete(
        draft_file::table.filter(draft_file::id.nullable().eq(last))
    )
    .execute(c))?;
    Ok(())
}
