//! One connection to either database, and the macro that writes a query once for both.

use crate::error::StoreError;
use crate::url::DatabaseUrl;
use diesel::connection::{CacheSize, Instrumentation, InstrumentationEvent, SimpleConnection as _};
use diesel::{Connection as _, PgConnection, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A connection to one of the two databases.
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Writes a query body once and type-checks it on each concrete connection:
/// `on_each!(conn, |c| table.load::<Row>(c))`.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::conn::Conn::Pg($c) => $body,
            $crate::conn::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_each;

/// Reads rows that are about to be changed: locked on PostgreSQL until the transaction ends, where others have them in hand
/// waited for, or left out with `free`. SQLite has one writer, and nothing to lock.
/// `for_update!(conn, query, |wanted, c| wanted.load::<Row>(c))`.
macro_rules! for_update {
    ($conn:expr, $query:expr, |$wanted:ident, $c:ident| $body:expr) => {
        $crate::conn::for_update!(@ $conn, $query.for_update(), $query, $wanted, $c, $body)
    };
    ($conn:expr, free $query:expr, |$wanted:ident, $c:ident| $body:expr) => {
        $crate::conn::for_update!(@ $conn, $query.for_update().skip_locked(), $query, $wanted, $c, $body)
    };
    (@ $conn:expr, $locked:expr, $query:expr, $wanted:ident, $c:ident, $body:expr) => {
        match $conn {
            $crate::conn::Conn::Pg($c) => {
                let $wanted = $locked;
                $body
            }
            $crate::conn::Conn::Sqlite($c) => {
                let $wanted = $query;
                $body
            }
        }
    };
}
pub(crate) use for_update;

/// What a connection is for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Purpose {
    Write,
    Read,
}

/// How hard a commit is pressed to the disk. Everything but tests uses `Full`.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Durability {
    #[default]
    Full,
    /// Survives the process, not the machine.
    Off,
}

/// Of SQLite's file as readers map it, bytes: address space, not memory. SQLite's own limit is just below 2 GiB.
const MAPPED_BYTES: i64 = 2_000_000_000;
/// Pages of SQLite's log before they are brought into the file: 32 MB. Fewer make intake wait for it more often.
const CHECKPOINT_PAGES: u32 = 8_000;
/// How long SQLite waits for another process that writes (the CLI beside a running server).
const BUSY_MS: u32 = 10_000;

/// Statements a connection keeps prepared at most, about 10 kB each.
const MOST_KEPT: u64 = 1_000;

/// Counts the statements of all connections, and those that this one keeps prepared.
struct Watch {
    statements: Arc<AtomicU64>,
    kept: u64,
}

impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => drop(self.statements.fetch_add(1, Ordering::Relaxed)),
            InstrumentationEvent::CacheQuery { .. } => self.kept += 1,
            _ => {}
        }
    }
}

impl Conn {
    /// Opens and sets up a connection.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with the database's own words.
    pub fn open(
        url: &DatabaseUrl,
        purpose: Purpose,
        durability: Durability,
        statements: &Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        let unavailable = |error: diesel::ConnectionError| StoreError::Unavailable(error.to_string());
        let mut conn = match url {
            DatabaseUrl::Postgres(url) => {
                Self::Pg(crate::server::establish(&patient(url)).map_err(unavailable)?)
            }
            DatabaseUrl::Sqlite(path) => {
                create_private(path)?;
                Self::Sqlite(SqliteConnection::establish(&path.to_string_lossy()).map_err(unavailable)?)
            }
        };
        conn.set_up(purpose, durability)?;
        let watch = Watch {
            statements: Arc::clone(statements),
            kept: 0,
        };
        on_each!(&mut conn, |c| c.set_instrumentation(watch));
        Ok(conn)
    }

    fn set_up(&mut self, purpose: Purpose, durability: Durability) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(c) => {
                let sync = if durability == Durability::Full {
                    "FULL"
                } else {
                    "OFF"
                };
                // Readers look into the system's own cache of the file, which they share, instead of copying pages out
                // of it: a page of the console touches far more of a large database than a cache of its own holds.
                let (cache_kib, mapped, only) = if purpose == Purpose::Write {
                    (32_768, 0, "OFF")
                } else {
                    (4_096, MAPPED_BYTES, "ON")
                };
                c.batch_execute(&format!(
                    "PRAGMA busy_timeout = {BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = {sync}; \
                     PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache_kib}; PRAGMA mmap_size = {mapped}; \
                     PRAGMA query_only = {only}; \
                     PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};"
                ))?;
            }
            Self::Pg(c) => {
                // Every query here has an index. A plan that was made and kept while a table was small would go on
                // reading the whole of it when it is large.
                c.batch_execute("SET enable_seqscan = off; SET jit = off")?;
                // Nor is a plan made anew for the values of each call: that took longer than most statements take.
                c.batch_execute("SET plan_cache_mode = force_generic_plan")?;
                c.batch_execute(
                    "SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET lock_timeout = '10s'; \
                     SET idle_in_transaction_session_timeout = '30s'; SET statement_timeout = '30s'",
                )?;
                if durability == Durability::Off {
                    c.batch_execute("SET synchronous_commit = off")?;
                }
            }
        }
        Ok(())
    }

    /// Runs statements that return nothing.
    pub fn execute(&mut self, sql: &str) -> Result<(), StoreError> {
        on_each!(self, |c| c.batch_execute(sql))?;
        Ok(())
    }

    /// Forgets all statements kept prepared once they are very many, as after lists narrowed in every possible way.
    pub(crate) fn tidy(&mut self) -> Result<(), StoreError> {
        let watch = on_each!(&mut *self, |c| c.instrumentation().downcast_mut::<Watch>());
        match watch {
            Some(watch) if watch.kept > MOST_KEPT => watch.kept = 0,
            _ => return Ok(()),
        }
        on_each!(&mut *self, |c| {
            c.set_prepared_statement_cache_size(CacheSize::Disabled);
            c.set_prepared_statement_cache_size(CacheSize::Unbounded);
        });
        match self {
            // The server keeps them by their names.
            Self::Pg(_) => self.execute("DEALLOCATE ALL"),
            Self::Sqlite(_) => Ok(()),
        }
    }

    /// Begins a transaction that may write. On SQLite the write lock is taken at once: a deferred one fails
    /// half-way when somebody else wrote in between.
    pub fn begin_write(&mut self) -> Result<(), StoreError> {
        self.tidy()?;
        match self {
            Self::Pg(_) => self.execute("BEGIN"),
            Self::Sqlite(_) => self.execute("BEGIN IMMEDIATE"),
        }
    }

    /// Begins a transaction in which every statement sees the same state.
    pub fn begin_read(&mut self) -> Result<(), StoreError> {
        self.tidy()?;
        match self {
            Self::Pg(_) => self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            Self::Sqlite(_) => self.execute("BEGIN"),
        }
    }
}

/// Bounds on waiting for a server that does not answer at all, unless the address sets its own: libpq waits for ever.
fn patient(url: &str) -> String {
    const BOUNDS: [(&str, &str); 3] = [
        ("connect_timeout", "5"),
        ("tcp_user_timeout", "20000"),
        ("keepalives_idle", "10"),
    ];
    let mut patient = url.to_owned();
    for (name, value) in BOUNDS {
        if !url.contains(name) {
            patient.push(if patient.contains('?') { '&' } else { '?' });
            patient.push_str(name);
            patient.push('=');
            patient.push_str(value);
        }
    }
    patient
}

/// A new file is for its owner only: it will hold mail and hashes. SQLite gives its companions the same mode.
fn create_private(path: &std::path::Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let new = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match new {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(StoreError::Unavailable(
            format!("cannot create {}: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    #[derive(QueryableByName)]
    struct Compiled {
        #[diesel(sql_type = Text)]
        compile_options: String,
    }

    #[test]
    fn sqlite_is_compiled_as_the_project_wants_it() -> Result<(), Box<dyn std::error::Error>> {
        let mut conn = SqliteConnection::establish(":memory:")?;
        let options: Vec<Compiled> = diesel::sql_query("PRAGMA compile_options").load(&mut conn)?;
        for wanted in ["ENABLE_QPSG", "THREADSAFE=2"] {
            let is_there = options.iter().any(|option| option.compile_options == wanted);
            assert!(is_there, "{wanted}: see .cargo/config.toml");
        }
        Ok(())
    }
}
