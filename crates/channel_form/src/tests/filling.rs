//! What a filled form says, and what is wrong with it.

use super::{good, spec, whole};
use channel::form::{Fault, Field, Filled, FormSpec, Typed, Wrong};
use channel::{Attachment, Content, Happened, Message, Reread as _};
use domain::Moment;
use domain::intake::AnswerBy;
use proptest::prelude::*;
use serde_json::json;

const AT: Moment = Moment::from_micros(1_776_000_000_000_000);

fn filled(spec: &FormSpec, typed: &Typed) -> Result<Filled, Vec<Wrong>> {
    crate::fill::fill(spec, typed, Vec::new(), AT)
}

fn message(typed: &Typed) -> Message {
    match filled(&spec(&whole()), typed) {
        Ok(Filled::Message(message)) => *message,
        other => panic!("no message: {other:?}"),
    }
}

fn wrong(change: impl FnOnce(&mut Typed)) -> Vec<(Field, Fault)> {
    let mut typed = good();
    change(&mut typed);
    match filled(&spec(&whole()), &typed) {
        Ok(_) => Vec::new(),
        Err(wrong) => wrong.into_iter().map(|wrong| (wrong.field, wrong.what)).collect(),
    }
}

#[test]
fn everything_that_was_typed_is_in_the_message() {
    let message = message(&good());
    assert_eq!(
        (message.from.value.as_str(), message.from.name.as_str()),
        ("anna@client.example", "Анна")
    );
    assert_eq!(message.text.as_deref(), Some("Где моя карта?"));
    assert_eq!(message.happened, Happened::Reported(AT));
    let wishes = message.wishes;
    assert_eq!(
        (wishes.kind.unwrap().code(), wishes.topic.as_deref()),
        ("question", Some("Карты"))
    );
    assert_eq!(
        (wishes.lang.as_deref(), wishes.zone.as_deref()),
        (Some("ru"), Some("Asia/Vladivostok"))
    );
    let consent = wishes.consent.unwrap();
    assert_eq!(
        (consent.version.as_str(), consent.text.as_str()),
        ("2026-11", "Я согласен…")
    );
    assert_eq!(
        consent.hash,
        "144356adb17e5bbe330929f9445cdceca524bb28b33068d6d298ceddf6ed6bb9".to_owned(),
        "SHA-256 of the text"
    );
}

#[test]
fn each_wrong_field_is_told() {
    assert_eq!(wrong(|t| t.name = "  ".into()), [(Field::Name, Fault::Required)]);
    assert_eq!(
        wrong(|t| t.name = "ы".repeat(300)),
        [(Field::Name, Fault::TooLong(100))]
    );
    assert_eq!(
        wrong(|t| t.name = "<script>alert(1)</script>".into()),
        [(Field::Name, Fault::Unfit)]
    );
    assert_eq!(wrong(|t| t.name = "Ан\0на".into()), [(Field::Name, Fault::Unfit)]);
    assert_eq!(wrong(|t| t.text = "\0".into()), [(Field::Text, Fault::Unfit)]);
    assert_eq!(
        wrong(|t| t.text = " \n ".into()),
        [(Field::Text, Fault::Required)]
    );
    assert_eq!(
        wrong(|t| t.text = "ы".repeat(20_001)),
        [(Field::Text, Fault::TooLong(20_000))]
    );
    assert_eq!(wrong(|t| t.email.clear()), [(Field::Email, Fault::Required)]);
    assert_eq!(
        wrong(|t| t.kind = "wish".into()),
        [(Field::Kind, Fault::NoChoice)]
    );
    assert_eq!(wrong(|t| t.kind.clear()), [(Field::Kind, Fault::Required)]);
    assert_eq!(
        wrong(|t| t.topic = "Погода".into()),
        [(Field::Topic, Fault::NoChoice)]
    );
    assert_eq!(
        wrong(|t| t.answer_by = "pigeon".into()),
        [(Field::AnswerBy, Fault::NoChoice)]
    );
    assert_eq!(
        wrong(|t| t.answer_by = "phone".into()),
        [(Field::Phone, Fault::Required)]
    );
    assert_eq!(
        wrong(|t| t.phone = "call me".into()),
        [(Field::Phone, Fault::NotOne)]
    );
    assert_eq!(wrong(|t| t.consent.clear()), [(Field::Consent, Fault::Required)]);
    assert_eq!(
        wrong(|t| t.consent = "2025-01".into()),
        [(Field::Consent, Fault::OldText)]
    );
}

#[test]
fn several_wrong_fields_are_told_at_once() {
    let found = wrong(|t| {
        t.name.clear();
        t.email = "anna".into();
        t.text.clear();
        t.consent.clear();
    });
    let fields: Vec<Field> = found.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [Field::Name, Field::Email, Field::Text, Field::Consent]);
}

#[test]
fn addresses_that_no_answer_reaches_are_told() {
    for address in [
        "anna",
        "anna@",
        "@client.example",
        "anna@client",
        "an na@client.example",
        "anna@client..example",
        "anna@-client.example",
        "anna@client.example, boris@client.example",
        "<anna@client.example>",
        "anna@client.example\r\nBcc: x@y.example",
        "anna@client.e",
        "a@b@client.example",
    ] {
        assert_eq!(
            wrong(|t| t.email = address.into()),
            [(Field::Email, Fault::NotOne)],
            "{address}"
        );
    }
    for address in [
        "Anna.K+shop@client.example",
        "анна@почта.рф",
        "o'brien@client.example",
    ] {
        assert_eq!(wrong(|t| t.email = address.into()), [], "{address}");
    }
}

#[test]
fn a_number_is_a_wish_and_no_identity() {
    let message = message(&Typed {
        answer_by: "phone".into(),
        phone: "+7 (912) 345-67-89".into(),
        ..good()
    });
    let wish = message.wishes.answer.unwrap();
    assert_eq!(
        (wish.by, wish.phone.as_str()),
        (AnswerBy::Phone, "+7 (912) 345-67-89")
    );
    assert_eq!(message.from.value, "anna@client.example");
}

#[test]
fn what_is_not_asked_is_not_taken() {
    let spec = spec(&json!({ "path": "help", "name": "no" }));
    let Ok(Filled::Message(message)) = filled(&spec, &good()) else {
        panic!("no message")
    };
    assert_eq!((message.from.name.as_str(), message.title.as_str()), ("", ""));
    let wishes = message.wishes;
    assert!(
        wishes.kind.is_none()
            && wishes.topic.is_none()
            && wishes.answer.is_none()
            && wishes.consent.is_none()
    );
}

#[test]
fn the_same_press_is_known_again() {
    let key = message(&good()).key;
    assert_eq!(message(&good()).key, key, "pressed twice");
    assert_ne!(
        message(&Typed {
            text: "Другое".into(),
            ..good()
        })
        .key,
        key
    );
    assert_ne!(
        message(&Typed {
            token: "zyxwvutsrqponmlkjihgfedcba".into(),
            ..good()
        })
        .key,
        key,
        "opened anew"
    );
    for token in ["", "short", "with space and more!", "x\0xxxxxxxxxxxxxxxxx"] {
        let typed = Typed {
            token: token.into(),
            ..good()
        };
        assert_ne!(
            message(&typed).key,
            message(&typed).key,
            "without a token of ours nothing is the same: {token:?}"
        );
    }
}

#[test]
fn a_file_may_say_it_all() {
    let file = |bytes: &[u8]| Attachment {
        name: "a.txt".into(),
        media_type: "text/plain".into(),
        content: Content::Bytes(bytes.to_vec()),
        content_id: String::new(),
        inline: false,
    };
    let typed = Typed {
        text: String::new(),
        ..good()
    };
    let key = |bytes: &[u8]| match crate::fill::fill(&spec(&whole()), &typed, vec![file(bytes)], AT) {
        Ok(Filled::Message(message)) => message.key,
        other => panic!("no message: {other:?}"),
    };
    assert_ne!(key(b"one"), key(b"two"), "another file is another message");
}

#[test]
fn a_program_that_fills_every_field_is_suspect() {
    let typed = Typed {
        trap: "https://buy.example".into(),
        ..good()
    };
    match filled(&spec(&whole()), &typed) {
        Ok(Filled::Suspect { reason, raw, .. }) => {
            let raw = String::from_utf8(raw).unwrap();
            assert_eq!(reason, "honeypot");
            assert!(
                raw.contains("Где моя карта?") && raw.contains("anna@client.example"),
                "nothing is lost: {raw}"
            );
            let again = crate::FormCopies
                .reread(raw.into_bytes(), None, &[])
                .message
                .unwrap();
            assert_eq!(again.from.value, "anna@client.example");
            assert_eq!(again.text.as_deref(), Some("Где моя карта?"));
            assert_eq!(again.wishes.kind.unwrap().code(), "question");
        }
        other => panic!("not suspected: {other:?}"),
    }
}

proptest! {
    /// Whatever is typed, there is an answer, and what is taken fits.
    #[test]
    fn anything_may_be_typed(name in "\\PC{0,120}|.{0,40}", email in "[a-zа-я0-9@. <>-]{0,30}", text in ".{0,200}", phone in "[0-9+() a-z-]{0,20}") {
        let typed = Typed { name, email, text, phone, ..good() };
        if let Ok(Filled::Message(message)) = filled(&spec(&whole()), &typed) {
            prop_assert!(message.from.name.chars().count() <= 100 && !message.from.name.contains(['<', '>', '\0']));
            prop_assert!(message.from.value.split('@').count() == 2);
            prop_assert!(!message.text.unwrap_or_default().contains('\0'));
        }
    }
}
