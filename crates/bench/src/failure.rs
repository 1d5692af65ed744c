//! Why a measurement ended early.

/// What went wrong, in words for whoever ran it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    #[error("the store: {0}")]
    Store(#[from] store::StoreError),
    #[error("the desk: {0}")]
    Desk(#[from] desk::DeskError),
    #[error("a report cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
    #[error("{0}")]
    Other(String),
}

/// The result of a measurement.
pub type Outcome<T> = Result<T, Failure>;

/// Says what was tried when an input or output failed.
pub trait While<T> {
    /// `reading /proc/self/stat`
    fn during(self, what: &str) -> Outcome<T>;
}

impl<T> While<T> for std::io::Result<T> {
    fn during(self, what: &str) -> Outcome<T> {
        self.map_err(|error| Failure::Io(what.to_owned(), error))
    }
}
