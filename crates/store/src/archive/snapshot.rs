//! Reading everything as it stood at one instant, while others go on writing.

use super::cells::each_row;
use super::{Cell, Table, place};
use crate::conn::{Conn, Durability, Purpose};
use crate::error::StoreError;
use crate::migrate;
use crate::url::DatabaseUrl;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A database as it stood when this was made. On SQLite the log beside the file grows until this is dropped.
pub struct Snapshot {
    conn: Conn,
    migrations: Vec<String>,
}

impl Snapshot {
    /// Opens it; blocks meanwhile, as everything here does.
    ///
    /// # Errors
    /// The database is away, newer than this version, or lacks migrations.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let mut conn = Conn::open(url, Purpose::Read, Durability::Full, &Arc::default())?;
        migrate::require_current(&mut conn)?;
        if let Conn::Pg(_) = conn {
            conn.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
        }
        // Asking for them may make their table, which a snapshot does not allow.
        let migrations = migrate::applied(&mut conn)?;
        conn.begin_read()?;
        // SQLite takes its snapshot at the first read.
        place::tables(&mut conn)?;
        Ok(Self { conn, migrations })
    }

    /// Versions of the migrations it has, the oldest first.
    #[must_use]
    pub fn migrations(&self) -> Vec<String> {
        self.migrations.clone()
    }

    /// All tables that are not made from others.
    ///
    /// # Errors
    /// The store's own.
    pub fn tables(&mut self) -> Result<Vec<Table>, StoreError> {
        place::tables(&mut self.conn)
    }

    /// The last id that each counting table gave out.
    ///
    /// # Errors
    /// The store's own.
    pub fn counters(&mut self) -> Result<BTreeMap<String, i64>, StoreError> {
        place::counters(&mut self.conn)
    }

    /// Reads all rows of a table one by one, in no order.
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
}
