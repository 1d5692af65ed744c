//! Bytes from the mail port: whatever they are, they are understood, unreadable, or refused; nothing panics.
#![no_main]

use channel_email::{Envelope, ReturnPath, Rules, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let envelope = Envelope {
        sender: ReturnPath::Address("stranger@example.org".into()),
        recipients: vec!["desk@example.com".into()],
    };
    let rules = Rules {
        ours: &|address| address == "desk@example.com",
        trusted_relays: &[],
        authorities: &["mx.example.com".to_owned()],
    };
    drop(parse(bytes.to_vec(), &envelope, &rules));
});
