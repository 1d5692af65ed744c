//! The words of an SQLite desk that is being filled: FTS5's index is made by a thread of its own in a file of its own, beside
//! the rows, and put among them at the end. SQLite writes one file by one thread only, and the words are a third of the work.

use crate::conn::{Conn, Durability, Purpose, on_each};
use crate::error::StoreError;
use crate::rows::search;
use crate::url::DatabaseUrl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::EntryId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// FTS5's own tables of a contentless index (SQLite, "FTS5", section 10).
const SHADOWS: [&str; 4] = ["search_config", "search_data", "search_docsize", "search_idx"];
/// Bytes that wait in memory before they become a segment: while filling, and as FTS5 has it.
const WHILE_FILLING: u32 = 64 << 20;
const AS_USUAL: u32 = 1 << 20;
/// Portions that may wait: whoever makes rows is not far ahead.
const WAITING: usize = 4;

/// What there is to index.
enum Order {
    Words(Vec<(EntryId, String)>),
    /// What copies are copied from.
    Keep(Vec<(EntryId, String)>),
    /// What is kept once more, with so much added to the ids.
    Copy(i64),
}

/// The thread with its file.
pub(super) struct Words {
    place: PathBuf,
    orders: SyncSender<Order>,
    /// Taken when it has ended.
    thread: Option<JoinHandle<Result<(), StoreError>>>,
}

impl Words {
    /// Begins with the index as it stands in a file.
    pub(super) fn begin(filled: &Path) -> Result<Self, StoreError> {
        let mut place = OsString::from(filled);
        place.push("-words");
        let place = PathBuf::from(place);
        forget(&place)?;
        let url = DatabaseUrl::Sqlite(place.clone());
        start(&url, filled)?;
        // A connection of its own: FTS5 remembers of an index what it read of it before.
        let conn = Conn::open(&url, Purpose::Write, Durability::Off, &Arc::default())?;
        let (orders, waiting) = sync_channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("store-words".into())
            .spawn(move || index(conn, &waiting))
            .map_err(|error| StoreError::Unavailable(format!("no thread for the words: {error}")))?;
        Ok(Self {
            place,
            orders,
            thread: Some(thread),
        })
    }

    pub(super) fn add(&mut self, words: Vec<(EntryId, String)>) -> Result<(), StoreError> {
        self.order(Order::Words(words))
    }

    pub(super) fn keep(&mut self, words: Vec<(EntryId, String)>) -> Result<(), StoreError> {
        self.order(Order::Keep(words))
    }

    pub(super) fn copy(&mut self, ids: i64) -> Result<(), StoreError> {
        self.order(Order::Copy(ids))
    }

    fn order(&mut self, order: Order) -> Result<(), StoreError> {
        if self.orders.send(order).is_ok() {
            return Ok(());
        }
        ended(self.thread.take())?;
        Err(StoreError::Unavailable("the words could not be indexed".into()))
    }

    /// Waits until everything is indexed, puts the index into the file that is filled, whose connection never looked into its
    /// own, and commits that.
    pub(super) fn finish(self, into: &mut Conn) -> Result<(), StoreError> {
        let Self {
            place,
            orders,
            thread,
        } = self;
        // Nobody orders any more.
        drop(orders);
        ended(thread)?;
        into.execute(&format!("ATTACH '{}' AS words", escaped(&place)))?;
        for table in SHADOWS {
            into.execute(&format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM words.{table}"
            ))?;
        }
        into.execute("COMMIT; DETACH words")?;
        forget(&place)
    }
}

/// How the thread ended, once.
fn ended(thread: Option<JoinHandle<Result<(), StoreError>>>) -> Result<(), StoreError> {
    thread.map_or(Ok(()), |thread| {
        thread
            .join()
            .unwrap_or_else(|_panic| Err(StoreError::Statement("indexing words panicked".into())))
    })
}

/// Takes the file away; it is in use no more.
fn forget(place: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(place) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::Unavailable(format!("{}: {error}", place.display())))
        }
        _ => Ok(()),
    }
}

/// A path inside a statement.
pub(super) fn escaped(path: &Path) -> String {
    path.display().to_string().replace('\'', "''")
}

/// The same index in a file of its own.
fn start(url: &DatabaseUrl, filled: &Path) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Made {
        #[diesel(sql_type = Text)]
        sql: String,
    }
    let mut conn = Conn::open(url, Purpose::Write, Durability::Off, &Arc::default())?;
    conn.execute(&format!(
        "PRAGMA journal_mode = OFF; ATTACH '{}' AS filled",
        escaped(filled)
    ))?;
    let asked = diesel::sql_query("SELECT sql FROM filled.sqlite_schema WHERE name = 'search'");
    let made: Made = on_each!(&mut conn, |c| asked.get_result(c))?;
    conn.execute(&made.sql)?;
    for table in SHADOWS {
        conn.execute(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM filled.{table}"
        ))?;
    }
    Ok(())
}

/// Does what is ordered, until nobody orders any more.
fn index(mut conn: Conn, orders: &Receiver<Order>) -> Result<(), StoreError> {
    conn.execute(
        "PRAGMA journal_mode = OFF; PRAGMA cache_size = -131072; \
         CREATE TEMPORARY TABLE kept (entry_id INTEGER PRIMARY KEY, terms TEXT)",
    )?;
    conn.begin_write()?;
    waits(&mut conn, WHILE_FILLING)?;
    while let Ok(order) = orders.recv() {
        match order {
            Order::Words(words) => search::insert(&mut conn, &words)?,
            Order::Keep(words) => keep(&mut conn, &words)?,
            Order::Copy(ids) => conn.execute(&format!(
                "INSERT INTO search (rowid, terms) SELECT entry_id + {ids}, terms FROM kept"
            ))?,
        }
    }
    waits(&mut conn, AS_USUAL)?;
    conn.execute("COMMIT")
}

fn waits(conn: &mut Conn, bytes: u32) -> Result<(), StoreError> {
    conn.execute(&format!(
        "INSERT INTO search (search, rank) VALUES ('hashsize', {bytes})"
    ))
}

/// What FTS5 was given cannot be read back from it.
fn keep(conn: &mut Conn, words: &[(EntryId, String)]) -> Result<(), StoreError> {
    conn.execute("DELETE FROM kept")?;
    for (entry, terms) in words {
        let kept = diesel::sql_query("INSERT INTO kept VALUES (?, ?)")
            .bind::<BigInt, _>(entry.0)
            .bind::<Text, _>(terms);
        on_each!(&mut *conn, |c| kept.clone().execute(c))?;
    }
    Ok(())
}
