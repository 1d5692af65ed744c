//! A demo's outgoing mail, readable in the console. The binary lends what catches it.

use async_trait::async_trait;
use domain::Moment;

/// A mail that would have left.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Caught {
    /// Stands in the page's address: letters, digits, `-`, `_`.
    pub id: String,
    pub at: Moment,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// In the order of the mail.
    pub headers: Vec<(String, String)>,
}

/// Where caught mail lies.
#[async_trait]
pub trait MailCatcher: Send + Sync {
    /// The newest first, at most `limit`.
    async fn list(&self, limit: usize) -> Vec<Caught>;

    /// One of them.
    async fn get(&self, id: &str) -> Option<Caught>;

    /// Sends an answer to a caught mail as its receiver would, by the door a client's mail comes in.
    ///
    /// # Errors
    /// In words, why it could not be sent.
    async fn answer(&self, id: &str, text: &str) -> Result<(), String>;
}
