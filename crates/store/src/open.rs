//! Opening a database: connections, the writer, and what `okno check` asks about durability.

use crate::conn::{Conn, Durability, Purpose};
use crate::error::StoreError;
use crate::migrate;
use crate::pool::Pool;
use crate::sqlite_writer::SqliteWriter;
use crate::url::DatabaseUrl;
use domain::Now;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections for reading; 0: as many as suit the database.
    pub readers: usize,
    /// Connections for writing; SQLite has one whatever this says.
    pub writers: usize,
    /// Commits need not survive the machine. For tests only.
    pub fast_and_loose: bool,
    /// Runs missing migrations; without it a database that lacks some is refused.
    pub migrate: bool,
    /// Name of this process in rows that tell who did something.
    pub node: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 0,
            writers: 8,
            fast_and_loose: false,
            migrate: false,
            node: "okno".into(),
        }
    }
}

/// SQLite reads on this machine's processors: more at once than there are would only be slower each, and the slowest most
/// of all. PostgreSQL is waited for meanwhile, so that one more is worth having; with many more, a server on the same
/// machine takes turns from whoever makes a page of what was read, and the slowest page takes twice as long.
fn readers_for(url: &DatabaseUrl) -> usize {
    const AT_LEAST: usize = 2;
    let processors =
        std::thread::available_parallelism().map_or(AT_LEAST, |processors| processors.get().max(AT_LEAST));
    match url {
        DatabaseUrl::Postgres(_) => processors + 1,
        DatabaseUrl::Sqlite(_) => processors,
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    url: DatabaseUrl,
    engine: Engine,
    readers: Arc<Pool>,
    clock: Arc<dyn Now>,
    node: String,
    signal: watch::Sender<u64>,
    writes: AtomicU64,
    statements: Arc<AtomicU64>,
}

/// How writes get done.
pub(crate) enum Engine {
    Sqlite(SqliteWriter),
    Postgres(Arc<Pool>),
}

impl Store {
    /// Opens a database; blocks for as long as connecting and migrating take.
    ///
    /// # Errors
    /// The database is away, newer than this version, or lacks migrations.
    pub fn open(url: &DatabaseUrl, options: &Options, clock: Arc<dyn Now>) -> Result<Self, StoreError> {
        let durability = if options.fast_and_loose {
            Durability::Off
        } else {
            Durability::Full
        };
        let statements = Arc::new(AtomicU64::new(0));
        let mut conn = Conn::open(url, Purpose::Write, durability, &statements)?;
        if options.migrate {
            let ran = migrate::migrate(&mut conn)?;
            if !ran.is_empty() {
                tracing::info!(migrations = ran.join(", "), "the database is up to date now");
            }
        }
        migrate::require_current(&mut conn)?;
        drop(conn);

        let (signal, _) = watch::channel(0);
        let pool = |purpose, size| {
            Arc::new(Pool::new(
                url.clone(),
                purpose,
                durability,
                size,
                Arc::clone(&statements),
            ))
        };
        let engine = match url {
            DatabaseUrl::Postgres(_) => Engine::Postgres(pool(Purpose::Write, options.writers)),
            DatabaseUrl::Sqlite(_) => Engine::Sqlite(SqliteWriter::start(
                url.clone(),
                durability,
                Arc::clone(&statements),
                signal.clone(),
            )?),
        };
        let readers = match options.readers {
            0 => readers_for(url),
            stated => stated,
        };
        let readers = pool(Purpose::Read, readers);
        let inner = Inner {
            url: url.clone(),
            engine,
            readers,
            clock,
            node: options.node.clone(),
            signal,
            writes: AtomicU64::new(0),
            statements,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Where the database is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.inner.url
    }

    /// Name of this process in rows that tell who did something.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.inner.node
    }

    /// Goes up after each commit of this process that announced something.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.inner.signal.subscribe()
    }

    /// How many writes are worth having at once where there is much to write: what a server does beside one another, an
    /// embedded database does one after another.
    #[must_use]
    pub fn writers(&self) -> i64 {
        const OF_A_SERVER: i64 = 2;
        match self.engine() {
            Engine::Sqlite(_) => 1,
            Engine::Postgres(_) => OF_A_SERVER,
        }
    }

    /// How many writes of this process were committed, each counted before its caller hears of it.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.inner.writes.load(Ordering::Acquire)
    }

    /// How many statements all connections have run; tests bound what a page may cost by it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Whether other processes are expected to write too, so that the tail must look by itself.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.inner.engine, Engine::Postgres(_))
    }

    /// Brings everything from SQLite's write-ahead log into the file, so that the file alone is the database. For the
    /// end of an orderly stop; PostgreSQL needs nothing of the kind.
    ///
    /// # Errors
    /// The file cannot be opened or written.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        if let DatabaseUrl::Sqlite(_) = self.inner.url {
            let mut conn = Conn::open(
                &self.inner.url,
                Purpose::Write,
                Durability::Full,
                &self.inner.statements,
            )?;
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Ok(())
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn readers(&self) -> &Arc<Pool> {
        &self.inner.readers
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Now> {
        &self.inner.clock
    }

    pub(crate) fn count_write(&self) {
        self.inner.writes.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn signal(&self) {
        self.inner.signal.send_modify(|commits| *commits += 1);
    }
}
