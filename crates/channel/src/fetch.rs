//! Fetching a document from an address that somebody wrote into the set-up. Whoever implements it reaches the public net
//! only, over TLS, also where the address leads on, and stops at the bounds.

#[cfg(feature = "http")]
use crate::http::{Ask, Http};
use async_trait::async_trait;
#[cfg(feature = "http")]
use hyper::Method;
#[cfg(feature = "http")]
use std::time::Duration;

/// A document is there by then, or another day.
#[cfg(feature = "http")]
const WITHIN: Duration = Duration::from_secs(60);

/// Gets documents.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// The bytes under an address, at most `limit` of them.
    ///
    /// # Errors
    /// Why not, for people.
    async fn fetch(&self, url: &str, limit: usize) -> Result<Vec<u8>, String>;
}

/// Redirects are not followed: whoever wrote the address is told, and writes the one that is meant.
#[cfg(feature = "http")]
#[async_trait]
impl Fetch for Http {
    async fn fetch(&self, url: &str, limit: usize) -> Result<Vec<u8>, String> {
        if !url.starts_with("https://") {
            return Err("the address is no https URL".to_owned());
        }
        let ask = Ask {
            method: Method::GET,
            url: url.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            within: WITHIN,
            most: limit,
        };
        let answered = self.ask(ask).await.map_err(|error| error.to_string())?;
        match answered.status {
            200 => Ok(answered.body),
            status @ 300..400 => Err(format!(
                "the other side answers {status}: the document lies elsewhere; name its own address"
            )),
            status => Err(format!("the other side answers {status}")),
        }
    }
}
