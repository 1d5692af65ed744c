//! Filling a desk with very much at once: indexes made at the end, one transaction on PostgreSQL, a file beside the place
//! on SQLite. Killed on the way, it leaves the desk as it was. For demonstrations and measurements; nobody else may use
//! the database meanwhile.

mod copy;
mod words;

use crate::archive::place;
use crate::conn::{Conn, Durability, Purpose, on_each};
use crate::error::StoreError;
use crate::ids::{self, IdBlock};
use crate::schema::number_seq;
use crate::tx::Tx;
use crate::url::DatabaseUrl;
use diesel::prelude::*;
use domain::plan::Plan;
use domain::{Actor, ChannelId, Moment};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use words::Words;

pub use copy::Copying;

/// A database that is being filled. Dropped before [`Bulk::finish`] it is as it was.
pub struct Bulk {
    conn: Conn,
    ids: IdBlock,
    /// What there is besides on SQLite.
    file: Option<Place>,
    indexes: Vec<String>,
    /// Ids of the clocks' steps that are kept for copies, from the first to the last: they lie apart from the others'.
    steps: Option<(i64, i64)>,
}

/// The file that is written, the one it takes the place of, and what makes its index of words.
struct Place {
    scratch: PathBuf,
    path: PathBuf,
    words: Words,
}

impl Bulk {
    /// Begins; blocks meanwhile, as everything here does.
    ///
    /// # Errors
    /// The database is away.
    pub fn begin(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let (mut conn, file) = match url {
            DatabaseUrl::Postgres(_) => {
                let mut conn = Conn::open(url, Purpose::Write, Durability::Full, &Arc::default())?;
                conn.execute(
                    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
                     SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET temp_buffers = '256MB'",
                )?;
                (conn, None)
            }
            DatabaseUrl::Sqlite(path) => {
                let scratch = crate::archive::scratch_of(path)?;
                let mut whole = Conn::open(url, Purpose::Write, Durability::Full, &Arc::default())?;
                whole.execute(&format!("VACUUM INTO '{}'", words::escaped(&scratch)))?;
                let words = Words::begin(&scratch)?;
                let place = DatabaseUrl::Sqlite(scratch.clone());
                let mut conn = Conn::open(&place, Purpose::Write, Durability::Off, &Arc::default())?;
                conn.execute("PRAGMA journal_mode = OFF; PRAGMA cache_size = -1048576; PRAGMA threads = 2")?;
                let path = path.clone();
                (conn, Some(Place { scratch, path, words }))
            }
        };
        conn.begin_write()?;
        let (drops, indexes) = place::indexes(&mut conn)?;
        for drop in drops {
            conn.execute(&drop)?;
        }
        Ok(Self {
            conn,
            ids: IdBlock::default(),
            file,
            indexes,
            steps: None,
        })
    }

    /// Row ids that nobody else gets: the first of so many.
    ///
    /// # Errors
    /// The store's own.
    pub fn reserve(&mut self, count: i64) -> Result<i64, StoreError> {
        ids::reserve(&mut self.conn, count)
    }

    /// Ticket numbers of a year that nobody else gets.
    ///
    /// # Errors
    /// The store's own.
    pub fn reserve_numbers(&mut self, year: i32, count: i64) -> Result<(), StoreError> {
        on_each!(&mut self.conn, |c| diesel::update(number_seq::table.find(year))
            .set(number_seq::next.eq(number_seq::next + count))
            .execute(c))?;
        Ok(())
    }

    /// Writes a plan, and counts its sightings at a door.
    ///
    /// # Errors
    /// The store's own.
    pub fn write(&mut self, now: Moment, plan: &mut Plan, door: ChannelId) -> Result<(), StoreError> {
        self.ids.refill(&mut self.conn)?;
        let seen = i64::try_from(plan.ledger.len()).unwrap_or(i64::MAX);
        // What is indexed beside the rows is kept for whoever copies them.
        let beside = match &mut self.file {
            Some(file) => {
                file.words.add(plan.terms.clone())?;
                Some(std::mem::take(&mut plan.terms))
            }
            None => None,
        };
        let mut tx = Tx::new(&mut self.conn, &mut self.ids, now, Actor::System, "fill");
        tx.apply(plan)?;
        if let Some(terms) = beside {
            plan.terms = terms;
        }
        tx.count_seen(&BTreeMap::from([(door, seen)]), "fill")
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// The store's own.
    pub fn mark(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let now = Moment::from_micros(0);
        Tx::new(&mut self.conn, &mut self.ids, now, Actor::System, "fill").put_setting(key, value)
    }

    /// Makes the indexes and puts the whole in its place.
    ///
    /// # Errors
    /// The store's own, the file system's.
    pub fn finish(mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<(), StoreError> {
        let indexes = std::mem::take(&mut self.indexes);
        for (done, index) in indexes.iter().enumerate() {
            progress(done, indexes.len());
            self.conn.execute(index)?;
        }
        let Some(Place { scratch, path, words }) = self.file.take() else {
            self.conn.execute("COMMIT")?;
            // Rows just written are looked at once by whoever reads them first, unless that was done beforehand.
            return self.conn.execute("VACUUM (ANALYZE)");
        };
        words.finish(&mut self.conn)?;
        self.conn
            .execute("PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA journal_mode = WAL")?;
        drop(self.conn);
        crate::archive::settle(&scratch, &path)
    }
}
