//! The way out: a message is where its client reads it as soon as it is committed; the host is told by a signed note, so that it
//! can ring their telephone. Whether it was seen, the app says; what was not seen in time goes on by the next address.

use crate::settings;
use async_trait::async_trait;
use channel::http::{Ask, Http};
use channel::webhook::{message_id, sign};
use channel::{Delivered, DeliveryError, Outbound, Sink};
use domain::Now;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Takes messages over, and tells the host.
pub struct AccountSink {
    patience: Duration,
    prefix: String,
    push: Option<Push>,
}

struct Push {
    url: String,
    secret: String,
    http: Http,
    now: Arc<dyn Now>,
}

impl AccountSink {
    /// The way out of a channel.
    ///
    /// # Errors
    /// What is missing, in words for an administrator.
    pub fn new(
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        http: Result<Http, String>,
        now: Arc<dyn Now>,
    ) -> Result<Self, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        let patience = Duration::from_secs(60 * settings.patience_minutes());
        let push = if settings.push_url.is_empty() {
            None
        } else {
            let name = &settings.push_secret_env;
            let secret =
                secret(name).ok_or_else(|| format!("the variable {name} with the secret is empty"))?;
            // Found out now, not with the first answer.
            sign(&secret, "1", 0, b"").map_err(|wrong| format!("the variable {name}: {wrong}"))?;
            Some(Push {
                url: settings.push_url,
                secret,
                http: http?,
                now,
            })
        };
        Ok(Self {
            patience,
            prefix: settings.prefix,
            push,
        })
    }
}

#[async_trait]
impl Sink for AccountSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        let note = match &self.push {
            None => String::new(),
            Some(push) => push.tell(message, &self.prefix).await?,
        };
        Ok(Delivered {
            external_ids: Vec::new(),
            note,
            arrived: false,
            confirm_within: Some(self.patience),
        })
    }
}

impl Push {
    async fn tell(&self, message: &Outbound, prefix: &str) -> Result<String, DeliveryError> {
        let to = message.to.value.as_str();
        // Words stay here: what is pushed through other people's services tells only that there is something.
        let body = json!({
            "type": "message",
            "account": to.strip_prefix(prefix).unwrap_or(to),
            "number": message.ticket_number,
            "automatic": message.automatic,
        });
        let body = body.to_string().into_bytes();
        let id = message_id(&message.external_id);
        let ask = Ask::signed(&self.url, [&*self.secret], &id, self.now.now(), body)
            .map_err(|wrong| DeliveryError::later(wrong.to_string(), None))?;
        let answer = self.http.ask(ask).await?;
        match answer.status {
            200..=299 => Ok(answer.status.to_string()),
            // The host knows nobody of that id any more.
            404 | 410 => Err(DeliveryError::Permanent {
                status: answer.status.to_string(),
                reason: "the host knows no such account".to_owned(),
            }),
            status => Err(DeliveryError::later(
                format!("the host answered {status}"),
                answer.retry_after,
            )),
        }
    }
}
