//! Reading the archive from its beginning to its end, member by member.

use super::BackupError;
use super::manifest::{FORMAT, HEAD, Head};
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

/// Longer members are no part of a backup: a part holds some megabytes, and a message at most a few hundred.
const LONGEST: u64 = 4 << 30;

/// One member.
pub struct Member {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Hands over every member behind the head, in its order, and returns the head.
pub fn each_member(
    path: &Path,
    each: &mut dyn FnMut(Member) -> Result<(), BackupError>,
) -> Result<Head, BackupError> {
    let shown = path.display().to_string();
    let file = File::open(path).map_err(BackupError::io(format!("{shown} cannot be read")))?;
    let mut archive = tar::Archive::new(BufReader::with_capacity(1 << 20, file));
    let mut members = archive
        .entries()
        .map_err(|_| BackupError::NoBackup(shown.clone()))?;
    let first = members
        .next()
        .ok_or_else(|| BackupError::NoBackup(shown.clone()))?;
    let head = first
        .and_then(read)
        .map_err(|_| BackupError::NoBackup(shown.clone()))?;
    if head.name != HEAD {
        return Err(BackupError::NoBackup(shown));
    }
    let head = head_of(&head.bytes)?;
    for member in members {
        let member = member.and_then(read);
        each(member.map_err(|error| BackupError::Damaged(error.to_string()))?)?;
    }
    Ok(head)
}

/// A newer format may say other things about itself: its number is read first.
fn head_of(bytes: &[u8]) -> Result<Head, BackupError> {
    #[derive(serde::Deserialize)]
    struct Number {
        format: u32,
    }
    let damaged = |error: serde_json::Error| BackupError::Damaged(format!("{HEAD}: {error}"));
    let Number { format } = serde_json::from_slice(bytes).map_err(damaged)?;
    if format > FORMAT {
        return Err(BackupError::NewerFormat(format));
    }
    serde_json::from_slice(bytes).map_err(damaged)
}

fn read(mut entry: tar::Entry<'_, BufReader<File>>) -> std::io::Result<Member> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let size = entry.size();
    if size > LONGEST {
        return Err(std::io::Error::other(format!("{name} is {size} bytes long")));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    if bytes.len() as u64 != size {
        return Err(std::io::Error::other(format!("it ends within {name}")));
    }
    Ok(Member { name, bytes })
}
