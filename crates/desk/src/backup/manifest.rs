//! What a backup says about itself. A tar archive, so that it can be looked into without Okno:
//!
//! `okno-backup.json`, the format and who took it; `tables/NAME/00001.jsonl.zst`, rows, a JSON array a line;
//! `objects/ab/cd…`, large files as they lie in the folder; `manifest.json`, checksums and counts of all of it;
//! `manifest.sha256`, the manifest's own, which stands last, so that a cut archive is seen.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::archive::{Column, ColumnKind, Table};

/// The format this version writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

pub(super) const HEAD: &str = "okno-backup.json";
pub(super) const TABLES: &str = "tables/";
pub(super) const OBJECTS: &str = "objects/";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SEAL: &str = "manifest.sha256";

/// The first member: enough to know whether the rest can be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// The version that took it.
    pub okno: String,
    /// RFC 3339, UTC.
    pub taken_at: String,
    /// `sqlite` or `postgres`; only told, either can be restored into the other.
    pub database: String,
}

/// The last member but one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    #[serde(flatten)]
    pub head: Head,
    /// Versions of the migrations the tables had, the oldest first.
    pub migrations: Vec<String>,
    pub tables: Vec<TableSum>,
    /// The last id that each counting table gave out.
    pub counters: BTreeMap<String, i64>,
    pub objects: ObjectsSum,
}

/// A table, its rows and what they add up to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableSum {
    pub name: String,
    pub columns: Vec<ColumnName>,
    pub rows: u64,
    /// Sum of the SHA-256 of all lines, modulo 2^256.
    pub digest: String,
    /// SHA-256 of each part as it is packed.
    pub parts: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ColumnName {
    pub name: String,
    pub kind: String,
}

/// Large files: each is known by its name, the SHA-256 of what it holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ObjectsSum {
    pub count: u64,
    pub bytes: u64,
    /// Sum of the SHA-256 of name and packed bytes, modulo 2^256.
    pub digest: String,
    /// Named in the database, and not in the folder when the backup was taken.
    pub missing: Vec<String>,
}

impl TableSum {
    /// The table as the store knows it; `None` when a column is of no kind that this version knows.
    pub fn table(&self) -> Option<Table> {
        let columns = self.columns.iter().map(|column| {
            Some(Column {
                name: column.name.clone(),
                kind: ColumnKind::parse(&column.kind)?,
            })
        });
        Some(Table {
            name: self.name.clone(),
            columns: columns.collect::<Option<_>>()?,
        })
    }

    /// The path of a part, counted from nought.
    pub fn part(table: &str, number: usize) -> String {
        format!("{TABLES}{table}/{:05}.jsonl.zst", number + 1)
    }
}

impl Manifest {
    /// Rows of a table; nought where there is none.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        self.tables
            .iter()
            .find(|sum| sum.name == table)
            .map_or(0, |sum| sum.rows)
    }
}
