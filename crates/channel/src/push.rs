//! Telling other systems what happened: a body signed in the manner of Standard Webhooks 1.0 and posted. Whoever implements
//! it knows the secrets and reaches only where the house may reach.

use async_trait::async_trait;
use std::time::Duration;

/// What is to be told.
#[derive(Clone, Debug)]
pub struct Told {
    pub url: String,
    /// The variable that holds the secret; two secrets separated by a space both sign while one replaces the other.
    pub secret_env: String,
    /// `webhook-id`: the same for every attempt.
    pub id: String,
    /// JSON.
    pub body: Vec<u8>,
}

/// It did not get through.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotTold {
    /// What was answered; 0: nothing.
    pub status: u16,
    /// Why, for people.
    pub reason: String,
    pub retry_after: Option<Duration>,
    /// The other side says that there will never be anybody: 410.
    pub gone: bool,
}

/// Tells other systems.
#[async_trait]
pub trait Tell: Send + Sync {
    /// Posts once; the status of an answer of 2xx.
    ///
    /// # Errors
    /// [`NotTold`]; it may have arrived all the same.
    async fn tell(&self, told: &Told) -> Result<u16, NotTold>;

    /// Whether the variable holds a secret that can sign; in words why not.
    ///
    /// # Errors
    /// For people.
    fn can_sign(&self, secret_env: &str) -> Result<(), String>;
}

#[cfg(feature = "http")]
pub use signed::Signed;

#[cfg(feature = "http")]
mod signed {
    use super::{NotTold, Tell, Told};
    use crate::http::{Ask, Http};
    use crate::webhook;
    use async_trait::async_trait;
    use domain::Now;
    use domain::time::SECOND;
    use hyper::Method;
    use std::sync::Arc;
    use std::time::Duration;

    /// An endpoint has answered by then.
    const WITHIN: Duration = Duration::from_secs(15);
    /// Bytes of an answer that are read; nobody looks at them.
    const MOST: usize = 1 << 20;

    /// Signs and posts.
    #[derive(Clone)]
    pub struct Signed {
        pub http: Http,
        /// The secret under a name, from the environment.
        pub secret: fn(&str) -> Option<String>,
        pub now: Arc<dyn Now>,
    }

    impl Signed {
        fn signature(&self, secret_env: &str, id: &str, seconds: i64, body: &[u8]) -> Result<String, String> {
            let secrets = (self.secret)(secret_env)
                .filter(|secrets| !secrets.trim().is_empty())
                .ok_or_else(|| format!("the variable {secret_env} of the environment is empty"))?;
            let signatures: Result<Vec<String>, _> = secrets
                .split_whitespace()
                .map(|secret| webhook::sign(secret, id, seconds, body))
                .collect();
            let signatures = signatures.map_err(|error| format!("{secret_env}: {error}"))?;
            Ok(signatures.join(" "))
        }
    }

    #[async_trait]
    impl Tell for Signed {
        async fn tell(&self, told: &Told) -> Result<u16, NotTold> {
            let not = |reason: String| NotTold {
                status: 0,
                reason,
                retry_after: None,
                gone: false,
            };
            if !told.url.starts_with("https://") && !self.http.is_within(&told.url) {
                let reason = "plain http goes only to hosts named in outgoing.within: use https";
                return Err(not(reason.to_owned()));
            }
            let seconds = self.now.now().as_micros().div_euclid(SECOND);
            let signature = self
                .signature(&told.secret_env, &told.id, seconds, &told.body)
                .map_err(not)?;
            let ask = Ask {
                method: Method::POST,
                url: told.url.clone(),
                headers: vec![
                    ("content-type", "application/json".to_owned()),
                    ("webhook-id", told.id.clone()),
                    ("webhook-timestamp", seconds.to_string()),
                    ("webhook-signature", signature),
                ],
                body: told.body.clone(),
                within: WITHIN,
                most: MOST,
            };
            match self.http.ask(ask).await {
                Ok(answered) if (200..300).contains(&answered.status) => Ok(answered.status),
                Ok(answered) => Err(NotTold {
                    status: answered.status,
                    reason: format!("the other side answers {}", answered.status),
                    retry_after: answered.retry_after,
                    gone: answered.status == 410,
                }),
                Err(error) => Err(not(error.to_string())),
            }
        }

        fn can_sign(&self, secret_env: &str) -> Result<(), String> {
            self.signature(secret_env, "trial", 0, b"").map(drop)
        }
    }
}
