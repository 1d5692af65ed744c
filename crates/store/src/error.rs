//! What can go wrong with a database, told apart by what a caller can do about it.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// Why the store did not do what was asked. Nothing of a failed write was kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away, locked or overloaded: try again later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Somebody else changed the same rows at the same time: run it again.
    #[error("the database asks to run this again: {0}")]
    Retry(String),
    /// A rule of uniqueness was hurt.
    #[error("already there: {0}")]
    Duplicate(String),
    /// The row is not there.
    #[error("{0} is not there")]
    NotFound(&'static str),
    /// A row says something this version does not understand.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// The database was written by a newer version.
    #[error(
        "this database was written by a newer Okno (migration {0}); use that version or restore a backup"
    )]
    Newer(String),
    /// Migrations are missing.
    #[error("the database lacks migrations ({0}); run `okno migrate`")]
    Older(String),
    /// Something is where there should be nothing.
    #[error(
        "{0} is not empty; a backup is restored only where nothing is: name another place, or move away what is there"
    )]
    NotEmpty(String),
    /// A mistake of ours in a statement.
    #[error("the database refused a statement: {0}")]
    Statement(String),
}

impl StoreError {
    /// Whether the same closure may well succeed if it is run again at once.
    #[must_use]
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Retry(_))
    }

    /// Whether the connection it happened on must not be used again.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<Diesel> for StoreError {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound("row"),
            Diesel::DatabaseError(kind, info) => {
                let text = info.message().to_owned();
                match kind {
                    // Two writers opened the same key at once: whoever runs again sees the other's row.
                    DatabaseErrorKind::UniqueViolation => Self::Duplicate(text),
                    DatabaseErrorKind::SerializationFailure => Self::Retry(text),
                    DatabaseErrorKind::ClosedConnection => Self::Unavailable(text),
                    _ => by_text(text),
                }
            }
            Diesel::BrokenTransactionManager | Diesel::RollbackErrorOnCommit { .. } => {
                Self::Unavailable(error.to_string())
            }
            Diesel::DeserializationError(cause) => Self::Corrupt(cause.to_string()),
            other => Self::Statement(other.to_string()),
        }
    }
}

/// What neither library tells by kind. libpq and SQLite tell these only in words.
fn by_text(text: String) -> StoreError {
    const AWAY: [&str; 13] = [
        "server closed the connection",
        "terminating connection",
        "connection to server",
        "no connection to the server",
        "could not receive data",
        "could not send data",
        "the database system is",
        "SSL connection has been closed",
        "database is locked",
        "disk I/O error",
        "database or disk is full",
        "unable to open database",
        "canceling statement due to",
    ];
    const AGAIN: [&str; 2] = ["deadlock detected", "could not serialize access"];
    if AGAIN.iter().any(|words| text.contains(words)) {
        StoreError::Retry(text)
    } else if AWAY.iter().any(|words| text.contains(words)) {
        StoreError::Unavailable(text)
    } else {
        StoreError::Statement(text)
    }
}

impl From<domain::code::UnknownCode> for StoreError {
    fn from(error: domain::code::UnknownCode) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
