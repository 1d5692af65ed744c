//! What a door makes of what is brought to it: good messages, the same again, forged ones, garbage.

use super::{Broken, broken};
use crate::{Inbound, What};
use async_trait::async_trait;
use domain::Moment;
use std::collections::BTreeSet;

/// What became of something that was brought to a door.
#[derive(Clone, Debug)]
pub enum Brought {
    /// It was counted and went on to the intake.
    Sighted(Box<What>),
    /// Its sender was told no, and why; the intake never heard of it.
    TurnedAway { reason: String },
}

/// A door as its senders see it.
#[async_trait]
pub trait Door: Send + Sync {
    /// A message as it comes, byte by byte: under an identity of its own, by somebody, with that text.
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8>;

    /// Brings it with everything that the door asks of its senders.
    async fn bring(&self, bytes: &[u8]) -> Brought;

    /// Brings the same without proof, or with a forged one; `None` where the door asks for none.
    async fn forge(&self, bytes: &[u8]) -> Option<Brought>;

    /// The present instant, by which the door judges what claims to be later.
    fn now(&self) -> Moment;
}

const SAME: &str = "what is brought twice has one key: it is one message";
const OTHER: &str = "what is another message has another key";
const WORDS: &str = "every word that was brought is handed on";
const SENDER: &str = "a message has an author with an address";
const FUTURE: &str = "nothing happened later than now";
const FORGED: &str = "what is unsigned or forged is turned away with a reason";
const GARBAGE: &str = "garbage is answered with a clear error, or kept whole for a person";

/// Works a door and tells what it did not keep.
pub async fn keeps(door: &dyn Door) -> Vec<Broken> {
    let mut found = Vec::new();
    sameness(door, &mut found).await;
    words(door, &mut found).await;
    proof(door, &mut found).await;
    garbage(door, &mut found).await;
    found
}

fn key(brought: &Brought) -> Result<&str, String> {
    match brought {
        Brought::TurnedAway { reason } => Err(format!("a good message was turned away: {reason}")),
        Brought::Sighted(what) => match &**what {
            What::Understood(Inbound::Message(message)) => Ok(&message.key),
            What::Understood(Inbound::Report(report)) => Ok(&report.key),
            What::Unreadable { key, .. } | What::Refused { key, .. } => Ok(key),
        },
    }
}

async fn sameness(door: &dyn Door, found: &mut Vec<Broken>) {
    let first = door.compose("1", "anna", "Where is my card?");
    let mut keys = Vec::new();
    for bytes in [
        first.clone(),
        first,
        door.compose("2", "anna", "Where is my card?"),
        door.compose("3", "anna", "It came."),
    ] {
        match key(&door.bring(&bytes).await) {
            Ok(key) => keys.push(key.to_owned()),
            Err(seen) => return found.push(broken(SAME, seen)),
        }
    }
    if keys.iter().any(String::is_empty) {
        found.push(broken(SAME, "a key is empty"));
    }
    if keys.first() != keys.get(1) {
        found.push(broken(SAME, format!("two keys: {keys:?}")));
    }
    if keys.iter().collect::<BTreeSet<_>>().len() != 3 {
        found.push(broken(OTHER, format!("{keys:?}")));
    }
}

async fn words(door: &dyn Door, found: &mut Vec<Broken>) {
    let said = "Карта не пришла. 🙂 “quoted” <b>not bold</b> & 5 > 3";
    let brought = door.bring(&door.compose("4", "boris", said)).await;
    let Brought::Sighted(what) = brought else {
        return found.push(broken(WORDS, format!("{brought:?}")));
    };
    let What::Understood(Inbound::Message(message)) = *what else {
        return found.push(broken(WORDS, "it was not understood as a message"));
    };
    let text = message.text.as_deref().unwrap_or_default();
    if !text.contains(said) {
        found.push(broken(WORDS, text));
    }
    if message.from.value.trim().is_empty() {
        found.push(broken(SENDER, format!("{:?}", message.from)));
    }
    // Whoever states a time is refused by the intake; a door may only report one.
    if message.happened.at(door.now()) > door.now() {
        found.push(broken(FUTURE, format!("{:?}", message.happened)));
    }
}

async fn proof(door: &dyn Door, found: &mut Vec<Broken>) {
    let bytes = door.compose("5", "mallory", "I am Anna");
    match door.forge(&bytes).await {
        None => {}
        Some(Brought::TurnedAway { reason }) if !reason.trim().is_empty() => {}
        Some(other) => found.push(broken(FORGED, format!("{other:?}"))),
    }
}

async fn garbage(door: &dyn Door, found: &mut Vec<Broken>) {
    let good = door.compose("6", "anna", "Where is my card?");
    let half = good.get(..good.len() / 2).unwrap_or_default().to_vec();
    let pieces: [Vec<u8>; 6] = [
        Vec::new(),
        vec![0; 64],
        (0..=255).collect(),
        b"\xff\xfe\xff\xfe".repeat(100),
        b"{\"type\":[[[[[[[[".to_vec(),
        half,
    ];
    for bytes in pieces {
        let size = bytes.len();
        match door.bring(&bytes).await {
            Brought::TurnedAway { reason } if !reason.trim().is_empty() => {}
            Brought::Sighted(what) => match *what {
                What::Unreadable { reason, raw, .. } if !reason.is_empty() && raw.bytes == bytes => {}
                What::Refused { reason, .. } if !reason.is_empty() => {}
                // Some of it may be understood after all: then all of it is kept.
                What::Understood(Inbound::Message(message)) if keeps_all(&message, &bytes) => {}
                other => found.push(broken(GARBAGE, format!("{size} bytes: {other:?}"))),
            },
            other => found.push(broken(GARBAGE, format!("{size} bytes: {other:?}"))),
        }
    }
}

fn keeps_all(message: &crate::Message, bytes: &[u8]) -> bool {
    message.raw.as_ref().is_some_and(|raw| raw.bytes == bytes)
}
