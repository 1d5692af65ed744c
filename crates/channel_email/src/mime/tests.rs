//! Whole mails through `parse`: what comes out, and that nothing is too odd.

mod corpus;

use crate::envelope::{Envelope, ReturnPath, Rules};
use channel::{Inbound, Message, What};

pub(crate) fn parse(raw: &[u8]) -> What {
    let envelope = Envelope {
        sender: ReturnPath::Address("envelope@client.example".into()),
        recipients: vec!["support@desk.example".into()],
    };
    let ours = |address: &str| address.ends_with("@desk.example");
    super::parse(
        raw.to_vec(),
        &envelope,
        &Rules {
            ours: &ours,
            trusted_relays: &["mx.desk.example".into()],
        },
    )
}

pub(crate) fn message(raw: &str) -> Message {
    match parse(raw.replace('\n', "\r\n").as_bytes()) {
        What::Understood(Inbound::Message(message)) => *message,
        other => panic!("no message: {other:?}"),
    }
}
