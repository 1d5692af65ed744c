//! What is kept of bytes, and what is let go: raw copies that are old enough, and bytes that nothing refers to any more.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::entry::AttachmentRow;
use crate::schema::{attachment, blob, draft_file, entry, letter, paper_file, quarantine};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::{AttachmentRef, Encoding};
use domain::{AttachmentId, EntryId, Moment};
use std::collections::{BTreeSet, HashMap};

/// Rows looked at with one statement.
const CHUNK: i64 = 5_000;

/// An entry with its raw copy, and the files that are ranges of it.
#[derive(Clone, Debug)]
pub struct RawCopy {
    pub entry: EntryId,
    /// Content address of the copy.
    pub raw: String,
    pub files: Vec<(AttachmentId, AttachmentRef)>,
}

/// A file that lies by itself from now on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnFile {
    pub id: AttachmentId,
    pub blob: String,
    pub size: i64,
}

/// What may refer to bytes: a table, its key and the column with the content address.
macro_rules! walk {
    ($conn:expr, $each:expr, $table:ident, $column:ident) => {{
        let mut after = 0;
        loop {
            let rows: Vec<(i64, String)> = on_each!(&mut *$conn, |c| $table::table
                .filter($table::id.gt(after))
                .order($table::id)
                .limit(CHUNK)
                .select(($table::id, $table::$column))
                .load(c))?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (_, hash) in rows.iter().filter(|(_, hash)| !hash.is_empty()) {
                $each(hash);
            }
        }
    }};
}

impl Reader<'_> {
    /// Entries after one, by id, that were written before an instant and have a raw copy.
    ///
    /// # Errors
    /// The store's own.
    pub fn raw_copies(
        &mut self,
        after: EntryId,
        before: Moment,
        limit: i64,
    ) -> Result<Vec<RawCopy>, StoreError> {
        let rows: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::id.gt(after.0))
            .filter(entry::raw.ne(""))
            .filter(entry::recorded_at.lt(before.as_micros()))
            .order(entry::id)
            .limit(limit)
            .select((entry::id, entry::raw))
            .load(c))?;
        let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        let mut files = files_of(self.conn, &ids)?;
        let copies = rows.into_iter().map(|(id, raw)| {
            let mut files = files.remove(&id).unwrap_or_default();
            files.retain(|(_, file)| file.blob == raw);
            RawCopy {
                entry: EntryId(id),
                raw,
                files,
            }
        });
        Ok(copies.collect())
    }

    /// Tells the content address of everything that something refers to; some more than once.
    ///
    /// # Errors
    /// The store's own.
    pub fn referenced_blobs(&mut self, each: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        let conn = &mut *self.conn;
        walk!(conn, each, entry, raw);
        walk!(conn, each, attachment, blob);
        walk!(conn, each, draft_file, blob);
        walk!(conn, each, paper_file, blob);
        walk!(conn, each, letter, pdf);
        walk!(conn, each, quarantine, raw);
        Ok(())
    }

    /// Content addresses after one, of bytes that were last put before an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn old_blobs(&mut self, after: &str, before: Moment) -> Result<Vec<String>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| blob::table
            .filter(blob::hash.gt(after))
            .filter(blob::created_at.lt(before.as_micros()))
            .order(blob::hash)
            .limit(CHUNK)
            .select(blob::hash)
            .load(c))?)
    }

    /// Which of these lie in the object store, by what the database knows.
    ///
    /// # Errors
    /// The store's own.
    pub fn known_objects(&mut self, hashes: &[String]) -> Result<BTreeSet<String>, StoreError> {
        let known: Vec<String> = on_each!(&mut *self.conn, |c| blob::table
            .filter(blob::hash.eq_any(hashes))
            .filter(blob::data.is_null())
            .select(blob::hash)
            .load(c))?;
        Ok(known.into_iter().collect())
    }
}

impl Tx<'_> {
    /// Lets an entry go on without its raw copy: its files lie by themselves.
    ///
    /// # Errors
    /// The store's own.
    pub fn drop_raw(&mut self, copy: &RawCopy, files: &[OwnFile]) -> Result<(), StoreError> {
        let conn = &mut *self.conn;
        for file in files {
            let still = attachment::table
                .filter(attachment::id.eq(file.id.0))
                .filter(attachment::blob.eq(&copy.raw));
            on_each!(&mut *conn, |c| diesel::update(still)
                .set((
                    attachment::blob.eq(&file.blob),
                    attachment::size.eq(file.size),
                    attachment::start.eq(0),
                    attachment::length.eq(file.size),
                    attachment::encoding.eq(Encoding::Identity.code()),
                ))
                .execute(c))?;
        }
        let still = entry::table
            .filter(entry::id.eq(copy.entry.0))
            .filter(entry::raw.eq(&copy.raw));
        on_each!(conn, |c| diesel::update(still).set(entry::raw.eq("")).execute(c))?;
        Ok(())
    }

    /// Lets go of the raw copies of what came to quarantine before an instant and was decided about.
    ///
    /// # Errors
    /// The store's own.
    pub fn drop_decided_raw(&mut self, before: Moment) -> Result<usize, StoreError> {
        let decided = quarantine::table
            .filter(quarantine::arrived_at.lt(before.as_micros()))
            .filter(quarantine::state.ne("waiting"))
            .filter(quarantine::raw.ne(""));
        Ok(on_each!(&mut *self.conn, |c| diesel::update(decided)
            .set(quarantine::raw.eq(""))
            .execute(c))?)
    }

    /// Removes bytes that were last put before an instant. Those that were put again meanwhile stay.
    ///
    /// # Errors
    /// The store's own.
    pub fn remove_blobs(&mut self, hashes: &[String], before: Moment) -> Result<usize, StoreError> {
        let old = blob::table
            .filter(blob::hash.eq_any(hashes))
            .filter(blob::created_at.lt(before.as_micros()));
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(old).execute(c))?)
    }
}

fn files_of(
    conn: &mut Conn,
    entries: &[i64],
) -> Result<HashMap<i64, Vec<(AttachmentId, AttachmentRef)>>, StoreError> {
    let rows: Vec<(i64, AttachmentRow)> = on_each!(conn, |c| attachment::table
        .filter(attachment::entry_id.eq_any(entries))
        .order((attachment::entry_id, attachment::id))
        .select((attachment::id, AttachmentRow::as_select()))
        .load(c))?;
    let mut files: HashMap<i64, Vec<(AttachmentId, AttachmentRef)>> = HashMap::new();
    for (id, row) in rows {
        let entry = row.entry_id;
        let file = (AttachmentId(id), row.into_file()?);
        files.entry(entry).or_default().push(file);
    }
    Ok(files)
}
