//! What other systems push to a channel's own address. Who pushed it is proved by the door, which fails closed; the pages only
//! bring the request and take the answer back.

use crate::{Intake, IntakeError, Receipt};
use async_trait::async_trait;
use domain::Moment;

/// A request as it came.
pub struct Pushed<'a> {
    /// The value of a header, by its name in lower case; empty for what is not there or no text.
    pub header: &'a (dyn Fn(&str) -> String + Send + Sync),
    pub body: &'a [u8],
    pub at: Moment,
    pub trace: String,
}

/// Why a request is not taken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HookRefusal {
    /// Its sender did not prove to hold the secret.
    #[error("{0}")]
    Forged(String),
    /// It cannot be read, and why.
    #[error("{0}")]
    Garbage(String),
    /// Nothing was kept: it has to come again.
    #[error("{0}")]
    Later(IntakeError),
}

/// A door that is pushed to.
#[async_trait]
pub trait Hook: Send + Sync {
    /// Proves, reads, and hands on; answers after the commit, with the receipt of each message. Nothing may come of a
    /// request that only tells what needs no keeping.
    ///
    /// # Errors
    /// [`HookRefusal`].
    async fn take(&self, pushed: &Pushed<'_>, intake: &dyn Intake) -> Result<Vec<Receipt>, HookRefusal>;
}
