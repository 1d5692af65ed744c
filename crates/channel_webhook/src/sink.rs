//! The way out: one signed request a message. Its id is the same for every attempt, so that the other side can tell a
//! repetition.

use crate::{event, settings};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channel::http::{Answered, Ask, Http};
use channel::webhook::{message_id, sign};
use channel::{Delivered, DeliveryError, Outbound, Sink};
use domain::Now;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Sends to the other side.
pub struct CustomSink {
    path: String,
    url: String,
    secret: String,
    confirm_within: Option<Duration>,
    http: Http,
    now: Arc<dyn Now>,
}

impl CustomSink {
    /// The way out of a channel; `None` where it has none.
    ///
    /// # Errors
    /// What is missing, in words for an administrator.
    pub fn new(
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        http: Http,
        now: Arc<dyn Now>,
    ) -> Result<Option<Self>, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        if settings.url.is_empty() {
            return Ok(None);
        }
        let own = &settings.send_secret_env;
        let name = if own.is_empty() { &settings.secret_env } else { own };
        let secret = secret(name).ok_or_else(|| format!("the variable {name} with the secret is empty"))?;
        // Found out now, not with the first answer.
        sign(&secret, "1", 0, b"").map_err(|wrong| format!("the variable {name}: {wrong}"))?;
        let confirm = settings.confirm_seconds();
        Ok(Some(Self {
            path: settings.path,
            url: settings.url,
            secret,
            confirm_within: (confirm > 0).then(|| Duration::from_secs(confirm)),
            http,
            now,
        }))
    }

    fn body(&self, message: &Outbound, person: &str) -> Value {
        let prefix = event::external(&self.path, "");
        let theirs = message
            .thread
            .iter()
            .rev()
            .find_map(|id| id.strip_prefix(&prefix));
        let files = message.files.iter().map(|file| {
            json!({ "name": file.name, "media_type": file.media_type, "content": STANDARD.encode(&file.bytes) })
        });
        json!({
            "type": "message",
            "id": message.external_id,
            "to": { "id": person, "name": message.to.name },
            "number": message.ticket_number,
            "title": message.title,
            "text": message.words,
            "reply_to": theirs,
            "automatic": message.automatic,
            "link": message.link,
            "files": files.collect::<Vec<_>>(),
        })
    }
}

#[async_trait]
impl Sink for CustomSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        let prefix = event::person(&self.path, "");
        let person = message
            .to
            .value
            .strip_prefix(&prefix)
            .ok_or_else(|| DeliveryError::Permanent {
                status: "unknown_person".to_owned(),
                reason: "this is nobody whom the other side knows".to_owned(),
            })?;
        let body = self.body(message, person).to_string().into_bytes();
        let id = message_id(&message.external_id);
        let ask = Ask::signed(&self.url, [&*self.secret], &id, self.now.now(), body)
            .map_err(|wrong| DeliveryError::later(wrong.to_string(), None))?;
        let answer = self.http.ask(ask).await?;
        self.judge(&answer)
    }
}

impl CustomSink {
    fn judge(&self, answer: &Answered) -> Result<Delivered, DeliveryError> {
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let reason = || {
            let said = told["reason"].as_str().unwrap_or_default();
            format!("the other side answered {} {said}", answer.status)
                .trim()
                .to_owned()
        };
        match answer.status {
            200..300 => {
                let id = told["id"].as_str().filter(|id| !id.is_empty());
                let arrived = told["delivered"] == true;
                Ok(Delivered {
                    external_ids: id.map(|id| event::external(&self.path, id)).into_iter().collect(),
                    note: answer.status.to_string(),
                    arrived,
                    confirm_within: self.confirm_within.filter(|_| !arrived),
                })
            }
            // A redirect is not followed: what is signed goes where it is meant to go.
            300..=399 | 401 | 403 | 404 | 408 | 409 | 425 | 429 | 500.. => {
                Err(DeliveryError::later(reason(), answer.retry_after))
            }
            status => Err(DeliveryError::Permanent {
                status: status.to_string(),
                reason: reason(),
            }),
        }
    }
}
