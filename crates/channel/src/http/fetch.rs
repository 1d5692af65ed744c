//! A document from an address in the set-up, over TLS only.

use super::{Ask, Http};
use crate::fetch::Fetch;
use async_trait::async_trait;
use hyper::Method;
use std::time::Duration;

/// A document is there by then, or another day.
const WITHIN: Duration = Duration::from_secs(60);

/// Redirects are not followed: whoever wrote the address is told, and writes the one that is meant.
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
