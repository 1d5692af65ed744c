//! The chat keeps what every door keeps. What is posted is a secret, an id and a text, one a line.

use super::{AT, spec};
use crate::{CHANNEL_KIND, SiteChat};
use async_trait::async_trait;
use channel::chat::{Chat as _, ChatMessage, ChatPlace};
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::{Inbound, What};
use domain::Moment;
use serde_json::json;

struct Posted;

fn brought(bytes: &[u8]) -> Result<Brought, String> {
    let body = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut lines = body.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (secret, id, text) = (next(), next(), next());
    let visitor = SiteChat.visitor(secret).ok_or("this is no visitor's secret")?;
    let said = ChatMessage {
        id: id.to_owned(),
        text: text.to_owned(),
        ..ChatMessage::default()
    };
    let spec = spec(&json!({ "path": "help" }));
    let message = SiteChat
        .read(&spec, &visitor, &ChatPlace::default(), &said, Vec::new(), AT)
        .map_err(|wrong| format!("{wrong:?}"))?;
    Ok(Brought::Sighted(Box::new(What::Understood(Inbound::Message(
        Box::new(message),
    )))))
}

#[async_trait]
impl Door for Posted {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        format!("{from:a<26}\n{id:0>8}\n{text}").into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        brought(bytes).unwrap_or_else(|reason| Brought::TurnedAway { reason })
    }

    /// Whoever has no secret has no talk.
    async fn forge(&self, bytes: &[u8]) -> Option<Brought> {
        let body = String::from_utf8_lossy(bytes);
        let stripped = body.split_once('\n').map_or("", |(_, rest)| rest);
        Some(self.bring(format!("\n{stripped}").as_bytes()).await)
    }

    fn now(&self) -> Moment {
        AT
    }
}

#[tokio::test]
async fn the_chat_keeps_the_contract() {
    assert_eq!(keeps(&Posted).await, []);
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
}
