//! The custom door keeps what every door keeps.

use crate::event::read;
use crate::{CHANNEL_KIND, CustomHook};
use async_trait::async_trait;
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::hook::{Hook as _, Pushed};
use channel::webhook::sign;
use channel::{Counts, Inbound, Intake, IntakeError, Receipt, Sighting, ThreadHint, What};
use domain::ledger::Fate;
use domain::{ChannelId, Moment};
use serde_json::json;
use std::sync::{Arc, Mutex};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NOW: Moment = Moment::from_micros(1_776_000_000_000_000);

#[derive(Default)]
struct Catcher(Mutex<Option<What>>);

#[async_trait]
impl Intake for Catcher {
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        *self.0.lock().unwrap() = Some(sighting.what);
        Ok(Receipt {
            fate: Fate::Opened,
            ticket: None,
            entry: None,
            promise: None,
        })
    }
}

struct Pushing(CustomHook);

impl Pushing {
    async fn push(&self, bytes: &[u8], signature: &str) -> Brought {
        let (catcher, signature) = (Catcher::default(), signature.to_owned());
        let header = move |name: &str| match name {
            "webhook-id" => "1".to_owned(),
            "webhook-timestamp" => "1776000000".to_owned(),
            "webhook-signature" => signature.clone(),
            _ => String::new(),
        };
        let pushed = Pushed {
            header: &header,
            body: bytes,
            at: NOW,
            trace: String::new(),
        };
        match self.0.take(&pushed, &catcher).await {
            Err(refusal) => Brought::TurnedAway {
                reason: refusal.to_string(),
            },
            Ok(_) => Brought::Sighted(Box::new(catcher.0.lock().unwrap().take().unwrap())),
        }
    }
}

#[async_trait]
impl Door for Pushing {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        let later = "2036-04-14T10:00:00+03:00";
        json!({ "type": "message", "id": id, "from": { "id": from }, "text": text, "occurred_at": later })
            .to_string()
            .into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        self.push(bytes, &sign(SECRET, "1", 1_776_000_000, bytes).unwrap())
            .await
    }

    async fn forge(&self, bytes: &[u8]) -> Option<Brought> {
        let other = sign("another secret, long enough for one", "1", 1_776_000_000, bytes).unwrap();
        Some(self.push(bytes, &other).await)
    }

    fn now(&self) -> Moment {
        NOW
    }
}

#[tokio::test]
async fn the_custom_door_keeps_the_contract() {
    let settings = json!({ "path": "crm", "secret_env": "SECRET" });
    let hook = CustomHook::new(
        ChannelId(1),
        &settings,
        |_| Some(SECRET.to_owned()),
        Arc::new(Counts::default()),
    );
    assert_eq!(keeps(&Pushing(hook.unwrap())).await, []);
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
    // Without its secret nothing is taken.
    assert!(CustomHook::new(ChannelId(1), &settings, |_| None, Arc::new(Counts::default())).is_err());
}

#[test]
fn what_is_wrong_is_told_to_whoever_wrote_the_other_side() {
    let why = |event: serde_json::Value| read("crm", event.to_string().as_bytes(), NOW).unwrap_err();
    let message = |field: &str, value: serde_json::Value| {
        let mut event = json!({ "type": "message", "id": "1", "from": { "id": "42" }, "text": "Hi" });
        event[field] = value;
        event
    };
    for (event, field) in [
        (json!({ "type": "message", "id": "1" }), "from"),
        (json!({ "type": "gossip" }), "gossip"),
        (message("text", json!(" ")), "text"),
        (message("id", json!("")), "id"),
        (message("occurred_at", json!("yesterday")), "occurred_at"),
        (
            message("from", json!({ "id": "42", "phone": "8 912" })),
            "from.phone",
        ),
        (
            message("files", json!([{ "name": "a", "content": "§" }])),
            "files",
        ),
        (message("colour", json!("red")), "colour"),
    ] {
        let told = why(event);
        assert!(told.contains(field), "{told}");
    }
}

#[test]
fn a_message_says_where_it_belongs() {
    let event = json!({ "type": "message", "id": "2", "from": { "id": "42", "name": "Anna", "email": "Anna@Client.example" },
        "text": "Hi", "reply_to": "1", "ticket": "tkt_x" });
    let Ok(Inbound::Message(message)) = read("crm", event.to_string().as_bytes(), NOW) else {
        panic!("a message")
    };
    assert_eq!(message.from.value, "crm:42");
    assert_eq!(message.wishes.reach[0].value, "anna@client.example");
    assert_eq!(
        message.hints,
        [
            ThreadHint::Ticket("tkt_x".into()),
            ThreadHint::Reference("webhook:crm:1".into()),
            ThreadHint::Reference("1".into()),
            ThreadHint::Talk
        ]
    );
}

#[test]
fn settings_are_checked() {
    let fields = |settings: serde_json::Value| -> Vec<String> {
        let faults = (CHANNEL_KIND.check)(&settings).faults;
        faults.into_iter().map(|fault| fault.field).collect()
    };
    let good = json!({ "path": "crm", "secret_env": "OKNO_CRM", "url": "https://crm.example/okno" });
    assert_eq!(fields(good), Vec::<String>::new());
    let wrong =
        json!({ "path": "", "secret_env": "whsec_abc", "url": "crm.example", "confirm_seconds": 9999 });
    assert_eq!(fields(wrong), ["path", "secret_env", "url", "confirm_seconds"]);
}
