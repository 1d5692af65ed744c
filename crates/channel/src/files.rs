//! Files that a door names before it hands them over: a messenger's, which come by another call and may come late.

use async_trait::async_trait;
use domain::entry::FileLoss;
use std::time::Duration;

/// Hands over what was named.
#[async_trait]
pub trait Files: Send + Sync {
    /// The bytes of what is asked for by this, never more than the door's bound.
    ///
    /// # Errors
    /// [`NotHad`].
    async fn hand_over(&self, by: &str) -> Result<Vec<u8>, NotHad>;
}

/// It was not handed over.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum NotHad {
    /// May go better later.
    #[error("not handed over yet: {reason}")]
    Later {
        reason: String,
        retry_after: Option<Duration>,
    },
    /// Never will.
    #[error("not to be had: {reason}")]
    Never { loss: FileLoss, reason: String },
}
