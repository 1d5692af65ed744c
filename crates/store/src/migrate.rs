//! Bringing a database up to date: embedded migrations under a lock, one after another.

use crate::conn::Conn;
use crate::error::StoreError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Tells one state of the embedded migrations from another.
pub const FINGERPRINT: &str = env!("OKNO_MIGRATIONS");

/// Any constant: the lock's name.
const LOCK: i64 = 0x6f6b_6e6f_6d69;

/// Runs what is missing and tells which.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    refuse_newer(conn)?;
    match conn {
        Conn::Pg(c) => {
            use diesel::connection::SimpleConnection as _;
            c.batch_execute(&format!(
                "SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({LOCK})"
            ))?;
            let ran = names(c.run_pending_migrations(POSTGRES));
            c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            ran
        }
        Conn::Sqlite(c) => names(c.run_pending_migrations(SQLITE)),
    }
}

/// Refuses a database that lacks migrations, or has some that this version does not know.
pub fn require_current(conn: &mut Conn) -> Result<(), StoreError> {
    refuse_newer(conn)?;
    let pending = match conn {
        Conn::Pg(c) => c
            .pending_migrations(POSTGRES)
            .map(|m| m.iter().map(|m| m.name().to_string()).collect::<Vec<_>>()),
        Conn::Sqlite(c) => c
            .pending_migrations(SQLITE)
            .map(|m| m.iter().map(|m| m.name().to_string()).collect()),
    }
    .map_err(failed)?;
    if pending.is_empty() {
        Ok(())
    } else {
        Err(StoreError::Older(pending.join(", ")))
    }
}

/// Runs the named migrations and no others, in their order: the tables as an older version left them.
pub fn up_to(conn: &mut Conn, versions: &[String]) -> Result<(), StoreError> {
    refuse_newer(conn)?;
    match conn {
        Conn::Pg(c) => run_named(c, POSTGRES, versions),
        Conn::Sqlite(c) => run_named(c, SQLITE, versions),
    }
    .map_err(failed)
}

fn run_named<DB, C>(
    conn: &mut C,
    all: EmbeddedMigrations,
    versions: &[String],
) -> diesel::migration::Result<()>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    for migration in conn.pending_migrations(all)? {
        if versions.contains(&migration.name().version().to_string()) {
            conn.run_migration(&migration)?;
        }
    }
    Ok(())
}

/// Versions that a database has, the oldest first.
pub fn applied(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let applied = match conn {
        Conn::Pg(c) => c.applied_migrations(),
        Conn::Sqlite(c) => c.applied_migrations(),
    }
    .map_err(failed)?;
    let mut versions: Vec<String> = applied.iter().map(ToString::to_string).collect();
    versions.sort();
    Ok(versions)
}

/// Versions that this program knows, the oldest first.
pub fn known() -> Result<Vec<String>, StoreError> {
    let mut known: Vec<String> =
        diesel::migration::MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
            .map_err(failed)?
            .iter()
            .map(|migration| migration.name().version().to_string())
            .collect();
    known.sort();
    Ok(known)
}

fn refuse_newer(conn: &mut Conn) -> Result<(), StoreError> {
    let known = known()?;
    match applied(conn)?
        .into_iter()
        .find(|version| !known.contains(version))
    {
        Some(version) => Err(StoreError::Newer(version)),
        None => Ok(()),
    }
}

fn names(
    ran: Result<Vec<diesel::migration::MigrationVersion<'_>>, Box<dyn std::error::Error + Send + Sync>>,
) -> Result<Vec<String>, StoreError> {
    Ok(ran.map_err(failed)?.iter().map(ToString::to_string).collect())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => (*error).into(),
        Err(error) => StoreError::Statement(format!("a migration failed: {error}")),
    }
}
