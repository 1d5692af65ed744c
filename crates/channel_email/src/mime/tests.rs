//! Whole mails through `parse`: what comes out, and that nothing is too odd.

mod bounds;
mod corpus;
mod files;
mod people;
mod sameness;
mod snapshots;
mod vouched;
mod words;

use crate::envelope::{Envelope, ReturnPath, Rules};
use channel::{Inbound, Message, What};

pub(crate) fn parse(raw: &[u8]) -> What {
    parse_from(raw, ReturnPath::Address("envelope@client.example".into()))
}

pub(crate) fn parse_from(raw: &[u8], sender: ReturnPath) -> What {
    let envelope = Envelope {
        sender,
        recipients: vec!["support@desk.example".into()],
    };
    let ours = |address: &str| address.ends_with("@desk.example");
    super::parse(
        raw.to_vec(),
        &envelope,
        &Rules {
            ours: &ours,
            trusted_relays: &["mx.desk.example".into()],
            authorities: &["mx.desk.example".into()],
        },
    )
}

pub(crate) fn message(raw: &str) -> Message {
    message_of(raw.replace('\n', "\r\n").as_bytes())
}

pub(crate) fn message_of(raw: &[u8]) -> Message {
    match parse(raw) {
        What::Understood(Inbound::Message(message)) => *message,
        other => panic!("no message: {other:?}"),
    }
}
