//! The key: the same mail by another way is the same, another mail under the same id is not.

use super::message;
use proptest::prelude::*;

fn key(headers: &str, body: &str) -> String {
    message(&format!(
        "{headers}From: a@client.example\nMessage-ID: <1@client.example>\nSubject: Card\n\n{body}"
    ))
    .key
}

#[test]
fn the_way_does_not_count() {
    let direct = key("", "Hi\n");
    let relayed = "Return-Path: <a@client.example>\nReceived: from x by y;\n\tTue, 14 Apr 2026 10:00:00 +0300\nDelivered-To: s@desk.example\n\
        X-Spam-Status: No\nARC-Seal: i=1; x\nDKIM-Signature: v=1;\n b=xyz\nAuthentication-Results: mx; spf=pass\nX-MS-Exchange-Organization-SCL: 1\n";
    assert_eq!(key(relayed, "Hi\n"), direct);
    assert_eq!(key(relayed, "Hi\n\n\n"), direct);
    assert!(direct.starts_with("1@client.example "));
}

#[test]
fn what_is_said_counts() {
    let direct = key("", "Hi\n");
    assert_ne!(key("", "Hi!\n"), direct);
    assert_ne!(key("Cc: b@client.example\n", "Hi\n"), direct);
    assert_ne!(key("", "Hi\nReceived: x\n"), direct);
}

#[test]
fn folding_does_not_count() {
    let one = message("From: a@client.example\nSubject: a long subject\n\nHi\n").key;
    let other = message("from:  a@client.example\nSubject: a long\n\tsubject\n\nHi\n").key;
    assert_eq!(one, other);
    assert_eq!(one.len(), 64);
}

proptest! {
    /// A field that is no trace always counts.
    #[test]
    fn every_other_field_counts(name in "X-Zz[a-z]{3,8}", value in "[a-z]{1,20}") {
        prop_assert_ne!(key(&format!("{name}: {value}\n"), "Hi\n"), key("", "Hi\n"));
    }
}
