//! How a command ends: its exit code, and for a failure one sentence that says what is wrong and what to do.

use crate::config::ConfigError;
use channel::SourceError;
use desk::DeskError;
use desk::backup::BackupError;
use std::process::ExitCode;
use std::sync::Arc;
use store::{StoreError, UrlError};

/// The exit codes that scripts may trust; `--help` tells them.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum End {
    Done = 0,
    Failed = 1,
    /// `okno check` found something to be done.
    Problems = 3,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(end as u8)
    }
}

/// Why a command did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Url(#[from] UrlError),
    #[error("database {url}: {error}")]
    Database { url: String, error: StoreError },
    #[error("{}", of_the_desk(.0))]
    Desk(#[from] DeskError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Source(#[from] SourceError),
    #[error("{0}")]
    Backup(Arc<BackupError>),
    /// Everything else: the sentence itself.
    #[error("{0}")]
    Said(String),
    /// Several sentences, each on a line of its own.
    #[error("{0}")]
    Lines(String),
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self::Backup(Arc::new(error))
    }
}

impl Failure {
    /// A failure in words.
    pub fn said(sentence: impl Into<String>) -> Self {
        Self::Said(sentence.into())
    }

    /// The sentences as they are shown: each on one line.
    #[must_use]
    pub fn sentences(&self) -> String {
        let text = self.to_string();
        match self {
            // Several mistakes, each with its place on a line of its own.
            Self::Config(_) | Self::Desk(_) | Self::Lines(_) => text,
            _ => text
                .split('\n')
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// Pages hide causes from strangers; whoever sits at the terminal is told.
fn of_the_desk(error: &DeskError) -> String {
    match error {
        DeskError::Unavailable(cause) => format!("the database is not available: {cause}"),
        DeskError::Internal(cause) => format!("something went wrong inside Okno: {cause}"),
        DeskError::Invalid(fields) => fields
            .iter()
            .map(|field| format!("{}: {}", field.field, field.reason))
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}
