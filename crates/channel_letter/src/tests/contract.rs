//! Paper keeps what every door keeps. What is entered is its fields, one a line.

use crate::{CHANNEL_KIND, Post};
use async_trait::async_trait;
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::letter::{Entered, Paper as _};
use channel::{Inbound, What};
use domain::Moment;

const AT: Moment = Moment::from_micros(1_776_000_000_000_000);

struct Desk(Post);

#[async_trait]
impl Door for Desk {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        format!("key={id}\nname={from}\naddress=101000, Москва, ул. Ленина, 5\ntitle=Письмо\ntext={text}")
            .into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        let body = String::from_utf8_lossy(bytes).into_owned();
        let field = |name: &str| {
            let line = body
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_default().to_owned()
        };
        let entered = Entered {
            key: field("key"),
            name: field("name"),
            address: field("address"),
            title: field("title"),
            text: field("text"),
            scan: Vec::new(),
        };
        match self.0.read(entered, AT) {
            Ok(message) => Brought::Sighted(Box::new(What::Understood(Inbound::Message(message)))),
            Err(wrong) => Brought::TurnedAway {
                reason: format!("{wrong:?}"),
            },
        }
    }

    /// A registrar has logged in; who may is the desk's matter.
    async fn forge(&self, _bytes: &[u8]) -> Option<Brought> {
        None
    }

    fn now(&self) -> Moment {
        AT
    }
}

#[tokio::test]
async fn paper_keeps_the_contract() {
    let door = Desk(Post::new(&serde_json::Value::Null).unwrap());
    assert_eq!(keeps(&door).await, []);
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
}
