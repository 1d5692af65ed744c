//! Addresses in one spelling, scans by what they are, numbers by the desk's own pattern.

use crate::{CHANNEL_KIND, Post};
use channel::inbound::{Attachment, Content};
use channel::letter::{Entered, Paper as _, Way};
use domain::ticket::TicketNumber;
use domain::{HandleKind, Moment};
use proptest::prelude::*;
use serde_json::json;

fn post() -> Post {
    Post::new(&json!({ "incoming": "ВХ-{year:2}/{serial:4}", "sender": "Банк «Север»\n101000, Москва" }))
        .unwrap()
}

fn entered(address: &str) -> Entered {
    Entered {
        key: "k".into(),
        name: " Анна Королёва ".into(),
        address: address.into(),
        title: "Претензия".into(),
        text: "Верните деньги".into(),
        scan: Vec::new(),
    }
}

fn file(bytes: &[u8]) -> Attachment {
    Attachment {
        name: "scan".into(),
        media_type: "text/html".into(),
        content: Content::Bytes(bytes.to_vec()),
        content_id: String::new(),
        inline: false,
    }
}

#[test]
fn one_address_in_many_spellings() {
    let spellings = [
        "101000, г. Москва, ул. Ленина, д. 5, кв. 12",
        "101000 Москва, Ленина 5-12",
        "101000, Россия, город Москва, улица Ленина, дом 5, квартира 12",
        "  101000 МОСКВА ЛЕНИНА 5, 12 ",
    ];
    for spelling in spellings {
        assert_eq!(
            post().address(spelling).as_deref(),
            Some("101000, Москва, Ленина, 5, 12"),
            "{spelling}"
        );
    }
    assert_eq!(
        post().address("Тверь, пр-т Победы, 5а, корп. 2"),
        post().address("г Тверь проспект Победы д.5 А к2")
    );
    assert_ne!(
        post().address("Тверь, Победы, 5"),
        post().address("Тверь, Победы, 6")
    );
    for none in ["", "5", "Москва", "ул. д. кв.", "12 34"] {
        assert_eq!(post().address(none), None, "{none}");
    }
}

#[test]
fn a_scan_is_known_by_its_bytes() {
    let mut good = entered("Москва, Ленина 5");
    good.scan = vec![
        file(b"%PDF-1.7 ..."),
        file(b"\xff\xd8\xff\xe0"),
        file(b"RIFF\0\0\0\0WEBPVP8 "),
    ];
    let message = post().read(good, Moment::from_micros(0)).unwrap();
    let types: Vec<&str> = message
        .attachments
        .iter()
        .map(|file| file.media_type.as_str())
        .collect();
    assert_eq!(types, ["application/pdf", "image/jpeg", "image/webp"]);
    assert_eq!(
        (message.from.kind, message.from.name.as_str()),
        (HandleKind::Postal, "Анна Королёва")
    );
    for odd in [
        b"<html><script>".as_slice(),
        b"MZ\x90\0",
        b"RIFF\0\0\0\0WAVE",
        b"",
    ] {
        let mut bad = entered("Москва, Ленина 5");
        bad.scan = vec![file(odd)];
        let wrong = post().read(bad, Moment::from_micros(0)).unwrap_err();
        assert_eq!((wrong[0].field, wrong[0].code), ("scan", "wrong_type"));
    }
}

#[test]
fn what_is_missing_is_told_all_at_once() {
    let wrong = post()
        .read(Entered::default(), Moment::from_micros(0))
        .unwrap_err();
    let fields: Vec<&str> = wrong.iter().map(|one| one.field).collect();
    assert_eq!(fields, ["address", "title", "scan"]);
}

#[test]
fn registers_are_numbered_as_the_desk_likes() {
    let number = TicketNumber {
        year: 2026,
        serial: 17,
    };
    assert_eq!(post().number(Way::In, number), "ВХ-26/0017");
    assert_eq!(post().number(Way::Out, number), "Исх-17/2026", "by default");
    let faults = (CHANNEL_KIND.check)(&json!({ "outgoing": "Исх-{serial}" })).faults;
    assert!(
        faults[0].field == "outgoing" && faults[0].reason.contains("{year}"),
        "{faults:?}"
    );
    assert_eq!(
        (CHANNEL_KIND.check)(&json!({ "sender": "я\n".repeat(9) })).faults[0].code,
        "too_long"
    );
}

proptest! {
    #[test]
    fn a_spelling_is_its_own_spelling(text in "[а-яА-ЯёЁa-zA-Z0-9 .,/№-]{0,80}") {
        if let Some(once) = post().address(&text) {
            prop_assert_eq!(post().address(&once), Some(once.clone()), "{}", text);
        }
    }
}
