//! Reading a backup through without putting anything anywhere: whole, undamaged, and of a version that is known.

use super::digest::{RowDigest, sha256};
use super::manifest::{MANIFEST, Manifest, OBJECTS, SEAL, TABLES, TableSum};
use super::take::object_line;
use super::unpack::{Member, each_member};
use super::{BackupError, Progress};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads it all and returns what it says about itself; blocks meanwhile.
///
/// # Errors
/// It cannot be read, is no backup, is damaged, or was taken by a newer version.
pub fn verify(file: &Path, progress: Progress<'_>) -> Result<Manifest, BackupError> {
    let mut seen = Seen::default();
    let mut bytes = 0;
    each_member(file, &mut |member| {
        bytes += member.bytes.len() as u64;
        progress("checking", bytes);
        seen.note(member)
    })?;
    let manifest = seen.compare()?;
    let known = store::archive::known_migrations()?;
    match manifest
        .migrations
        .iter()
        .find(|version| !known.contains(version))
    {
        Some(migration) => Err(BackupError::NewerSchema {
            okno: manifest.head.okno.clone(),
            migration: migration.clone(),
        }),
        None => Ok(manifest),
    }
}

/// What was found.
#[derive(Default)]
struct Seen {
    /// SHA-256 of each part by its path.
    parts: BTreeMap<String, String>,
    objects: RowDigest,
    manifest: Option<Vec<u8>>,
    seal: Option<Vec<u8>>,
}

impl Seen {
    fn note(&mut self, member: Member) -> Result<(), BackupError> {
        let Member { name, bytes } = member;
        if name.starts_with(TABLES) {
            self.parts.insert(name, sha256(&bytes));
        } else if let Some(path) = name.strip_prefix(OBJECTS) {
            let name = path.replace('/', "");
            if !is_address(&name) || !holds(&name, &bytes) {
                return Err(BackupError::Damaged(format!(
                    "the file {name} is not what its name says"
                )));
            }
            self.objects.add(&object_line(&name, &bytes));
        } else if name == MANIFEST {
            self.manifest = Some(bytes);
        } else if name == SEAL {
            self.seal = Some(bytes);
        } else {
            return Err(BackupError::Damaged(format!("{name} is no part of it")));
        }
        Ok(())
    }

    fn compare(mut self) -> Result<Manifest, BackupError> {
        let damaged = |what: &str| BackupError::Damaged(what.to_owned());
        let (Some(manifest), Some(seal)) = (self.manifest, self.seal) else {
            return Err(damaged("it was cut off before its end"));
        };
        if sha256(&manifest).as_bytes() != seal {
            return Err(damaged("its list of contents is not what it was"));
        }
        let manifest: Manifest = serde_json::from_slice(&manifest)
            .map_err(|error| BackupError::Damaged(format!("{MANIFEST}: {error}")))?;
        for table in &manifest.tables {
            for (number, wanted) in table.parts.iter().enumerate() {
                let part = TableSum::part(&table.name, number);
                match self.parts.remove(&part) {
                    Some(found) if found == *wanted => {}
                    Some(_) => return Err(BackupError::Damaged(format!("{part} is not what it was"))),
                    None => return Err(BackupError::Damaged(format!("{part} is missing"))),
                }
            }
        }
        if let Some(part) = self.parts.keys().next() {
            return Err(BackupError::Damaged(format!("{part} is no part of it")));
        }
        if (self.objects.rows, self.objects.hex())
            != (manifest.objects.count, manifest.objects.digest.clone())
        {
            return Err(damaged("its files are not what they were"));
        }
        Ok(manifest)
    }
}

/// An address is hexadecimal: nothing else may become part of a path.
fn is_address(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether an object, plain or packed, is what its address says.
fn holds(address: &str, object: &[u8]) -> bool {
    sha256(object) == address || zstd::stream::decode_all(object).is_ok_and(|plain| sha256(&plain) == address)
}
