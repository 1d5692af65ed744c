//! Whose word about an author is believed, and what a mail of one of ours means.

use super::{message, parse_from};
use crate::envelope::ReturnPath;
use channel::{Content, Inbound, Message, What};

const RELAY: &str = "Received: from x by mx.desk.example with ESMTP; Tue, 14 Apr 2026 10:00:00 +0300";
const FOREIGN: &str = "Received: from y by evil.example with ESMTP; Tue, 14 Apr 2026 10:00:00 +0300";

/// A mail of Ivan's with these fields on top.
fn with(fields: &str) -> Message {
    message(&format!(
        "{fields}\nFrom: Ivan <ivan@desk-people.example>\nTo: anna@client.example, support@desk.example\nSubject: Card\n\nHere it is.\n"
    ))
}

fn results(said: &str) -> String {
    format!("Authentication-Results: mx.desk.example; {said}")
}

#[test]
fn a_relay_of_ours_vouches_by_policy_signature_sender_or_login() {
    for said in [
        "dmarc=pass (p=none) header.from=desk-people.example",
        "dkim=fail header.d=x.example; dkim=pass header.d=desk-people.example",
        "spf=pass smtp.mailfrom=ivan@desk-people.example",
        "spf=pass smtp.mailfrom=desk-people.example",
        "auth=pass smtp.auth=Ivan@desk-people.example",
        "dmarc=fail header.from=desk-people.example; auth=pass smtp.auth=ivan@desk-people.example",
    ] {
        for top in [
            results(said),
            format!("{RELAY}\n{}", results(said)),
            format!("{}\n{FOREIGN}", results(said)),
        ] {
            let own = with(&top).own.unwrap_or_else(|| panic!("{top}"));
            let to: Vec<_> = own.to.iter().map(|to| to.value.as_str()).collect();
            assert_eq!(to, ["anna@client.example"], "our own address answers nobody");
            assert!(own.forwarded.is_none());
        }
    }
}

#[test]
fn nobody_else_vouches_for_an_author() {
    let good = "dmarc=pass header.from=desk-people.example";
    let foreign = format!("Authentication-Results: evil.example; {good}");
    for top in [
        "X-Nothing: at all".to_owned(),
        foreign.clone(),
        // Hidden below somebody else's results, or below a relay that is not ours.
        format!("{foreign}\n{}", results(good)),
        format!("{FOREIGN}\n{}", results(good)),
        format!("{RELAY}\n{FOREIGN}\n{}", results(good)),
        format!(
            "{}\n{}",
            results("dmarc=fail header.from=desk-people.example"),
            results(good)
        ),
        format!("Authentication-Results: mx.desk.example.evil.example; {good}"),
        format!("Authentication-Results: \"mx.desk.example; {good}"),
        results("none"),
        results("dmarc=pass header.from=evil.example"),
        results("dmarc=pass"),
        results("dmarc=fail header.from=desk-people.example; dkim=pass header.d=desk-people.example"),
        results("dkim=pass header.d=evil.example"),
        results("dkim=pass header.d=example"),
        results("dkim=pass header.d=k-people.example"),
        results("spf=pass smtp.mailfrom=ivan@evil.example"),
        results("spf=softfail smtp.mailfrom=ivan@desk-people.example"),
        results("auth=pass smtp.auth=olga@desk-people.example"),
        results("spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=desk-people.example\"@evil.example"),
        results("spf=fail smtp.mailfrom==?utf-8?q?x=3B_dmarc=3Dpass_header.from=3Ddesk-people.example?="),
        // Two authors: the results may speak of the other one.
        format!("{}\nFrom: olga@desk-people.example", results(good)),
    ] {
        assert!(with(&top).own.is_none(), "{top}");
    }
}

#[test]
fn what_one_of_ours_passes_on_is_read_with_its_author() {
    let vouched = results("dmarc=pass header.from=desk-people.example");
    let inline = message(&format!(
        "{vouched}\nFrom: ivan@desk-people.example\nTo: support@desk.example\nSubject: Fwd: Card\n\nPlease look.\n\n---------- Forwarded message ---------\nFrom: Anna <anna@client.example>\nDate: today\nSubject: Card\n\nWhere is it?\n"
    ));
    let passed = inline.own.unwrap().forwarded.unwrap();
    assert_eq!(
        (passed.from.value.as_str(), passed.from.name.as_str()),
        ("anna@client.example", "Anna")
    );
    assert_eq!(
        (passed.title.as_str(), passed.text.as_deref()),
        ("Card", Some("Where is it?"))
    );
    assert_eq!(passed.note, "Please look.");
    // Our own address is nobody's client, nor is who passes it on.
    for author in ["support@desk.example", "ivan@desk-people.example"] {
        let mail = format!(
            "{vouched}\nFrom: ivan@desk-people.example\nSubject: Fwd: Card\n\nFrom: Somebody <{author}>\nSubject: Card\n\nHi\n"
        );
        assert!(message(&mail).own.unwrap().forwarded.is_none(), "{author}");
    }
}

#[test]
fn a_mail_that_is_attached_is_passed_on_with_its_files() {
    let raw = format!(
        "{}\nFrom: ivan@desk-people.example\nTo: support@desk.example\nSubject: Fwd: Card\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nPlease look.\n--o\nContent-Type: message/rfc822\n\nFrom: Anna <anna@client.example>\nSubject: Card\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nWhere is it?\n--i\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n1,2\n--i--\n--o--\n",
        results("dmarc=pass header.from=desk-people.example")
    )
    .replace('\n', "\r\n");
    let What::Understood(Inbound::Message(mail)) = parse_from(raw.as_bytes(), ReturnPath::Null) else {
        panic!("no message")
    };
    let passed = mail.own.unwrap().forwarded.unwrap();
    assert_eq!(
        (passed.from.value.as_str(), passed.title.as_str()),
        ("anna@client.example", "Card")
    );
    assert_eq!(passed.text.unwrap().trim(), "Where is it?");
    assert_eq!(passed.note, "Please look.");
    let names: Vec<_> = mail.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["Card.eml", "a.csv"]);
    let Content::Range { start, length, .. } = mail.attachments[1].content else {
        panic!("no range")
    };
    assert_eq!(&raw[start..start + length], "1,2");
}
