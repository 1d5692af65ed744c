//! The object store: bytes too large for the database, in a folder, by content. Written and synced before the commit
//! that refers to them. One that nothing refers to is swept after a day.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where the object of a hash lies: two levels, so that no folder grows too large.
pub(crate) fn path_of(folder: &Path, hash: &str) -> PathBuf {
    let (head, tail) = hash.split_at(hash.len().min(2));
    folder.join(head).join(tail)
}

/// Writes an object. It is on the disk, with its folder entry, when this returns. One that is there already is written
/// anew: its new time tells the sweep that somebody counts on it.
///
/// # Errors
/// The file system's own.
pub fn write_object(folder: &Path, hash: &str, bytes: &[u8]) -> io::Result<()> {
    let path = path_of(folder, hash);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent)?;
    let scratch = parent.join(format!(".{hash}.{}", domain::id::secret(8)));
    let mut file = File::create(&scratch)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&scratch, &path)?;
    File::open(parent)?.sync_all()
}
