//! Writing everything into an empty place. In one transaction on PostgreSQL, beside the place of the file on SQLite:
//! until the end nothing is there.

use super::cells::each_row;
use super::search::{self, EntryText};
use super::write::insert;
use super::{Cell, Table, place};
use crate::conn::{Conn, Durability, Purpose};
use crate::error::StoreError;
use crate::ids;
use crate::migrate;
use crate::rows::outgoing;
use crate::url::DatabaseUrl;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A database in the making. Dropped before [`Restoring::finish`] it leaves nothing.
pub struct Restoring {
    conn: Conn,
    /// The file that is written, and the name it gets in the end.
    file: Option<(PathBuf, PathBuf)>,
    /// What makes the indexes again.
    indexes: Vec<String>,
}

impl Restoring {
    /// Makes the tables as they were with the given migrations.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] when something is there, [`StoreError::Newer`] when a migration is not known.
    pub fn begin(url: &DatabaseUrl, migrations: &[String]) -> Result<Self, StoreError> {
        Self::look(url, migrations)?;
        let file = match url {
            DatabaseUrl::Postgres(_) => None,
            DatabaseUrl::Sqlite(path) => Some((scratch_of(path)?, path.clone())),
        };
        let place = file
            .as_ref()
            .map_or(url.clone(), |(scratch, _)| DatabaseUrl::Sqlite(scratch.clone()));
        let mut conn = Conn::open(&place, Purpose::Write, Durability::Off, &Arc::default())?;
        match conn {
            Conn::Pg(_) => conn.execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
                 SET maintenance_work_mem = '256MB'; SET synchronous_commit = on",
            )?,
            // Nobody sees the file before it is whole and on the disk.
            Conn::Sqlite(_) => conn.execute("PRAGMA journal_mode = OFF; PRAGMA cache_size = -262144")?,
        }
        migrate::up_to(&mut conn, migrations)?;
        conn.begin_write()?;
        let (drops, indexes) = place::indexes(&mut conn)?;
        for drop in drops {
            conn.execute(&drop)?;
        }
        Ok(Self { conn, file, indexes })
    }

    /// Whether the place is empty and the migrations are known; touches nothing.
    ///
    /// # Errors
    /// As for [`Restoring::begin`].
    pub fn look(url: &DatabaseUrl, migrations: &[String]) -> Result<(), StoreError> {
        let known = migrate::known()?;
        if let Some(newer) = migrations.iter().find(|version| !known.contains(version)) {
            return Err(StoreError::Newer(newer.clone()));
        }
        match url {
            DatabaseUrl::Sqlite(path) if path.exists() => {
                Err(StoreError::NotEmpty(path.display().to_string()))
            }
            DatabaseUrl::Sqlite(_) => Ok(()),
            DatabaseUrl::Postgres(_) => {
                let mut conn = Conn::open(url, Purpose::Read, Durability::Full, &Arc::default())?;
                match place::first_filled(&mut conn)? {
                    Some(table) => Err(StoreError::NotEmpty(format!("{url} (table {table})"))),
                    None => Ok(()),
                }
            }
        }
    }

    /// Writes rows; each has as many cells as the table has columns.
    ///
    /// # Errors
    /// The store's own; a table or column that is not there.
    pub fn insert(&mut self, table: &Table, rows: &[Vec<Cell>]) -> Result<(), StoreError> {
        insert(&mut self.conn, table, rows)
    }

    /// Reads back what was written.
    ///
    /// # Errors
    /// The store's own, and the closure's.
    pub fn each_row<E: From<StoreError>>(
        &mut self,
        table: &Table,
        each: &mut dyn FnMut(&[Cell]) -> Result<(), E>,
    ) -> Result<(), E> {
        each_row(&mut self.conn, table, each)
    }

    /// The tables that are there.
    ///
    /// # Errors
    /// The store's own.
    pub fn tables(&mut self) -> Result<Vec<Table>, StoreError> {
        place::tables(&mut self.conn)
    }

    /// Makes the search rows of all entries from their words.
    ///
    /// # Errors
    /// The store's own.
    pub fn index_search(
        &mut self,
        terms: &dyn Fn(&EntryText) -> String,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), StoreError> {
        search::rebuild(&mut self.conn, terms, progress)
    }

    /// Holds back every job that would send something. Says how many.
    ///
    /// # Errors
    /// The store's own.
    pub fn hold_outgoing(&mut self) -> Result<usize, StoreError> {
        outgoing::hold(&mut self.conn)
    }

    /// Makes the indexes, lets counting tables go on where they were, brings the tables up to date, and puts the whole
    /// in its place.
    ///
    /// # Errors
    /// The store's own, the file system's.
    pub fn finish(mut self, counters: &BTreeMap<String, i64>) -> Result<(), StoreError> {
        place::set_counters(&mut self.conn, counters)?;
        for index in std::mem::take(&mut self.indexes) {
            self.conn.execute(&index)?;
        }
        self.conn.execute("COMMIT")?;
        migrate::migrate(&mut self.conn)?;
        ids::go_on(&mut self.conn, counters.get(ids::COUNTER).copied())?;
        self.conn.execute("ANALYZE")?;
        let Some((scratch, path)) = self.file.take() else {
            return Ok(());
        };
        self.conn
            .execute("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)")?;
        drop(self.conn);
        settle(&scratch, &path)
    }
}

/// A file beside the place; what an earlier attempt left there goes.
pub(crate) fn scratch_of(path: &Path) -> Result<PathBuf, StoreError> {
    let failed = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut name = OsString::from(path);
    name.push(".restoring");
    let scratch = PathBuf::from(name);
    match fs::remove_file(&scratch) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(scratch),
    }
}

/// Puts a whole file in its place, and both on the disk. The log of a file that was there goes with it: it is of the old.
pub(crate) fn settle(scratch: &Path, path: &Path) -> Result<(), StoreError> {
    let place = || -> std::io::Result<()> {
        File::open(scratch)?.sync_all()?;
        for companion in ["-wal", "-shm"] {
            let mut name = OsString::from(path);
            name.push(companion);
            match fs::remove_file(PathBuf::from(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::rename(scratch, path)?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
    };
    place().map_err(|error| {
        StoreError::Unavailable(format!("{} cannot be put in its place: {error}", path.display()))
    })
}
