//! Paper that came and waits to be registered.

use crate::cached::{Cache as _, padded};
use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::{paper, paper_file};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::id::Ids as _;
use domain::{ChannelId, LetterId, Moment, PaperId};

/// Papers shown at once.
const MOST: i64 = 200;

/// A paper.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PaperRow {
    pub id: PaperId,
    pub public_id: String,
    pub channel: ChannelId,
    pub key: String,
    /// `YYYY-MM-DD`.
    pub received: String,
    pub note: String,
    pub reason: String,
    pub put_at: Moment,
    /// Id of whoever put it in; 0 for a program.
    pub put_by: i64,
    /// `waiting`, `registered`, `aside`.
    pub state: String,
    /// The letter it became; 0 before.
    pub letter: LetterId,
    pub ended_at: Moment,
}

/// A page of the scan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PaperFile {
    pub name: String,
    pub media_type: String,
    pub size: i64,
    /// Content address of its bytes.
    pub blob: String,
}

/// Papers with their files, and public id of the one after which the next page begins.
pub type PaperPage = (Vec<(PaperRow, Vec<PaperFile>)>, Option<String>);

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = paper)]
struct Row {
    id: i64,
    public_id: String,
    channel_id: i64,
    key: String,
    received: String,
    note: String,
    reason: String,
    put_at: i64,
    put_by: i64,
    state: String,
    letter_id: i64,
    ended_at: i64,
}

impl From<Row> for PaperRow {
    fn from(row: Row) -> Self {
        Self {
            id: PaperId(row.id),
            public_id: row.public_id,
            channel: ChannelId(row.channel_id),
            key: row.key,
            received: row.received,
            note: row.note,
            reason: row.reason,
            put_at: Moment::from_micros(row.put_at),
            put_by: row.put_by,
            state: row.state,
            letter: LetterId(row.letter_id),
            ended_at: Moment::from_micros(row.ended_at),
        }
    }
}

impl From<&PaperRow> for Row {
    fn from(paper: &PaperRow) -> Self {
        Self {
            id: paper.id.0,
            public_id: paper.public_id.clone(),
            channel_id: paper.channel.0,
            key: paper.key.clone(),
            received: paper.received.clone(),
            note: paper.note.clone(),
            reason: paper.reason.clone(),
            put_at: paper.put_at.as_micros(),
            put_by: paper.put_by,
            state: paper.state.clone(),
            letter_id: paper.letter.0,
            ended_at: paper.ended_at.as_micros(),
        }
    }
}

impl Tx<'_> {
    /// Puts a paper in, or finds the one that was put in under its key before; says which one it is.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_paper(&mut self, new: &PaperRow, files: &[PaperFile]) -> Result<PaperRow, StoreError> {
        let put = on_each!(&mut *self.conn, |c| diesel::insert_into(paper::table)
            .values(Row::from(new))
            .on_conflict(paper::key)
            .do_nothing()
            .execute(c))?;
        if put > 0 {
            let rows: Vec<_> = files
                .iter()
                .map(|file| {
                    (
                        paper_file::id.eq(self.next_id()),
                        paper_file::paper_id.eq(new.id.0),
                        paper_file::name.eq(file.name.clone()),
                        paper_file::media_type.eq(file.media_type.clone()),
                        paper_file::size.eq(file.size),
                        paper_file::blob.eq(file.blob.clone()),
                    )
                })
                .collect();
            insert_all!(&mut *self.conn, paper_file::table, rows);
        }
        let found: Row = on_each!(&mut *self.conn, |c| paper::table
            .filter(paper::key.eq(&new.key))
            .select(Row::as_select())
            .first(c))?;
        Ok(found.into())
    }

    /// A paper by public id, locked: of two who register it, the second sees what the first did.
    ///
    /// # Errors
    /// The store's own.
    pub fn hold_paper(&mut self, public_id: &str) -> Result<Option<PaperRow>, StoreError> {
        let wanted = paper::table.filter(paper::public_id.eq(public_id));
        let row: Option<Row> = for_update!(&mut *self.conn, wanted.select(Row::as_select()), |locked, c| {
            locked.first(c).optional()
        })?;
        Ok(row.map(PaperRow::from))
    }

    /// A paper by its id, locked.
    ///
    /// # Errors
    /// The store's own.
    pub fn hold_paper_by_id(&mut self, id: PaperId) -> Result<Option<PaperRow>, StoreError> {
        let wanted = paper::table.filter(paper::id.eq(id.0));
        let row: Option<Row> = for_update!(&mut *self.conn, wanted.select(Row::as_select()), |locked, c| {
            locked.first(c).optional()
        })?;
        Ok(row.map(PaperRow::from))
    }

    /// Writes down what became of a paper.
    ///
    /// # Errors
    /// The store's own.
    pub fn paper_moved(&mut self, moved: &PaperRow) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(paper::table.find(moved.id.0))
            .set((
                paper::state.eq(&moved.state),
                paper::reason.eq(&moved.reason),
                paper::letter_id.eq(moved.letter.0),
                paper::ended_at.eq(moved.ended_at.as_micros()),
            ))
            .execute(c))?;
        Ok(())
    }
}

impl Reader<'_> {
    /// Papers in a state, those received first before the others, at most 200; of some doors, or of all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the paper is not there after which the page should begin; the store's own.
    pub fn papers(
        &mut self,
        state: &str,
        after: &str,
        doors: Option<&[ChannelId]>,
    ) -> Result<PaperPage, StoreError> {
        let conn = &mut *self.conn;
        let (day, id) = match after {
            "" => (String::new(), 0),
            after => {
                let found: Option<(String, i64)> = on_each!(conn, |c| paper::table
                    .filter(paper::public_id.eq(after))
                    .select((paper::received, paper::id))
                    .first(c)
                    .optional())?;
                found.ok_or(StoreError::NotFound("paper"))?
            }
        };
        let mut rows: Vec<Row> = on_each!(conn, |c| {
            let mut wanted = paper::table
                .filter(paper::state.eq(state))
                .filter(paper::received.ge(&day))
                .filter(paper::received.gt(&day).or(paper::id.gt(id)))
                .into_boxed();
            if let Some(doors) = doors {
                let doors: Vec<i64> = doors.iter().map(|door| door.0).collect();
                wanted = wanted.filter(paper::channel_id.eq_any(padded(doors)));
            }
            wanted
                .order((paper::received, paper::id))
                .limit(MOST + 1)
                .select(Row::as_select())
                .cached()
                .load(c)
        })?;
        let page = usize::try_from(MOST).unwrap_or(usize::MAX);
        let next = match rows.len() > page {
            true => rows.get(page - 1).map(|row| row.public_id.clone()),
            false => None,
        };
        rows.truncate(page);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let files: Vec<(i64, String, String, i64, String)> = on_each!(conn, |c| paper_file::table
            .filter(paper_file::paper_id.eq_any(padded(&ids)))
            .order((paper_file::paper_id, paper_file::id))
            .select((
                paper_file::paper_id,
                paper_file::name,
                paper_file::media_type,
                paper_file::size,
                paper_file::blob
            ))
            .load(c))?;
        let with_files = |row: Row| {
            let own = files.iter().filter(|file| file.0 == row.id);
            let own = own.map(|(_, name, media_type, size, blob)| PaperFile {
                name: name.clone(),
                media_type: media_type.clone(),
                size: *size,
                blob: blob.clone(),
            });
            let own = own.collect();
            (PaperRow::from(row), own)
        };
        Ok((rows.into_iter().map(with_files).collect(), next))
    }

    /// A paper by public id, with its files.
    ///
    /// # Errors
    /// The store's own.
    pub fn paper(&mut self, public_id: &str) -> Result<Option<(PaperRow, Vec<PaperFile>)>, StoreError> {
        let conn = &mut *self.conn;
        let row: Option<Row> = on_each!(conn, |c| paper::table
            .filter(paper::public_id.eq(public_id))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        let Some(row) = row else { return Ok(None) };
        let files: Vec<(String, String, i64, String)> = on_each!(conn, |c| paper_file::table
            .filter(paper_file::paper_id.eq(row.id))
            .order(paper_file::id)
            .select((
                paper_file::name,
                paper_file::media_type,
                paper_file::size,
                paper_file::blob
            ))
            .load(c))?;
        let file = |(name, media_type, size, blob)| PaperFile {
            name,
            media_type,
            size,
            blob,
        };
        Ok(Some((row.into(), files.into_iter().map(file).collect())))
    }
}
