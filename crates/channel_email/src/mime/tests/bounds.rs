//! Hostile mail: nothing panics, nothing takes long, everything gets a fate.

use super::{message_of, parse};
use crate::mime::tree::{MAX_DEPTH, MAX_PARTS};
use channel::{Inbound, What};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// In the unoptimised build of the tests; a few times faster when built for use.
const QUICK: Duration = Duration::from_secs(4);

fn reason(raw: &[u8]) -> String {
    let begun = Instant::now();
    let what = parse(raw);
    assert!(begun.elapsed() < QUICK, "{:?}", begun.elapsed());
    match what {
        What::Unreadable {
            reason, raw: kept, ..
        } => {
            assert_eq!(kept.bytes, raw);
            reason
        }
        other => format!("understood: {}", &format!("{other:?}")[..100]),
    }
}

fn nested(levels: usize) -> Vec<u8> {
    let mut raw = b"From: a@client.example\r\n".to_vec();
    for level in 0..levels {
        raw.extend(
            format!("Content-Type: multipart/mixed; boundary=\"b{level}.\"\r\n\r\n--b{level}.\r\n").bytes(),
        );
    }
    raw.extend_from_slice(b"\r\ntext\r\n");
    raw
}

#[test]
fn ten_thousand_nested_parts_wait_for_a_person() {
    assert_eq!(reason(&nested(10_000)), "too_deep");
    assert_eq!(
        message_of(&nested(MAX_DEPTH - 1)).text.as_deref(),
        Some("text\r\n")
    );
}

#[test]
fn ten_thousand_parts_side_by_side_wait_for_a_person() {
    let part = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n";
    let raw = |count: usize| {
        format!(
            "From: a@client.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
            part.repeat(count)
        )
    };
    assert_eq!(reason(raw(10_000).as_bytes()), "too_many_parts");
    assert_eq!(
        message_of(raw(MAX_PARTS - 1).as_bytes()).attachments.len(),
        MAX_PARTS - 1
    );
}

#[test]
fn a_million_nested_mails_are_one_file() {
    let mut raw = b"From: a@client.example\r\n".to_vec();
    raw.extend(b"Content-Type: message/rfc822\r\n\r\n".repeat(200_000));
    let begun = Instant::now();
    assert_eq!(message_of(&raw).attachments.len(), 1);
    assert!(begun.elapsed() < QUICK);
}

#[test]
fn boundaries_that_never_come_cost_nothing() {
    let part = "--b\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\nx\r\n";
    let raw = format!(
        "From: a@client.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        part.repeat(1_900)
    );
    let begun = Instant::now();
    assert!(message_of(raw.as_bytes()).text.is_some());
    assert!(begun.elapsed() < QUICK);
}

#[test]
fn endless_headers_wait_for_a_person() {
    let raw = format!("From: a@client.example\r\n{}", "X: y\r\n".repeat(300_000));
    assert_eq!(reason(raw.as_bytes()), "header_too_long");
    let one = format!(
        "From: a@client.example\r\nSubject: {}\r\n\r\n",
        "(".repeat(900_000)
    );
    assert!(!message_of(one.as_bytes()).title.is_empty());
}

#[test]
fn nested_comments_addresses_and_parameters_take_no_time() {
    let begun = Instant::now();
    for field in [
        "From",
        "To",
        "Cc",
        "Content-Type",
        "Received",
        "References",
        "Date",
        "Content-Disposition",
    ] {
        for piece in [
            "(",
            "<",
            "\"",
            "a@b.example,",
            "=?utf-8?q?x?= ",
            ";a*0*=b",
            "a:",
            "\\",
            "[",
            "<a@b> ",
        ] {
            let raw = format!(
                "{field}: {}\r\nFrom: a@client.example\r\n\r\nx",
                piece.repeat(60_000 / piece.len())
            );
            let one = Instant::now();
            drop(parse(raw.as_bytes()));
            assert!(
                one.elapsed() < Duration::from_secs(1),
                "{field} {piece:?}: {:?}",
                one.elapsed()
            );
        }
    }
    println!("{:?}", begun.elapsed());
}

#[test]
fn large_files_are_not_even_decoded() {
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let mut raw = b"From: a@client.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n".to_vec();
    raw.extend(line.repeat(20_000_000 / line.len()).bytes());
    raw.extend_from_slice(b"--b--\r\n");
    let what = parse(&raw);
    let What::Understood(Inbound::Message(message)) = what else {
        panic!()
    };
    assert_eq!(message.text.as_deref(), Some("hi"));
    assert_eq!(message.attachments.len(), 1);
}

#[test]
fn a_text_too_long_to_read_is_cut_and_kept_as_a_file() {
    let raw = format!(
        "From: a@client.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
        "щ".repeat(2_000_000)
    );
    let mail = message_of(raw.as_bytes());
    assert_eq!(mail.text.unwrap().len(), 1 << 20);
    assert_eq!(mail.attachments.len(), 1);
}

#[test]
fn nothing_nul_and_noise_get_a_fate() {
    for raw in [
        b"".as_slice(),
        b"\0",
        b"\r\n",
        b"\r\n\r\n",
        b":",
        b"::\r\n",
        b"From:",
        b"From:\r\n\r\n",
        b"\xff\xfe\r\n",
        b" \r\n x: y\r\n",
    ] {
        assert!(!reason(raw).is_empty());
    }
    assert_eq!(
        message_of(b"From: a@client.example\r\nSubject: a\0b\r\n\r\nx\0y").title,
        "ab"
    );
    assert_eq!(
        message_of(b"From: a@client.example\r\n\r\nx\0y").text.as_deref(),
        Some("xy")
    );
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = proptest::sample::select(vec![
        "From: ",
        "To: ",
        "Subject: ",
        "a@b.example",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "--b",
        "--b--",
        "--b\r\n",
        "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: message/rfc822",
        "Content-Type: text/html; charset=",
        "Content-Type: multipart/report; boundary=b",
        "Content-Type: message/delivery-status",
        "Final-Recipient: rfc822; ",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "=D0",
        "=?utf-8?b?",
        "?=",
        "<",
        ">",
        "(",
        "\"",
        ";",
        "filename*0*=",
        "Received: by mx.desk.example; ",
        "Tue, 14 Apr 2026 10:00:00 +0300",
        "№ 2026-",
        "Return-Path: <>",
        "550 5.1.1 ",
        "user unknown",
        "message-id: <",
        "References: ",
        "\0",
        "щ",
    ]);
    let piece = prop_oneof![
        4 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// Whatever comes gets a fate without a panic inside, keeps its bytes, and points only into them.
    #[test]
    fn anything_gets_a_fate(raw in pieces()) {
        match parse(&raw) {
            What::Understood(Inbound::Message(message)) => {
                prop_assert_eq!(&message.raw.as_ref().unwrap().bytes, &raw);
                prop_assert!(!message.key.is_empty());
                for file in &message.attachments {
                    prop_assert!(!file.name.is_empty());
                    if let channel::Content::Range { start, length, .. } = file.content {
                        prop_assert!(start + length <= raw.len());
                    }
                }
            }
            What::Understood(Inbound::Report(report)) => prop_assert_eq!(&report.raw.unwrap().bytes, &raw),
            What::Unreadable { reason, raw: kept, .. } => {
                prop_assert!(!reason.contains("parser"), "{}", reason);
                prop_assert_eq!(kept.bytes, raw);
            }
            What::Refused { .. } => prop_assert!(false, "parsing refuses nothing"),
        }
    }
}
