//! Every bot keeps what every door keeps.

use super::{Catcher, Late, SECRET, bot};
use crate::hook::BotHook;
use crate::{MAX, Max, TELEGRAM, Telegram};
use async_trait::async_trait;
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::hook::{Hook as _, Pushed};
use domain::{Moment, Now as _};
use serde_json::{Value, json};
use std::sync::Arc;

struct Pushing {
    hook: BotHook,
    header: &'static str,
    compose: fn(i64, i64, &str) -> Value,
}

impl Pushing {
    async fn push(&self, bytes: &[u8], secret: &str) -> Brought {
        let catcher = Catcher::default();
        let header = |name: &str| {
            if name == self.header {
                secret.to_owned()
            } else {
                String::new()
            }
        };
        let pushed = Pushed {
            header: &header,
            body: bytes,
            at: Late.now(),
            trace: String::new(),
        };
        match self.hook.take(&pushed, &catcher).await {
            Err(refusal) => Brought::TurnedAway {
                reason: refusal.to_string(),
            },
            Ok(_) => match catcher.0.lock().unwrap().pop() {
                Some(what) => Brought::Sighted(Box::new(what)),
                None => Brought::TurnedAway {
                    reason: "it says nothing to a desk".to_owned(),
                },
            },
        }
    }
}

#[async_trait]
impl Door for Pushing {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        let user = from.bytes().fold(0, |sum, b| sum * 31 + i64::from(b));
        (self.compose)(id.parse().unwrap(), user, text)
            .to_string()
            .into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        self.push(bytes, SECRET).await
    }

    async fn forge(&self, bytes: &[u8]) -> Option<Brought> {
        assert!(matches!(self.push(bytes, "").await, Brought::TurnedAway { .. }));
        Some(self.push(bytes, "another-secret-altogether").await)
    }

    fn now(&self) -> Moment {
        Late.now()
    }
}

#[tokio::test]
async fn a_bot_of_telegram_keeps_the_contract() {
    let door = Pushing {
        hook: bot(Arc::new(Telegram)).hook().unwrap().unwrap(),
        header: "x-telegram-bot-api-secret-token",
        compose: |id, user, text| {
            // A vendor's clock that is ahead of ours.
            json!({ "update_id": 900 + id, "message": { "message_id": id, "date": 1_876_000_000, "text": text,
                "chat": { "id": user, "type": "private" }, "from": { "id": user, "is_bot": false, "first_name": "Anna" } } })
        },
    };
    assert_eq!(keeps(&door).await, []);
    assert_eq!(refuses_odd_settings(&TELEGRAM), []);
}

#[tokio::test]
async fn a_bot_of_max_keeps_the_contract() {
    let door = Pushing {
        hook: bot(Arc::new(Max)).hook().unwrap().unwrap(),
        header: "x-max-bot-api-secret",
        compose: |id, user, text| {
            json!({ "update_type": "message_created", "timestamp": 1_876_000_000_000_i64, "user_locale": "ru", "message": {
                "timestamp": 1_876_000_000_000_i64, "recipient": { "chat_type": "dialog", "user_id": 5 },
                "sender": { "user_id": user, "first_name": "Anna", "is_bot": false },
                "body": { "mid": format!("mid.{id}"), "seq": id, "text": text } } })
        },
    };
    assert_eq!(keeps(&door).await, []);
    assert_eq!(refuses_odd_settings(&MAX), []);
}
