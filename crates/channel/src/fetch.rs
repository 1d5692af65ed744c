//! Fetching a document from an address that somebody wrote into the set-up. Whoever implements it reaches the public net
//! only, over TLS, also where the address leads on, and stops at the bounds.

use async_trait::async_trait;

/// Gets documents.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// The bytes under an address, at most `limit` of them.
    ///
    /// # Errors
    /// Why not, for people.
    async fn fetch(&self, url: &str, limit: usize) -> Result<Vec<u8>, String>;
}
