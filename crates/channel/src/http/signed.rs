//! A signed request, and what a failed one means to whoever delivers.

use super::{Ask, AskError};
use crate::DeliveryError;
use crate::webhook::{self, Forged};
use domain::Moment;
use domain::time::SECOND;
use hyper::Method;
use std::time::Duration;

/// The other side has answered by then.
const WITHIN: Duration = Duration::from_secs(30);
/// Bytes of an answer that are read.
const MOST: usize = 64 << 10;

impl Ask {
    /// A post of JSON, signed in the manner of Standard Webhooks 1.0. `id` is the same for every attempt; each of several
    /// secrets signs.
    ///
    /// # Errors
    /// [`Forged::Secret`].
    pub fn signed<'a>(
        url: &str,
        secrets: impl IntoIterator<Item = &'a str>,
        id: &str,
        now: Moment,
        body: Vec<u8>,
    ) -> Result<Self, Forged> {
        let seconds = now.as_micros().div_euclid(SECOND);
        let signature = webhook::sign_with_all(secrets, id, seconds, &body)?;
        Ok(Self {
            method: Method::POST,
            url: url.to_owned(),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("webhook-id", id.to_owned()),
                ("webhook-timestamp", seconds.to_string()),
                ("webhook-signature", signature),
            ],
            body,
            within: WITHIN,
            most: MOST,
        })
    }
}

/// Whether the message may have arrived.
impl From<AskError> for DeliveryError {
    fn from(error: AskError) -> Self {
        let reason = error.to_string();
        match error {
            // It was taken, or not; what was said about it is lost, or too long to read.
            AskError::Broken(..) | AskError::TooLarge(_) => Self::Unknown { reason },
            AskError::Address(_) | AskError::Away(..) => Self::later(reason, None),
        }
    }
}
