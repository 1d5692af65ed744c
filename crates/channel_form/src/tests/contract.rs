//! The form keeps what every door keeps. What is posted is its fields, one a line.

use super::{good, spec, whole};
use crate::{CHANNEL_KIND, WebForm};
use async_trait::async_trait;
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::form::{Filled, Form as _, Typed};
use channel::{Inbound, Raw, What};
use domain::Moment;

const AT: Moment = Moment::from_micros(1_776_000_000_000_000);

struct Posted;

#[async_trait]
impl Door for Posted {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        format!("token={id:a>26}\nemail={from}@client.example\ntext={text}").into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        let body = String::from_utf8_lossy(bytes).into_owned();
        let field = |name: &str| {
            let line = body
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_default().to_owned()
        };
        let typed = Typed {
            token: field("token"),
            email: field("email"),
            text: field("text"),
            ..good()
        };
        match WebForm.read(&spec(&whole()), &typed, Vec::new(), AT) {
            Ok(Filled::Message(message)) => {
                Brought::Sighted(Box::new(What::Understood(Inbound::Message(message))))
            }
            Ok(Filled::Suspect {
                key,
                reason,
                raw,
                title,
            }) => Brought::Sighted(Box::new(What::Unreadable {
                key,
                from: None,
                title,
                reason: reason.to_owned(),
                raw: Raw {
                    bytes: raw,
                    media_type: "application/json",
                },
            })),
            Err(wrong) => Brought::TurnedAway {
                reason: format!("{wrong:?}"),
            },
        }
    }

    /// Anybody may fill in a public form.
    async fn forge(&self, _bytes: &[u8]) -> Option<Brought> {
        None
    }

    fn now(&self) -> Moment {
        AT
    }
}

#[tokio::test]
async fn the_form_keeps_the_contract() {
    assert_eq!(keeps(&Posted).await, []);
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
}
