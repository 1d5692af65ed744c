//! The way out: a message in as many parts as the vendor's bounds ask for, each sent once. What was sent of a message that
//! broke off is remembered, so that the next attempt goes on behind it.

mod pace;
mod parts;

use crate::door::Bot;
use crate::vendor::Trouble;
use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use pace::Pace;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Messages of which a part was sent; more are not remembered.
const BROKEN_OFF: usize = 1000;

/// Sends by a bot.
pub struct BotSink {
    bot: Bot,
    pace: Pace,
    /// Ids of the parts that were sent, by the message's own id.
    sent: Mutex<HashMap<String, Vec<String>>>,
}

impl BotSink {
    pub(crate) fn new(bot: Bot) -> Self {
        let limits = bot.vendor.limits();
        Self {
            bot,
            pace: Pace::new(limits.pace, limits.pace_each),
            sent: Mutex::default(),
        }
    }

    async fn send(&self, message: &Outbound, sent: &mut Vec<String>) -> Result<(), Trouble> {
        let (vendor, line) = (&self.bot.vendor, &self.bot.line);
        let to = message.to.value.as_str();
        if to.is_empty() || !to.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Trouble::Never {
                status: "no_such_chat",
                reason: "this is no user of the messenger".to_owned(),
            });
        }
        let limits = vendor.limits();
        if let Some(file) = message.files.iter().find(|file| file.bytes.len() > limits.sent) {
            return Err(Trouble::Never {
                status: "too_large",
                reason: format!(
                    "the messenger takes no more than {} MB, “{}” has more",
                    limits.sent >> 20,
                    file.name
                ),
            });
        }
        let texts = parts::split(&message.words, limits.text);
        let last = message.thread.last();
        let answers = last.and_then(|external| self.bot.internal(to, external));
        for (at, text) in texts.iter().enumerate().skip(sent.len()) {
            self.pace.wait(to).await;
            let answers = answers.filter(|_| at == 0);
            sent.push(vendor.say(line, to, text, answers).await?);
        }
        for file in message.files.iter().skip(sent.len().saturating_sub(texts.len())) {
            self.pace.wait(to).await;
            sent.push(vendor.hand(line, to, file).await?);
        }
        Ok(())
    }
}

#[async_trait]
impl Sink for BotSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        let known = |sent: &Mutex<HashMap<String, Vec<String>>>| {
            let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
            sent.remove(&message.external_id)
        };
        let mut sent = known(&self.sent).unwrap_or_default();
        let end = self.send(message, &mut sent).await;
        if let Err(trouble) = end {
            if !sent.is_empty() {
                let mut kept = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < BROKEN_OFF {
                    kept.insert(message.external_id.clone(), sent);
                }
            }
            return Err(trouble.into());
        }
        let external = sent.iter().map(|id| self.bot.external(&message.to.value, id));
        Ok(Delivered {
            external_ids: external.collect(),
            note: format!("{} messages", sent.len()),
            arrived: false,
            confirm_within: None,
        })
    }
}
