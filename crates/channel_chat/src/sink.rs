//! The way out: a message is where its visitor reads it as soon as it is committed, so taking it over is all there is to do.
//! Whether it was seen, the visitor's page says.

use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use std::time::Duration;

/// Takes every message over.
#[derive(Clone, Debug)]
pub struct ChatSink {
    /// How long it waits for a visitor who is away.
    patience: Duration,
}

impl ChatSink {
    /// The way out of the chat with these settings.
    ///
    /// # Errors
    /// The settings make no chat: in words for an administrator.
    pub fn new(settings: &serde_json::Value) -> Result<Self, String> {
        let (spec, checked) = crate::settings::check(settings);
        spec.map(|spec| Self {
            patience: spec.patience,
        })
        .ok_or_else(|| {
            let reasons = checked.faults.into_iter().map(|fault| fault.reason);
            reasons.collect::<Vec<_>>().join("; ")
        })
    }
}

#[async_trait]
impl Sink for ChatSink {
    async fn deliver(&self, _message: &Outbound) -> Result<Delivered, DeliveryError> {
        Ok(Delivered {
            external_ids: Vec::new(),
            note: String::new(),
            arrived: false,
            confirm_within: Some(self.patience),
        })
    }
}
