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
    use std::sync::Arc;
    use std::time::Duration;

    /// An endpoint has answered by then.
    const WITHIN: Duration = Duration::from_secs(15);
    /// Bytes of an answer that are read.
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
        fn secrets(&self, secret_env: &str) -> Result<String, String> {
            (self.secret)(secret_env)
                .filter(|secrets| !secrets.trim().is_empty())
                .ok_or_else(|| format!("the variable {secret_env} of the environment is empty"))
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
            let secrets = self.secrets(&told.secret_env).map_err(not)?;
            let ask = Ask::signed(
                &told.url,
                secrets.split_whitespace(),
                &told.id,
                self.now.now(),
                told.body.clone(),
            )
            .map_err(|error| not(format!("{}: {error}", told.secret_env)))?;
            // Nobody looks at the answer: it may be as long as it likes.
            let ask = Ask {
                within: WITHIN,
                most: MOST,
                ..ask
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
            let secrets = self.secrets(secret_env)?;
            let signed = webhook::sign_with_all(secrets.split_whitespace(), "trial", 0, b"");
            signed.map(drop).map_err(|error| format!("{secret_env}: {error}"))
        }
    }
}
