//! Mail keeps what every door keeps: what a mail says, and how the port stops.

use crate::{Addresses, Envelope, Listener, ListenerConfig, ReturnPath, Rules, parse};
use async_trait::async_trait;
use channel::contract::{Brought, Door, keeps, stops};
use channel::{Intake, IntakeError, Receipt, Sighting};
use domain::ledger::Fate;
use domain::{ChannelId, Moment};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

struct Mailed;

#[async_trait]
impl Door for Mailed {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        format!(
            "From: {from}@client.example\r\nMessage-ID: <{id}@client.example>\r\nSubject: Hello\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        )
        .into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        let envelope = Envelope {
            sender: ReturnPath::Address("bounces@client.example".to_owned()),
            recipients: vec!["support@desk.example".to_owned()],
        };
        let ours = |address: &str| address.ends_with("@desk.example");
        let rules = Rules {
            ours: &ours,
            trusted_relays: &[],
            authorities: &[],
        };
        Brought::Sighted(Box::new(parse(bytes.to_vec(), &envelope, &rules)))
    }

    /// Anybody may write a mail; whose word is believed is the intake's.
    async fn forge(&self, _bytes: &[u8]) -> Option<Brought> {
        None
    }

    fn now(&self) -> Moment {
        Moment::from_micros(1_776_000_000_000_000)
    }
}

#[tokio::test]
async fn mail_keeps_the_contract() {
    assert_eq!(keeps(&Mailed).await, []);
}

struct House;

impl Addresses for House {
    fn channel_of(&self, _: &str) -> Option<ChannelId> {
        Some(ChannelId(1))
    }

    fn is_ours(&self, _: &str) -> bool {
        false
    }
}

struct Taken;

#[async_trait]
impl Intake for Taken {
    async fn accept(&self, _: Sighting) -> Result<Receipt, IntakeError> {
        Ok(Receipt {
            fate: Fate::Opened,
            ticket: None,
            entry: None,
            promise: None,
        })
    }
}

/// Says a mail and leaves the connection open.
async fn talk(addr: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let mut heard = [0; 512];
    for say in [
        "HELO client.example\r\n",
        "MAIL FROM:<anna@client.example>\r\n",
        "RCPT TO:<support@desk.example>\r\n",
        "DATA\r\n",
        "From: anna@client.example\r\n\r\nHello\r\n.\r\n",
    ] {
        assert!(stream.read(&mut heard).await.unwrap() > 0);
        stream.write_all(say.as_bytes()).await.unwrap();
    }
    assert!(stream.read(&mut heard).await.unwrap() > 0);
    stream
}

#[tokio::test]
async fn the_mail_port_stops_while_somebody_is_connected() {
    let config = ListenerConfig {
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        ..ListenerConfig::default()
    };
    let (listener, addr) = Listener::bind(config, Arc::new(House)).await.unwrap();
    let tally = listener.counts();
    let mut open = None;
    let meanwhile = async { open = Some(talk(addr).await) };
    assert_eq!(
        stops(Arc::new(listener), &*tally, Arc::new(Taken), meanwhile).await,
        []
    );
    assert!(open.is_some());
}
