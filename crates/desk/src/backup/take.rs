//! Taking a backup of a desk that goes on working: one snapshot of the database, and after it the objects, which never
//! change and are not deleted for a day.

use super::digest::{RowDigest, sha256};
use super::manifest::{
    ColumnName, FORMAT, HEAD, Head, MANIFEST, Manifest, OBJECTS, ObjectsSum, SEAL, TableSum,
};
use super::pack::Pack;
use super::{BackupError, Progress, line};
use crate::receive::objects::path_of;
use domain::Moment;
use std::path::Path;
use store::DatabaseUrl;
use store::archive::{Cell, Snapshot, Table};

/// Bytes of rows in one part.
const PART: usize = 4 << 20;
/// Packs text about five times smaller at some hundred megabytes a second.
const LEVEL: i32 = 3;

/// A backup that was taken.
#[derive(Debug)]
pub struct Taken {
    pub manifest: Manifest,
    /// Bytes of the file.
    pub size: u64,
}

/// Writes everything into one new file; blocks for as long as that takes.
///
/// # Errors
/// The database is away, or the file cannot be written: then there is none.
pub fn take(
    url: &DatabaseUrl,
    objects: &Path,
    file: &Path,
    now: Moment,
    progress: Progress<'_>,
) -> Result<Taken, BackupError> {
    let mut pack = Pack::begin(file)?;
    let head = Head {
        format: FORMAT,
        okno: env!("CARGO_PKG_VERSION").into(),
        taken_at: now.to_timestamp().to_string(),
        database: match url {
            DatabaseUrl::Sqlite(_) => "sqlite".into(),
            DatabaseUrl::Postgres(_) => "postgres".into(),
        },
    };
    pack.add(HEAD, &json(&head)?)?;
    let mut snapshot = Snapshot::open(url)?;
    let (migrations, counters) = (snapshot.migrations(), snapshot.counters()?);
    let (mut tables, mut outside) = (Vec::new(), Vec::new());
    for table in snapshot.tables()? {
        progress(&table.name, 0);
        tables.push(rows(&mut snapshot, &table, &mut pack, &mut outside, progress)?);
    }
    // The log of SQLite is free to be brought into its file again.
    drop(snapshot);
    let objects = objects_of(objects, outside, &mut pack, progress)?;
    let manifest = Manifest {
        head,
        migrations,
        tables,
        counters,
        objects,
    };
    let bytes = json(&manifest)?;
    pack.add(MANIFEST, &bytes)?;
    pack.add(SEAL, sha256(&bytes).as_bytes())?;
    let size = pack.finish()?;
    Ok(Taken { manifest, size })
}

/// Writes a table; notes the files that lie outside the database.
fn rows(
    snapshot: &mut Snapshot,
    table: &Table,
    pack: &mut Pack,
    outside: &mut Vec<String>,
    progress: Progress<'_>,
) -> Result<TableSum, BackupError> {
    let (mut digest, mut parts, mut part) = (RowDigest::default(), Vec::new(), Vec::new());
    let large = LargeFiles::of(table);
    snapshot.each_row::<BackupError>(table, &mut |cells| {
        let begun = part.len();
        line::write(cells, &mut part).map_err(unwritable)?;
        digest.add(part.get(begun..).unwrap_or_default());
        part.push(b'\n');
        outside.extend(large.as_ref().and_then(|large| large.name(cells)));
        if part.len() >= PART {
            parts.push(add_part(pack, &table.name, parts.len(), &mut part)?);
            progress(&table.name, digest.rows);
        }
        Ok(())
    })?;
    if !part.is_empty() {
        parts.push(add_part(pack, &table.name, parts.len(), &mut part)?);
    }
    progress(&table.name, digest.rows);
    let columns = table.columns.iter().map(|column| ColumnName {
        name: column.name.clone(),
        kind: column.kind.code().into(),
    });
    Ok(TableSum {
        name: table.name.clone(),
        columns: columns.collect(),
        rows: digest.rows,
        digest: digest.hex(),
        parts,
    })
}

fn add_part(pack: &mut Pack, table: &str, number: usize, part: &mut Vec<u8>) -> Result<String, BackupError> {
    let packed = zstd::bulk::compress(part, LEVEL).map_err(BackupError::io("packing rows"))?;
    part.clear();
    pack.add(&TableSum::part(table, number), &packed)?;
    Ok(sha256(&packed))
}

/// Where a row of `blob` says that its bytes lie in the object store.
struct LargeFiles {
    hash: usize,
    data: usize,
}

impl LargeFiles {
    fn of(table: &Table) -> Option<Self> {
        let place = |name| table.columns.iter().position(|column| column.name == name);
        (table.name == "blob").then_some(())?;
        Some(Self {
            hash: place("hash")?,
            data: place("data")?,
        })
    }

    fn name(&self, cells: &[Cell]) -> Option<String> {
        match (cells.get(self.hash)?, cells.get(self.data)?) {
            (Cell::Text(hash), Cell::Null) => Some(hash.clone()),
            _ => None,
        }
    }
}

fn objects_of(
    folder: &Path,
    names: Vec<String>,
    pack: &mut Pack,
    progress: Progress<'_>,
) -> Result<ObjectsSum, BackupError> {
    let (mut digest, mut bytes, mut missing) = (RowDigest::default(), 0, Vec::new());
    for name in names {
        let path = path_of(folder, &name);
        let object = match std::fs::read(&path) {
            Ok(object) => object,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                missing.push(name);
                continue;
            }
            Err(error) => return Err(BackupError::io(path.display())(error)),
        };
        digest.add(&object_line(&name, &object));
        bytes += object.len() as u64;
        let (head, tail) = name.split_at(name.len().min(2));
        pack.add(&format!("{OBJECTS}{head}/{tail}"), &object)?;
        progress("objects", digest.rows);
    }
    Ok(ObjectsSum {
        count: digest.rows,
        bytes,
        digest: digest.hex(),
        missing,
    })
}

/// What an object adds to the digest.
pub(super) fn object_line(name: &str, object: &[u8]) -> Vec<u8> {
    format!("{name} {}", sha256(object)).into_bytes()
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, BackupError> {
    serde_json::to_vec_pretty(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> BackupError {
    BackupError::io("writing a row")(error.into())
}
