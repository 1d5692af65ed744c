//! What the other side pushes: verified, read, handed on. Garbage is told to its sender, who can mend it.

use crate::{event, settings};
use async_trait::async_trait;
use channel::hook::{Hook, HookRefusal, Pushed};
use channel::{Counts, Intake, IntakeError, Receipt, Sighting, What, webhook};
use domain::ChannelId;
use serde_json::Value;
use std::sync::Arc;

/// Takes what is pushed.
pub struct CustomHook {
    channel: ChannelId,
    path: String,
    secret: String,
    counts: Arc<Counts>,
}

impl CustomHook {
    /// The hook of a channel.
    ///
    /// # Errors
    /// What is missing, in words for an administrator.
    pub fn new(
        channel: ChannelId,
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        counts: Arc<Counts>,
    ) -> Result<Self, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        let name = &settings.secret_env;
        let secret = secret(name).ok_or_else(|| format!("the variable {name} with the secret is empty"))?;
        Ok(Self {
            channel,
            path: settings.path,
            secret,
            counts,
        })
    }
}

#[async_trait]
impl Hook for CustomHook {
    async fn take(&self, pushed: &Pushed<'_>, intake: &dyn Intake) -> Result<Vec<Receipt>, HookRefusal> {
        let header = |name: &str| (pushed.header)(name);
        let (id, timestamp, signature) = (
            header("webhook-id"),
            header("webhook-timestamp"),
            header("webhook-signature"),
        );
        let signed = webhook::Pushed {
            id: &id,
            timestamp: &timestamp,
            signature: &signature,
            body: pushed.body,
        };
        let verified = webhook::verify(&self.secret, &signed, pushed.at)
            .map_err(|forged| HookRefusal::Forged(forged.to_string()))?;
        let inbound = event::read(&self.path, verified.body, pushed.at).map_err(HookRefusal::Garbage)?;
        let sighting = Sighting {
            channel: self.channel,
            size: pushed.body.len() as u64,
            what: What::Understood(inbound),
            trace: pushed.trace.clone(),
        };
        match self.counts.hand_in(intake, sighting).await {
            Ok(receipt) => Ok(vec![receipt]),
            Err(IntakeError::Refused { reason, .. }) => Err(HookRefusal::Garbage(reason)),
            Err(later) => Err(HookRefusal::Later(later)),
        }
    }
}
