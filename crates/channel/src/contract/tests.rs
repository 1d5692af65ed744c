//! The suite finds what is broken: a door that keeps nothing is told of every promise.

use super::{Brought, Door, keeps, refuses_odd_settings};
use crate::inbound::Raw;
use crate::{Automatic, ChannelKind, Checked, Happened, Inbound, Message, What, Wishes, no_settings};
use async_trait::async_trait;
use domain::{Handle, Moment};

const NOW: Moment = Moment::from_micros(1_776_000_000_000_000);

/// A door whose every habit can be chosen.
struct Toy {
    careless: bool,
}

impl Toy {
    fn read(&self, bytes: &[u8]) -> Option<Message> {
        let text = String::from_utf8(bytes.to_vec()).ok()?;
        let mut parts = text.strip_suffix('\n')?.splitn(3, '|');
        let (id, from, said) = (parts.next()?, parts.next()?, parts.next()?);
        let ahead = NOW.saturating_add(60_000_000);
        let careless = self.careless;
        Some(Message {
            key: if careless {
                domain::id::secret(8)
            } else {
                id.to_owned()
            },
            from: Handle::email(if careless { "" } else { from }, ""),
            others: Vec::new(),
            hints: Vec::new(),
            external_ids: Vec::new(),
            title: String::new(),
            text: Some(if careless { "…" } else { said }.to_owned()),
            html: None,
            attachments: Vec::new(),
            happened: if careless {
                Happened::Stated(ahead)
            } else {
                Happened::Now
            },
            automatic: Automatic::No,
            own: None,
            wishes: Wishes::default(),
            raw: Some(Raw {
                bytes: bytes.to_vec(),
                media_type: "text/plain",
            }),
        })
    }
}

#[async_trait]
impl Door for Toy {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        format!("{id}|{from}|{text}\n").into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        match self.read(bytes) {
            Some(message) => {
                Brought::Sighted(Box::new(What::Understood(Inbound::Message(Box::new(message)))))
            }
            None if self.careless => Brought::TurnedAway {
                reason: String::new(),
            },
            None => Brought::TurnedAway {
                reason: "this is no line of three parts".to_owned(),
            },
        }
    }

    async fn forge(&self, bytes: &[u8]) -> Option<Brought> {
        if self.careless {
            return Some(self.bring(bytes).await);
        }
        Some(Brought::TurnedAway {
            reason: "not signed".to_owned(),
        })
    }

    fn now(&self) -> Moment {
        NOW
    }
}

#[tokio::test]
async fn a_door_that_keeps_everything_is_told_nothing() {
    assert_eq!(keeps(&Toy { careless: false }).await, []);
}

#[tokio::test]
async fn a_door_that_keeps_nothing_is_told_everything() {
    let promises: std::collections::BTreeSet<&str> = keeps(&Toy { careless: true })
        .await
        .into_iter()
        .map(|broken| broken.promise)
        .collect();
    assert_eq!(promises.len(), 7, "{promises:?}");
}

#[test]
fn settings_that_nobody_understands_are_refused() {
    let strict = ChannelKind {
        code: "strict",
        by_hand: false,
        check: no_settings,
    };
    assert_eq!(refuses_odd_settings(&strict), []);
    let lax = ChannelKind {
        code: "lax",
        by_hand: false,
        check: |_| Checked::default(),
    };
    assert_eq!(refuses_odd_settings(&lax).len(), 2);
}
