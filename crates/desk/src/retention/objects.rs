//! Files of the object folder that the database does not know: a commit that failed, or bytes that were let go. One that
//! is put again while it is being removed is saved: it is taken aside, looked at once more, and only then removed.

use super::GRACE;
use crate::receive::objects::path_of;
use crate::{Desk, DeskError, DeskResult};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Objects asked about at once.
const CHUNK: usize = 500;
/// In front of the name of an object that is being removed.
const ASIDE: &str = ".gone.";

impl Desk {
    /// Removes objects older than a day that the database does not know; how many there were.
    pub(super) async fn sweep_objects(&self) -> DeskResult<usize> {
        let before = u64::try_from(self.now().saturating_add(-GRACE).as_micros()).unwrap_or_default();
        let before = UNIX_EPOCH + Duration::from_micros(before);
        let mut removed = 0;
        for folder in self.on_disk(folders).await? {
            let old = self.on_disk(move |_| old_objects(&folder, before)).await?;
            for chunk in old.chunks(CHUNK) {
                let chunk = chunk.to_vec();
                let asked = chunk.clone();
                let known = self
                    .store()
                    .read(move |reader| reader.known_objects(&asked))
                    .await?;
                let unknown: Vec<String> = chunk.into_iter().filter(|hash| !known.contains(hash)).collect();
                removed += self
                    .on_disk(move |folder| remove_all(folder, &unknown, before))
                    .await?;
            }
        }
        Ok(removed)
    }

    /// Objects that have lost what referred to them go a day later: a backup of the database as it was before may still
    /// be copying them.
    pub(super) async fn unreferenced_since_now(&self, hashes: &[String]) -> DeskResult<()> {
        let now = u64::try_from(self.now().as_micros()).unwrap_or_default();
        let now = UNIX_EPOCH + Duration::from_micros(now);
        let hashes = hashes.to_vec();
        self.on_disk(move |folder| {
            for hash in &hashes {
                match File::open(path_of(folder, hash)) {
                    Ok(object) => object.set_modified(now)?,
                    // Most bytes lie in the database.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
        .await
    }

    /// Does something slow to the object folder.
    async fn on_disk<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> DeskResult<T> {
        let folder = self.options().objects.clone();
        let done = tokio::task::spawn_blocking(move || run(&folder)).await;
        done.map_err(|error| DeskError::Internal(error.to_string()))?
            .map_err(|error| DeskError::Unavailable(format!("the object folder: {error}")))
    }
}

/// The folders by the first two digits. No folder at all: nothing was ever too large for the database.
fn folders(root: &Path) -> io::Result<Vec<PathBuf>> {
    let listed = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| is_hex(name, 2));
        if is_ours && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn is_hex(name: &str, length: usize) -> bool {
    name.len() == length && name.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Content addresses of a folder's objects that were last put before an instant.
fn old_objects(folder: &Path, before: SystemTime) -> io::Result<Vec<String>> {
    let head = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if let Some(tail) = name.strip_prefix(ASIDE) {
            // A sweep was killed half-way: what it had taken aside is an object again, and judged like any other.
            give_back(&entry.path(), &folder.join(tail))?;
        } else if is_hex(name, 62) && is_older(&entry.path(), before)? {
            old.push(format!("{head}{name}"));
        } else if name.starts_with('.') && is_older(&entry.path(), before)? {
            // A scratch file of a process that was killed while it wrote.
            fs::remove_file(entry.path())?;
        }
    }
    Ok(old)
}

fn is_older(path: &Path, than: SystemTime) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(known) => Ok(known.modified()? < than),
        // Somebody else was faster.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn remove_all(root: &Path, hashes: &[String], before: SystemTime) -> io::Result<usize> {
    let mut removed = 0;
    for hash in hashes {
        removed += usize::from(remove(&path_of(root, hash), before)?);
    }
    Ok(removed)
}

/// Removes one object, unless it was put again meanwhile.
fn remove(path: &Path, before: SystemTime) -> io::Result<bool> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let aside = path.with_file_name(format!("{ASIDE}{name}"));
    match fs::rename(path, &aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        renamed => renamed?,
    }
    if is_older(&aside, before)? {
        fs::remove_file(&aside)?;
        return Ok(true);
    }
    give_back(&aside, path)?;
    Ok(false)
}

/// Puts an object back that had been taken aside; content of one address is one content, whoever was last.
fn give_back(aside: &Path, path: &Path) -> io::Result<()> {
    match fs::rename(aside, path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed,
    }
}
