//! RFC 3834 and the customs around it.

use super::judge;
use crate::envelope::{Envelope, ReturnPath};
use crate::mime::head::Head;
use channel::Automatic;

fn judged(header: &str) -> Automatic {
    let block = format!("From: Anna <anna@client.example>\r\n{header}\r\n\r\n");
    judge(&Head::read(block.as_bytes()), &Envelope::default())
}

#[test]
fn a_person_is_no_machine() {
    assert_eq!(judged("Subject: Vacation plans"), Automatic::No);
    assert_eq!(judged("Auto-Submitted: no"), Automatic::No);
    assert_eq!(judged("Auto-Submitted: No (written by hand)"), Automatic::No);
    assert_eq!(judged("X-Auto-Response-Suppress: None"), Automatic::No);
    assert_eq!(judged("X-Autoreply: no"), Automatic::No);
}

#[test]
fn machines_say_so() {
    let headers = [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=a@b.example",
        "auto-submitted: auto-notified",
        "X-Autoreply: yes",
        "X-AutoReply-From: a@b.example",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ];
    for header in headers {
        assert_eq!(judged(header), Automatic::Reply, "{header}");
    }
}

#[test]
fn lists_and_campaigns_are_bulk() {
    let headers = [
        "Precedence: bulk",
        "Precedence: list",
        "X-Precedence: junk",
        "List-Id: <news.shop.example>",
        "List-Unsubscribe: <mailto:off@shop.example>",
    ];
    for header in headers {
        assert_eq!(judged(header), Automatic::Bulk, "{header}");
    }
}

#[test]
fn the_null_path_and_daemons_are_never_answered() {
    let head = Head::read(b"From: Anna <anna@client.example>\r\n\r\n");
    let null = Envelope {
        sender: ReturnPath::Null,
        recipients: Vec::new(),
    };
    assert_eq!(judge(&head, &null), Automatic::Reply);
    let daemon = Head::read(b"From: Mail Delivery <MAILER-DAEMON@mx.example>\r\n\r\n");
    assert_eq!(judge(&daemon, &Envelope::default()), Automatic::Reply);
}

#[test]
fn all_cases_of_other_desks() {
    let Some(cases) = std::env::var_os("OKNO_CASES") else {
        println!("OKNO_CASES is not set: the cases of other desks are not run");
        return;
    };
    let text = std::fs::read_to_string(std::path::Path::new(&cases).join("autoreply_headers.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for case in list.as_array().unwrap() {
        let fields = case["headers"].as_array().unwrap().iter();
        let fields: Vec<String> = fields
            .map(|f| format!("{}: {}\r\n", f[0].as_str().unwrap(), f[1].as_str().unwrap()))
            .collect();
        let block = format!(
            "Subject: {}\r\n{}\r\n",
            case["subject"].as_str().unwrap(),
            fields.concat()
        );
        let allowed = judge(&Head::read(block.as_bytes()), &Envelope::default()) == Automatic::No;
        if Some(allowed) != case["auto_reply_allowed"].as_bool() {
            wrong.push(block);
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}
