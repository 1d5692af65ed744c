//! What a use case can answer instead of doing it. Each variant is told to a different person or asks for a different
//! next step; `web` gives each a status and a stable code.

use domain::Permission;
use store::{StoreError, WriteError};

/// The result of a use case.
pub type DeskResult<T> = Result<T, DeskError>;

/// Why a use case did not do what was asked. Nothing of it was kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DeskError {
    /// Nobody is logged in, or the session, token or link is not good.
    #[error("log in first")]
    Unauthenticated,
    /// Known, but not allowed.
    #[error("this needs the permission {0}")]
    Forbidden(Permission),
    /// Not there, or not for this principal: the two are not told apart.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A private link that was good once.
    #[error("this link has expired")]
    Expired,
    /// The request says something that cannot be.
    #[error("{}", fields(.0))]
    Invalid(Vec<Field>),
    /// The ticket changed since the version the change was based on.
    #[error("the ticket has changed meanwhile (version {current}, the change was based on {based_on})")]
    Stale { current: i64, based_on: i64 },
    /// The change contradicts the state things are in.
    #[error("{reason}")]
    Conflict { code: &'static str, reason: String },
    /// Too often; come again later.
    #[error("too many attempts; try again in {seconds} s")]
    Throttled { seconds: i64 },
    /// The store is away.
    #[error("the desk cannot do this at the moment; nothing was lost, try again")]
    Unavailable(String),
    /// A mistake of ours.
    #[error("something went wrong on our side")]
    Internal(String),
}

/// One thing that is wrong in a request.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Field {
    /// Where: a JSON pointer or the name of a form field.
    pub field: String,
    /// A stable code: `required`, `too_long`, `unknown`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl DeskError {
    /// One wrong field.
    #[must_use]
    pub fn invalid(field: &str, code: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid(vec![Field {
            field: field.to_owned(),
            code,
            reason: reason.into(),
        }])
    }
}

fn fields(fields: &[Field]) -> String {
    fields
        .iter()
        .map(|f| format!("{}: {}", f.field, f.reason))
        .collect::<Vec<_>>()
        .join("; ")
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::NotFound(what),
            StoreError::Unavailable(cause) | StoreError::Retry(cause) => Self::Unavailable(cause),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// A use case's error inside a write: keeps the store's own, so that the write can be run again.
#[derive(Debug)]
pub(crate) enum InWrite {
    Store(StoreError),
    Desk(DeskError),
}

impl From<StoreError> for InWrite {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<DeskError> for InWrite {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

impl WriteError for InWrite {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Desk(_) => None,
        }
    }
}

impl From<InWrite> for DeskError {
    fn from(error: InWrite) -> Self {
        match error {
            InWrite::Store(error) => error.into(),
            InWrite::Desk(error) => error,
        }
    }
}
