//! The databases of a PostgreSQL server: making one, empty or as a copy of another, and removing one. Knows nothing of
//! what is in them.

use crate::error::StoreError;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

/// A connection to a server by one of its databases, which stays as it is.
pub struct Server {
    conn: PgConnection,
}

/// Connects. OpenSSL, which libpq speaks, is told before its first use not to clean up when the process ends: a thread that
/// connects at that moment would find its locks gone, and bring the process down.
pub fn establish(url: &str) -> ConnectionResult<PgConnection> {
    openssl_sys::init();
    PgConnection::establish(url)
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

impl Server {
    /// Connects; blocks meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with the server's own words.
    pub fn connect(url: &str) -> Result<Self, StoreError> {
        let conn = establish(url).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { conn })
    }

    /// Waits until nobody else holds the lock of that number, and holds it until the connection is dropped.
    ///
    /// # Errors
    /// The store's own.
    pub fn lock(&mut self, number: i64) -> Result<(), StoreError> {
        diesel::sql_query("SELECT true AS found FROM (SELECT pg_advisory_lock($1)) AS held")
            .bind::<BigInt, _>(number)
            .load::<Found>(&mut self.conn)?;
        Ok(())
    }

    /// Whether there is a database of that name.
    ///
    /// # Errors
    /// The store's own.
    pub fn has(&mut self, name: &str) -> Result<bool, StoreError> {
        let rows: Vec<Found> =
            diesel::sql_query("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1) AS found")
                .bind::<Text, _>(name)
                .load(&mut self.conn)?;
        Ok(rows.iter().any(|row| row.found))
    }

    /// Makes a database, as a copy of another one if that is named. Nobody may be connected to that.
    ///
    /// # Errors
    /// The store's own.
    pub fn create(&mut self, name: &str, copy_of: Option<&str>) -> Result<(), StoreError> {
        let copy = copy_of.map(|template| format!(" TEMPLATE {}", quoted(template)));
        let sql = format!("CREATE DATABASE {}{}", quoted(name), copy.unwrap_or_default());
        Ok(self.conn.batch_execute(&sql)?)
    }

    /// Gives a database another name. Nobody may be connected to it.
    ///
    /// # Errors
    /// The store's own.
    pub fn rename(&mut self, name: &str, to: &str) -> Result<(), StoreError> {
        let sql = format!("ALTER DATABASE {} RENAME TO {}", quoted(name), quoted(to));
        Ok(self.conn.batch_execute(&sql)?)
    }

    /// Removes a database with all that is in it, whoever is connected to it. One that is not there is no error.
    ///
    /// # Errors
    /// The store's own.
    pub fn remove(&mut self, name: &str) -> Result<(), StoreError> {
        Ok(self
            .conn
            .batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)))?)
    }
}

/// A name as an identifier of SQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
