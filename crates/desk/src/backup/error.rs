//! Why a backup was not taken, or not put back.

use store::StoreError;

/// Nothing of what was begun stays behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{what}: {error}")]
    Io { what: String, error: std::io::Error },
    #[error("{0}")]
    Store(#[from] StoreError),
    /// What is missing or other than it was when the backup was taken.
    #[error("the backup is damaged: {0}; nothing was changed: take another copy of it, or an older backup")]
    Damaged(String),
    #[error("{0} is no backup of Okno")]
    NoBackup(String),
    #[error(
        "the backup was taken by a newer Okno (format {0}); restore it with that version; nothing was changed"
    )]
    NewerFormat(u32),
    #[error(
        "the backup was taken by a newer Okno ({okno}, migration {migration}); restore it with that version; nothing was changed"
    )]
    NewerSchema { okno: String, migration: String },
    #[error(
        "{0} is not empty; a backup is restored only where nothing is: name another place, or move away what is there"
    )]
    NotEmpty(String),
    /// What was written is not what was read.
    #[error("the restored table {0} is not what the backup holds; nothing was kept")]
    Differs(String),
}

impl BackupError {
    /// A failure of the file system, with what was being done.
    pub(super) fn io(what: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_string();
        move |error| Self::Io { what, error }
    }
}
