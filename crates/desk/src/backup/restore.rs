//! Putting a backup into an empty place. It is read through before anything is touched; what is written is read back and
//! compared before it is kept.

use super::digest::RowDigest;
use super::manifest::{Manifest, OBJECTS, TABLES};
use super::unpack::{Member, each_member};
use super::verify::verify;
use super::words::terms;
use super::{BackupError, Progress, line};
use crate::receive::objects::write_object;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use store::archive::{Cell, Restoring, Table};
use store::{DatabaseUrl, StoreError};

/// Rows written at once.
const PORTION: usize = 2_000;

/// Where to.
#[derive(Clone, Debug)]
pub struct Destination {
    pub url: DatabaseUrl,
    /// The folder for large files.
    pub objects: PathBuf,
}

/// What becomes of messages that were about to be sent.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Outgoing {
    /// They wait until somebody lets them go: a copy must not write to clients by itself.
    Hold,
    Send,
}

/// A backup that was put back.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    /// Messages that wait.
    pub held: usize,
}

/// Restores a backup; blocks for as long as that takes.
///
/// # Errors
/// The backup is damaged or newer, or the place is not empty: nothing was touched then. Otherwise the store's or the
/// file system's own: nothing was kept.
pub fn restore(
    file: &Path,
    into: &Destination,
    outgoing: Outgoing,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    let manifest = verify(file, progress)?;
    let mut tables = BTreeMap::new();
    for sum in &manifest.tables {
        let unknown = || BackupError::Damaged(format!("the table {} has columns of no known kind", sum.name));
        tables.insert(sum.name.clone(), sum.table().ok_or_else(unknown)?);
    }
    Restoring::look(&into.url, &manifest.migrations).map_err(in_words)?;
    let mut files = Files::begin(&into.objects)?;
    let mut place = Restoring::begin(&into.url, &manifest.migrations).map_err(in_words)?;
    complete(&mut place, &tables)?;
    each_member(file, &mut |member| {
        put(member, &tables, &mut place, &mut files, progress)
    })?;
    compare(&mut place, &manifest, &tables, progress)?;
    place.index_search(&terms, &mut |done| progress("search", done as u64))?;
    let held = match outgoing {
        Outgoing::Hold => place.hold_outgoing()?,
        Outgoing::Send => 0,
    };
    progress("indexes", 0);
    files.finish()?;
    place.finish(&manifest.counters)?;
    files.keep();
    Ok(Restored { manifest, held })
}

/// Tables are the same on both sides: what the backup does not hold would be lost without a word.
fn complete(place: &mut Restoring, tables: &BTreeMap<String, Table>) -> Result<(), BackupError> {
    let there = place.tables()?;
    for table in &there {
        if !tables.contains_key(&table.name) {
            return Err(BackupError::Damaged(format!(
                "it does not hold the table {}",
                table.name
            )));
        }
    }
    match tables
        .keys()
        .find(|name| !there.iter().any(|table| table.name == **name))
    {
        Some(name) => Err(BackupError::Damaged(format!(
            "it holds a table {name} that is not known"
        ))),
        None => Ok(()),
    }
}

fn put(
    member: Member,
    tables: &BTreeMap<String, Table>,
    place: &mut Restoring,
    files: &mut Files,
    progress: Progress<'_>,
) -> Result<(), BackupError> {
    let Member { name, bytes } = member;
    if let Some(path) = name.strip_prefix(OBJECTS) {
        files.write(&path.replace('/', ""), &bytes)?;
        progress("objects", files.written);
        return Ok(());
    }
    let table = name.strip_prefix(TABLES).and_then(|path| path.split('/').next());
    let Some(table) = table.and_then(|table| tables.get(table)) else {
        return Ok(());
    };
    let damaged = |_| BackupError::Damaged(format!("{name} cannot be unpacked"));
    let lines = zstd::stream::decode_all(bytes.as_slice()).map_err(damaged)?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(PORTION);
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let unread = || BackupError::Damaged(format!("{name} holds a row that cannot be read"));
        rows.push(line::read(line, &table.columns).ok_or_else(unread)?);
        if rows.len() == PORTION {
            place.insert(table, &rows)?;
            rows.clear();
        }
    }
    place.insert(table, &rows)?;
    progress(&table.name, 0);
    Ok(())
}

/// Reads back what was written.
fn compare(
    place: &mut Restoring,
    manifest: &Manifest,
    tables: &BTreeMap<String, Table>,
    progress: Progress<'_>,
) -> Result<(), BackupError> {
    for sum in &manifest.tables {
        let Some(table) = tables.get(&sum.name) else {
            continue;
        };
        progress("comparing", sum.rows);
        let (mut digest, mut text) = (RowDigest::default(), Vec::new());
        place.each_row::<BackupError>(table, &mut |cells| {
            text.clear();
            line::write(cells, &mut text).map_err(|error| BackupError::io("comparing")(error.into()))?;
            digest.add(&text);
            Ok(())
        })?;
        if (digest.rows, digest.hex()) != (sum.rows, sum.digest.clone()) {
            return Err(BackupError::Differs(sum.name.clone()));
        }
    }
    Ok(())
}

fn in_words(error: StoreError) -> BackupError {
    match error {
        StoreError::NotEmpty(place) => BackupError::NotEmpty(place),
        other => other.into(),
    }
}

/// Large files, written beside their place until all of them are there.
struct Files {
    folder: PathBuf,
    scratch: PathBuf,
    written: u64,
    placed: bool,
    kept: bool,
}

impl Files {
    fn begin(folder: &Path) -> Result<Self, BackupError> {
        let failed = || BackupError::io(format!("the folder {}", folder.display()));
        if folder.exists() && fs::read_dir(folder).map_err(failed())?.next().is_some() {
            return Err(BackupError::NotEmpty(folder.display().to_string()));
        }
        let mut name = folder.as_os_str().to_owned();
        name.push(".restoring");
        let scratch = PathBuf::from(name);
        if scratch.exists() {
            fs::remove_dir_all(&scratch).map_err(failed())?;
        }
        fs::create_dir_all(&scratch).map_err(failed())?;
        Ok(Self {
            folder: folder.to_owned(),
            scratch,
            written: 0,
            placed: false,
            kept: false,
        })
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.written += 1;
        write_object(&self.scratch, name, bytes).map_err(BackupError::io(format!("the file {name}")))
    }

    fn finish(&mut self) -> Result<(), BackupError> {
        let failed = || BackupError::io(format!("the folder {}", self.folder.display()));
        if self.folder.exists() {
            fs::remove_dir(&self.folder).map_err(failed())?;
        }
        fs::rename(&self.scratch, &self.folder).map_err(failed())?;
        self.placed = true;
        Ok(())
    }

    fn keep(&mut self) {
        self.kept = true;
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if !self.kept {
            let left = if self.placed { &self.folder } else { &self.scratch };
            // What cannot be removed is told by its name; the failure itself is told already.
            fs::remove_dir_all(left).ok();
        }
    }
}
