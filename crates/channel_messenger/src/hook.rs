//! What a vendor pushes. It repeats a secret that only the two of us know; whoever does not is turned away unread.

use crate::door::Bot;
use async_trait::async_trait;
use channel::hook::{Hook, HookRefusal, Pushed};
use channel::{Intake, Receipt};
use serde_json::Value;
use subtle::ConstantTimeEq as _;

/// Takes what is pushed.
pub struct BotHook {
    bot: Bot,
    secret: String,
}

impl BotHook {
    pub(crate) fn new(bot: Bot, secret: String) -> Self {
        Self { bot, secret }
    }
}

#[async_trait]
impl Hook for BotHook {
    async fn take(&self, pushed: &Pushed<'_>, intake: &dyn Intake) -> Result<Vec<Receipt>, HookRefusal> {
        let header = self.bot.vendor.secret_header();
        let given = (pushed.header)(header);
        if !bool::from(given.as_bytes().ct_eq(self.secret.as_bytes())) {
            return Err(HookRefusal::Forged(format!(
                "{header} is not the secret of this bot"
            )));
        }
        let update: Value = serde_json::from_slice(pushed.body)
            .map_err(|error| HookRefusal::Garbage(format!("an update is JSON: {error}")))?;
        if !update.is_object() {
            return Err(HookRefusal::Garbage("an update is a JSON object".to_owned()));
        }
        let receipt = self.bot.hear(&update, intake, &pushed.trace).await;
        Ok(receipt.map_err(HookRefusal::Later)?.into_iter().collect())
    }
}
