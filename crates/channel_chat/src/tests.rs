//! The chat from outside: settings in, chat or faults out; a visitor's words in, message or faults out.

mod contract;

use crate::{CHANNEL_KIND, ChatSink, SiteChat};
use channel::chat::{Chat as _, ChatMessage, ChatPlace, ChatSpec};
use channel::form::{Ask, Fault, Field};
use channel::{Attachment, Content, Message, ThreadHint};
use domain::{Handle, Moment};
use serde_json::{Value, json};
use std::time::Duration;

pub const AT: Moment = Moment::from_micros(1_776_000_000_000_000);
const SECRET: &str = "abcdefghjkmnpqrstvwxyz0123456789";

pub fn spec(settings: &Value) -> ChatSpec {
    SiteChat
        .spec(settings)
        .unwrap_or_else(|| panic!("{:?}", (CHANNEL_KIND.check)(settings)))
}

pub fn visitor() -> Handle {
    SiteChat.visitor(SECRET).unwrap()
}

fn said(text: &str) -> ChatMessage {
    ChatMessage {
        id: "01h8x0aa".into(),
        text: text.into(),
        lang: "ru".into(),
        ..ChatMessage::default()
    }
}

fn read(settings: &Value, place: &ChatPlace, said: &ChatMessage) -> Result<Message, Vec<(Field, Fault)>> {
    let read = SiteChat.read(&spec(settings), &visitor(), place, said, Vec::new(), AT);
    read.map_err(|wrong| wrong.into_iter().map(|one| (one.field, one.what)).collect())
}

#[test]
fn a_secret_is_nowhere_in_the_address_made_of_it() {
    let visitor = visitor();
    assert!(!visitor.value.contains(&SECRET[..8]));
    assert_eq!(visitor.value.len(), 32);
    assert_eq!(SiteChat.visitor("short"), None);
    assert_eq!(SiteChat.visitor(&"a b".repeat(10)), None);
}

#[test]
fn first_messages_share_a_thread_and_later_ones_name_their_ticket() {
    let settings = json!({ "path": "help" });
    let first = read(&settings, &ChatPlace::default(), &said("Здравствуйте")).unwrap();
    let thread = format!("chat:{}:", visitor().value);
    assert_eq!(first.hints, [ThreadHint::Reference(thread.clone())]);
    assert!(first.external_ids.contains(&thread));
    let place = ChatPlace {
        ticket: Some("tkt_1".into()),
        ..ChatPlace::default()
    };
    let later = read(&settings, &place, &said("И ещё")).unwrap();
    assert_eq!(later.hints, [ThreadHint::Ticket("tkt_1".into())]);
    assert!(!later.external_ids.contains(&thread));
}

#[test]
fn what_is_asked_is_asked_before_the_first_message_only() {
    let settings = json!({ "path": "help", "name": "required", "email": "required",
        "consent": { "version": "2026-11", "ru": "Я согласен…" } });
    let nothing = read(&settings, &ChatPlace::default(), &said("Где карта?")).unwrap_err();
    assert_eq!(
        nothing,
        [
            (Field::Name, Fault::Required),
            (Field::Email, Fault::Required),
            (Field::Consent, Fault::Required)
        ]
    );
    let whole = ChatMessage {
        name: "Анна".into(),
        email: " Anna@Client.example ".into(),
        consent: "2026-11".into(),
        ..said("Где карта?")
    };
    let message = read(&settings, &ChatPlace::default(), &whole).unwrap();
    assert_eq!(message.from.name, "Анна");
    assert_eq!(message.wishes.reach[0].value, "anna@client.example");
    assert_eq!(message.wishes.consent.unwrap().text, "Я согласен…");
    let later = ChatPlace {
        ticket: Some("tkt_1".into()),
        ..ChatPlace::default()
    };
    assert!(read(&settings, &later, &said("И ещё")).is_ok());
}

#[test]
fn while_nobody_is_there_an_address_is_needed() {
    let settings = json!({ "path": "help" });
    let closed = ChatPlace {
        closed_now: true,
        ..ChatPlace::default()
    };
    let refused = read(&settings, &closed, &said("Есть кто?")).unwrap_err();
    assert_eq!(refused, [(Field::Email, Fault::Required)]);
    let known = ChatPlace {
        address_known: true,
        ..closed.clone()
    };
    assert!(read(&settings, &known, &said("Есть кто?")).is_ok());
    let settings = json!({ "path": "help", "email_when_closed": "optional" });
    assert_eq!(spec(&settings).email_when_closed, Ask::Optional);
    assert!(read(&settings, &closed, &said("Есть кто?")).is_ok());
}

#[test]
fn bad_fields_are_told() {
    let settings = json!({ "path": "help" });
    let wrong = |said: ChatMessage| read(&settings, &ChatPlace::default(), &said).unwrap_err();
    assert_eq!(wrong(said(" \n ")), [(Field::Text, Fault::Required)]);
    assert_eq!(
        wrong(said(&"я".repeat(20_001))),
        [(Field::Text, Fault::TooLong(20_000))]
    );
    for email in ["anna", "anna@x", "a b@client.example", "<anna@client.example>"] {
        let said = ChatMessage {
            email: email.into(),
            ..said("Где карта?")
        };
        assert_eq!(wrong(said), [(Field::Email, Fault::NotOne)], "{email}");
    }
    let odd = ChatMessage {
        id: "1; drop".into(),
        ..said("Где карта?")
    };
    assert_eq!(wrong(odd), [(Field::Text, Fault::Unfit)]);
}

#[test]
fn files_that_run_are_refused() {
    let file = |name: &str| Attachment {
        name: name.into(),
        media_type: "image/png".into(),
        content: Content::Bytes(b"x".to_vec()),
        content_id: String::new(),
        inline: false,
    };
    let chat = spec(&json!({ "path": "help" }));
    let read = |name| {
        SiteChat.read(
            &chat,
            &visitor(),
            &ChatPlace::default(),
            &said(""),
            vec![file(name)],
            AT,
        )
    };
    for name in ["photo.png.exe", "A.HTML", "run.bat. ", "icon.svg"] {
        let wrong = read(name).unwrap_err();
        assert_eq!(
            (wrong[0].field, wrong[0].what),
            (Field::Files, Fault::Unfit),
            "{name}"
        );
    }
    assert_eq!(read("скан.pdf").unwrap().attachments.len(), 1);
}

#[test]
fn settings_are_told_what_is_wrong_with_them() {
    let settings = json!({ "path": "Help!", "origins": ["https://bank.example/"], "colour": "red",
        "patience_seconds": 1, "idle_minutes": 0, "leaves_seconds": 1, "reminds_minutes": 20, "messages_of_visitor": 0, "consent": { "version": "" } });
    let faults = (CHANNEL_KIND.check)(&settings).faults;
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "path",
            "origins[1]",
            "colour",
            "consent.version",
            "consent",
            "patience_seconds",
            "idle_minutes",
            "leaves_seconds",
            "ends_minutes",
            "messages_of_visitor"
        ]
    );
    assert!(ChatSink::new(&settings).is_err());
    assert_eq!(
        spec(&json!({ "path": "help" })).patience,
        Duration::from_secs(120)
    );
    // A desk that says nothing has talks that end all the same.
    let times = (CHANNEL_KIND.check)(&json!({ "path": "help" })).talk.unwrap();
    assert!(0 < times.leaves && 0 < times.idle && times.idle < times.ends);
}
