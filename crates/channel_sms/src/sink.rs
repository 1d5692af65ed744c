//! The way out: one request a message, by day.

use crate::request::{field, request};
use crate::settings::{self, Settings};
use crate::{night, words};
use async_trait::async_trait;
use channel::http::{Answered, Ask, Http};
use channel::{Delivered, DeliveryError, Outbound, Sink};
use domain::Now;
use hyper::Method;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// From the first byte to the answer.
const WITHIN: Duration = Duration::from_secs(30);
/// Bytes of the answer.
const MOST: usize = 64 << 10;

/// Sends by a gateway.
pub struct SmsSink {
    settings: Settings,
    token: String,
    http: Http,
    now: Arc<dyn Now>,
}

impl SmsSink {
    /// The way out by the gateway of these settings.
    ///
    /// # Errors
    /// What is missing, in words for an administrator.
    pub fn new(
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        http: Http,
        now: Arc<dyn Now>,
    ) -> Result<Self, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        let name = &settings.token_env;
        let token = if name.is_empty() {
            String::new()
        } else {
            secret(name).ok_or_else(|| format!("the variable {name} with the gateway's token is empty"))?
        };
        Ok(Self {
            settings,
            token,
            http,
            now,
        })
    }

    fn judge(&self, answer: &Answered) -> Result<Delivered, DeliveryError> {
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let said = String::from_utf8_lossy(&answer.body);
        let said: String = said.chars().take(200).collect();
        let reason = format!("the gateway answered {}: {said}", answer.status);
        match answer.status {
            200..300 => {}
            400 | 402 | 410 | 413 | 422 => {
                return Err(DeliveryError::Permanent {
                    status: answer.status.to_string(),
                    reason,
                });
            }
            _ => {
                return Err(DeliveryError::Temporary {
                    reason,
                    retry_after: answer.retry_after,
                });
            }
        }
        if let Some(accepted) = &self.settings.accepted
            && field(&told, &accepted.field).as_deref() != Some(accepted.value.as_str())
        {
            return Err(DeliveryError::Permanent {
                status: "not_accepted".to_owned(),
                reason,
            });
        }
        let id = Some(&self.settings.id_field).filter(|path| !path.is_empty());
        let id = id.and_then(|path| field(&told, path));
        Ok(Delivered {
            external_ids: id.map(|id| format!("sms:{id}")).into_iter().collect(),
            note: answer.status.to_string(),
            arrived: false,
            confirm_within: None,
        })
    }
}

#[async_trait]
impl Sink for SmsSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        if let Some(left) = night::left(&self.settings, &message.zone, self.now.now()) {
            return Err(DeliveryError::Temporary {
                reason: format!("people sleep; it is sent after {}", self.settings.quiet_until),
                retry_after: Some(left),
            });
        }
        let text = words::short(&message.words, &message.link, self.settings.most);
        let (body, headers) = request(
            &self.settings,
            &self.token,
            &message.to.value,
            &text,
            &message.external_id,
        );
        let ask = Ask {
            method: Method::POST,
            url: self.settings.url.clone(),
            headers,
            body,
            within: WITHIN,
            most: MOST,
        };
        let answer = self.http.ask(ask).await?;
        self.judge(&answer)
    }
}
