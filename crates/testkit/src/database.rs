//! A database per test, gone with it: a copied SQLite file, or a copy of a template on the PostgreSQL server that
//! `OKNO_TEST_POSTGRES` names. Knows nothing of what tests do with it.

// A test that cannot have its database has failed, and should say so at once.
#![allow(clippy::expect_used)]

use domain::Now;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use store::{DatabaseUrl, Options, Server, Store};

/// Names the server for tests, as a URL of one of its databases. `scripts/with-postgres` sets it.
const SERVER: &str = "OKNO_TEST_POSTGRES";
/// Held while a template is made: any constant.
const TEMPLATE_LOCK: i64 = 0x6f6b_6e6f_7474;

/// A migrated, empty database that is removed when this is dropped.
pub struct TestDatabase {
    /// Where it is.
    pub url: DatabaseUrl,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Server { url: String, name: String },
}

impl TestDatabase {
    /// An SQLite file in a folder of its own.
    ///
    /// # Panics
    /// The folder for temporary files cannot be written.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("okno-test-{}", domain::id::secret(12)));
        fs::create_dir(&folder).expect("the folder for temporary files can be written");
        let file = folder.join("okno.db");
        fs::copy(sqlite_template(), &file).expect("the template can be copied");
        Self {
            url: DatabaseUrl::Sqlite(file),
            place: Place::Folder(folder),
        }
    }

    /// A database on the server for tests; nothing, and a line that says so, when there is none.
    ///
    /// # Panics
    /// The server is named but does not answer.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var(SERVER) else {
            println!(
                "{SERVER} is not set: not run on PostgreSQL. `make test` and scripts/with-postgres set it."
            );
            return None;
        };
        let template = postgres_template(&server);
        let name = format!("okno_test_{}", domain::id::secret(12));
        let mut conn = Server::connect(&server).expect("the server for tests answers");
        conn.create(&name, Some(&template))
            .expect("the template can be copied");
        Some(Self {
            url: DatabaseUrl::Postgres(beside(&server, &name)),
            place: Place::Server { url: server, name },
        })
    }

    /// Opens the database, without waiting for disks.
    ///
    /// # Panics
    /// The database cannot be opened.
    #[must_use]
    pub fn open(&self, clock: Arc<dyn Now>) -> Store {
        self.open_as(clock, "test")
    }

    /// Opens the database as another node does.
    ///
    /// # Panics
    /// The database cannot be opened.
    #[must_use]
    pub fn open_as(&self, clock: Arc<dyn Now>, node: &str) -> Store {
        let options = Options {
            fast_and_loose: true,
            node: node.into(),
            ..Options::default()
        };
        Store::open(&self.url, &options, clock).expect("a database for a test opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let removed = match &self.place {
            Place::Folder(folder) => fs::remove_dir_all(folder).map_err(|error| error.to_string()),
            Place::Server { url, name } => Server::connect(url)
                .and_then(|mut server| server.remove(name))
                .map_err(|error| error.to_string()),
        };
        if let Err(error) = removed {
            eprintln!("a database for tests was left behind: {error}");
        }
    }
}

/// A clock that stands still while templates are made.
struct Epoch;

impl Now for Epoch {
    fn now(&self) -> domain::Moment {
        domain::Moment::from_micros(0)
    }
}

fn migrate(url: &DatabaseUrl) {
    let options = Options {
        fast_and_loose: true,
        migrate: true,
        ..Options::default()
    };
    Store::open(url, &options, Arc::new(Epoch)).expect("the migrations run");
}

/// A migrated SQLite file to copy. Made once; of several who make it at the same time the last one's stays, whole.
fn sqlite_template() -> PathBuf {
    let template = std::env::temp_dir().join(format!("okno-template-{}.db", store::MIGRATIONS_FINGERPRINT));
    if template.exists() {
        return template;
    }
    let folder = std::env::temp_dir().join(format!("okno-template-{}", domain::id::secret(12)));
    fs::create_dir(&folder).expect("the folder for temporary files can be written");
    let (made, copy) = (folder.join("made.db"), folder.join("copy.db"));
    // Opening ends with the migrations checkpointed and nothing else written: the file alone is whole.
    migrate(&DatabaseUrl::Sqlite(made.clone()));
    fs::copy(made, &copy).expect("the template can be copied");
    fs::rename(copy, &template).expect("the template can be put in place");
    fs::remove_dir_all(folder).expect("the folder of the template can be removed");
    template
}

/// The name of a migrated database to copy. Made once per server, under another name until it is whole.
fn postgres_template(server: &str) -> String {
    let name = format!("okno_template_{}", store::MIGRATIONS_FINGERPRINT);
    let mut conn = Server::connect(server).expect("the server for tests answers");
    if conn.has(&name).expect("the server tells its databases") {
        return name;
    }
    conn.lock(TEMPLATE_LOCK).expect("the lock can be had");
    if !conn.has(&name).expect("the server tells its databases") {
        let making = format!("okno_making_{}", domain::id::secret(12));
        conn.create(&making, None).expect("a database can be made");
        migrate(&DatabaseUrl::Postgres(beside(server, &making)));
        conn.rename(&making, &name)
            .expect("the template can be put in place");
    }
    name
}

/// The URL of another database on the same server.
fn beside(server: &str, name: &str) -> String {
    let (rest, query) = server
        .split_once('?')
        .map_or((server, None), |(rest, query)| (rest, Some(query)));
    let base = rest.rsplit_once('/').map_or(rest, |(base, _)| base);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{base}/{name}{query}")
}

/// Writes tests once for both databases: each `async fn name(database: TestDatabase) { … }` becomes the tests
/// `sqlite::name` and `postgres::name`. At most once in a module.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: $type:ty) $body:block)+) => {
        $($(#[$meta])* async fn $name($database: $type) $body)+

        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::TestDatabase::sqlite()).await;
            })+
        }

        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                if let Some(database) = $crate::TestDatabase::postgres() {
                    super::$name(database).await;
                }
            })+
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives_and_goes(one: TestDatabase, other: TestDatabase, is_there: impl Fn(&DatabaseUrl) -> bool) {
        assert_ne!(one.url, other.url, "each test has its own");
        let (clock, url) = (Arc::new(Epoch), one.url.clone());
        let store = one.open(clock);
        assert_eq!(store.url(), &url);
        drop(one);
        assert!(!is_there(&url) && is_there(&other.url));
    }

    #[test]
    fn an_sqlite_database_is_there_as_long_as_its_test() {
        lives_and_goes(TestDatabase::sqlite(), TestDatabase::sqlite(), |url| match url {
            DatabaseUrl::Sqlite(file) => file.exists(),
            DatabaseUrl::Postgres(_) => false,
        });
    }

    #[test]
    fn a_postgres_database_is_there_as_long_as_its_test() {
        let (Some(one), Some(other)) = (TestDatabase::postgres(), TestDatabase::postgres()) else {
            return;
        };
        lives_and_goes(one, other, |url| match url {
            DatabaseUrl::Postgres(url) => Server::connect(url).is_ok(),
            DatabaseUrl::Sqlite(_) => false,
        });
    }

    /// A thread that connects when its process ends must not bring it down: OpenSSL, unless told not to, takes its locks
    /// away at the end.
    #[test]
    fn a_process_ends_well_while_its_threads_connect() {
        const ENDS: &str = "OKNO_TEST_ENDS";
        let Ok(server) = std::env::var(SERVER) else {
            return;
        };
        if std::env::var(ENDS).is_ok() {
            drop(Server::connect(&server).unwrap());
            for _ in 0..4 {
                let server = server.clone();
                std::thread::spawn(move || while Server::connect(&server).is_ok() {});
            }
            drop(Server::connect(&server).unwrap());
            std::process::exit(0);
        }
        let name = "database::tests::a_process_ends_well_while_its_threads_connect";
        for _ in 0..20 {
            let mut itself = std::process::Command::new(std::env::current_exe().unwrap());
            let ended = itself.args([name, "--exact"]).env(ENDS, "1").output().unwrap();
            assert!(ended.status.success(), "{}", ended.status);
        }
    }

    #[test]
    fn a_url_keeps_all_but_the_name() {
        assert_eq!(beside("postgres://u:p@h:1/postgres", "x"), "postgres://u:p@h:1/x");
        assert_eq!(
            beside("postgres://h/a?sslmode=require", "x"),
            "postgres://h/x?sslmode=require"
        );
    }

    /// Partial indexes are used only when they name the same number as the statements.
    #[test]
    fn the_migrations_and_the_domain_mean_the_same_by_never() {
        let never = domain::time::NEVER.as_micros().to_string();
        for database in ["sqlite", "postgres"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../../migrations")
                .join(database);
            let first = fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .min()
                .unwrap();
            let sql = fs::read_to_string(first.join("up.sql")).unwrap();
            assert!(
                sql.contains(&format!("stopped_at = {never}")),
                "{database}: {never}"
            );
            assert!(!sql.contains(&i64::MAX.to_string()), "{database}");
        }
    }
}
