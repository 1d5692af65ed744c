//! A whole database as rows in no database's terms: read in one snapshot, written into an empty place. What a backup
//! holds. Knows tables and columns by asking the database, and nothing of what they mean; files are its caller's.

mod cells;
pub(crate) mod place;
mod restoring;
mod search;
mod snapshot;
mod write;

pub(crate) use cells::quoted;
pub use restoring::Restoring;
pub(crate) use restoring::{scratch_of, settle};
pub use search::EntryText;
pub use snapshot::Snapshot;

/// What a column holds.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ColumnKind {
    Integer,
    Boolean,
    Text,
    Bytes,
}

impl ColumnKind {
    /// As a backup names it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Integer, Self::Boolean, Self::Text, Self::Bytes]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A column of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// A table, with its columns in their order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// One value of a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    Null,
    Integer(i64),
    Boolean(bool),
    Text(String),
    Bytes(Vec<u8>),
}

/// Versions of the migrations that this program knows, the oldest first.
///
/// # Errors
/// They cannot be read.
pub fn known_migrations() -> Result<Vec<String>, crate::StoreError> {
    crate::migrate::known()
}
