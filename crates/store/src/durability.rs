//! What the database is set to do so that a commit survives the machine: asked of the connection that writes, since some
//! of it is each connection's own.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::open::Store;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::Actor;

/// One setting that decides whether a commit survives a crash.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DurabilitySetting {
    /// The database's own name of it.
    pub name: String,
    pub value: String,
    /// What it has to be; `None` when the value is right.
    pub wanted: Option<&'static str>,
}

#[derive(QueryableByName)]
struct JournalMode {
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

#[derive(QueryableByName)]
struct Synchronous {
    #[diesel(sql_type = BigInt)]
    synchronous: i64,
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    setting: String,
}

impl Store {
    /// The settings that decide whether a commit survives a crash of the process or of the machine.
    ///
    /// # Errors
    /// The store's own.
    pub async fn durability(&self) -> Result<Vec<DurabilitySetting>, StoreError> {
        self.write(Actor::System, |tx| match &mut tx.conn {
            Conn::Sqlite(c) => of_sqlite(c),
            Conn::Pg(c) => of_postgres(c),
        })
        .await
    }
}

/// <https://sqlite.org/pragma.html#pragma_synchronous>: FULL is 2, EXTRA is 3.
fn of_sqlite(c: &mut SqliteConnection) -> Result<Vec<DurabilitySetting>, StoreError> {
    let mode: JournalMode = diesel::sql_query("PRAGMA journal_mode").get_result(c)?;
    let sync: Synchronous = diesel::sql_query("PRAGMA synchronous").get_result(c)?;
    let word = match sync.synchronous {
        0 => "OFF",
        1 => "NORMAL",
        2 => "FULL",
        _ => "EXTRA",
    };
    let sound = mode.journal_mode.eq_ignore_ascii_case("wal");
    Ok(vec![
        setting("journal_mode", &mode.journal_mode, sound, "wal"),
        setting("synchronous", word, sync.synchronous >= 2, "FULL"),
    ])
}

/// PostgreSQL, chapter "Write Ahead Log". `synchronous_commit` is sound with any value but `off`.
fn of_postgres(c: &mut PgConnection) -> Result<Vec<DurabilitySetting>, StoreError> {
    let found: Vec<Setting> = diesel::sql_query(
        "SELECT name, setting FROM pg_settings \
         WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name",
    )
    .load(c)?;
    Ok(found
        .iter()
        .map(|found| setting(&found.name, &found.setting, found.setting != "off", "on"))
        .collect())
}

fn setting(name: &str, value: &str, sound: bool, wanted: &'static str) -> DurabilitySetting {
    DurabilitySetting {
        name: name.to_owned(),
        value: value.to_owned(),
        wanted: (!sound).then_some(wanted),
    }
}
