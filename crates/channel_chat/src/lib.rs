//! The chat on somebody's page as a door: what a chat asks, by its settings, who its visitors are, and what they say. Pages
//! and streams are the web's; a message of ours is brought to a visitor by being committed, and confirmed by their page.

mod read;
mod settings;
mod sink;
#[cfg(test)]
mod tests;

pub use sink::ChatSink;

use channel::chat::{Chat, ChatMessage, ChatPlace, ChatSpec};
use channel::form::Wrong;
use channel::{Attachment, ChannelKind, Checked, DeliveryReport, Happened, Message, ReportedFate};
use domain::{Handle, HandleKind, Moment};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The kind's code in `desk.toml`.
pub const KIND: &str = "chat";

/// What the set-up has to know of chats.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check,
};

/// Characters of a visitor's secret: 130 random bits or more.
const SECRET: std::ops::RangeInclusive<usize> = 26..=64;

fn check(settings: &Value) -> Checked {
    settings::check(settings).1
}

/// The chat.
#[derive(Copy, Clone, Debug, Default)]
pub struct SiteChat;

impl Chat for SiteChat {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn spec(&self, settings: &Value) -> Option<ChatSpec> {
        settings::check(settings).0
    }

    fn visitor(&self, secret: &str) -> Option<Handle> {
        let fits = SECRET.contains(&secret.len()) && secret.bytes().all(|b| b.is_ascii_alphanumeric());
        // Whoever reads the database cannot speak for a visitor.
        fits.then(|| {
            Handle::new(
                HandleKind::Visitor,
                hex::encode(&Sha256::digest(secret)[..16]),
                "",
            )
        })
    }

    fn read(
        &self,
        spec: &ChatSpec,
        visitor: &Handle,
        place: &ChatPlace,
        said: &ChatMessage,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Message, Vec<Wrong>> {
        read::read(spec, visitor, place, said, files, at)
    }

    fn received(&self, visitor: &Handle, external_id: &str, at: Moment) -> DeliveryReport {
        DeliveryReport {
            key: format!("chat-seen:{}:{external_id}", visitor.value),
            about: vec![external_id.to_owned()],
            recipient: Some(visitor.clone()),
            fate: ReportedFate::Delivered,
            status: String::new(),
            reason: String::new(),
            title: String::new(),
            happened: Happened::Reported(at),
            raw: None,
        }
    }
}
