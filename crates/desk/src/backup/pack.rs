//! Writing the archive: into a file beside its place, which takes its name when it is whole and on the disk.

use super::BackupError;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use tar::{Builder, Header};

/// An archive in the making; dropped before [`Pack::finish`] it goes.
pub struct Pack {
    tar: Builder<BufWriter<File>>,
    scratch: PathBuf,
    path: PathBuf,
    whole: bool,
}

impl Pack {
    /// Begins an archive that only its owner may read: it holds mail and hashes.
    pub fn begin(path: &Path) -> Result<Self, BackupError> {
        if path.exists() {
            return Err(BackupError::NotEmpty(path.display().to_string()));
        }
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}.part", domain::id::secret(6)));
        let scratch = PathBuf::from(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&scratch);
        let file = file.map_err(BackupError::io(format!(
            "{} cannot be written",
            scratch.display()
        )))?;
        Ok(Self {
            tar: Builder::new(BufWriter::with_capacity(1 << 20, file)),
            scratch,
            path: path.to_owned(),
            whole: false,
        })
    }

    /// Adds a member.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let mut header = Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        self.tar
            .append_data(&mut header, name, bytes)
            .map_err(self.failed())
    }

    /// Puts the archive in its place; says how large it is.
    pub fn finish(mut self) -> Result<u64, BackupError> {
        let failed = || BackupError::io(format!("{} cannot be written", self.path.display()));
        self.tar.finish().map_err(failed())?;
        let buffer = self.tar.get_mut();
        buffer.flush().map_err(failed())?;
        buffer.get_ref().sync_all().map_err(failed())?;
        let size = fs::metadata(&self.scratch).map_err(failed())?.len();
        fs::rename(&self.scratch, &self.path).map_err(failed())?;
        self.whole = true;
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = File::open(parent.unwrap_or(Path::new(".")));
        folder.and_then(|folder| folder.sync_all()).map_err(failed())?;
        Ok(size)
    }

    fn failed(&self) -> impl FnOnce(std::io::Error) -> BackupError + use<> {
        BackupError::io(format!("{} cannot be written", self.path.display()))
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        if !self.whole {
            // A part that cannot be removed is told by its name; there is nobody to tell here.
            fs::remove_file(&self.scratch).ok();
        }
    }
}
