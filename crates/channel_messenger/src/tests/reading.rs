//! What updates say, and which settings make a bot.

use crate::vendor::{Heard, Said, Vendor as _};
use crate::{Max, TELEGRAM, Telegram};
use serde_json::{Value, json};

fn message(change: Value) -> Value {
    let mut message = json!({ "message_id": 7, "date": 1_776_000_000,
        "chat": { "id": 42, "type": "private" }, "from": { "id": 42, "first_name": "Анна", "last_name": "Петрова", "language_code": "ru" } });
    for (field, value) in change.as_object().unwrap() {
        message[field] = value.clone();
    }
    message
}

fn said(update: &Value) -> Said {
    match Telegram.read(update) {
        Heard::Said(said) => *said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_telegram_tells_is_read() {
    let one = said(&json!({ "update_id": 1, "message": message(json!({ "text": "Где карта?" })) }));
    assert_eq!(
        (one.key.as_str(), one.name.as_str(), one.lang.as_str()),
        ("telegram:42:7", "Анна Петрова", "ru")
    );
    assert_eq!(one.at.unwrap().as_micros(), 1_776_000_000_000_000);
    // The same message by another update is the same message.
    assert_eq!(
        said(&json!({ "update_id": 2, "message": message(json!({ "text": "Где карта?" })) })).key,
        one.key
    );
    let edited = |text: &str| {
        said(
            &json!({ "update_id": 3, "edited_message": message(json!({ "text": text, "edit_date": 1_776_000_060 })) }),
        )
    };
    assert!(edited("Где моя карта?").edits);
    assert_ne!(edited("Где моя карта?").key, one.key);
    // Two wordings within one second.
    assert_ne!(edited("Где моя карта?").key, edited("Где карта мамы?").key);
    let answer = said(
        &json!({ "update_id": 4, "message": message(json!({ "text": "Да", "reply_to_message": { "message_id": 5 } })) }),
    );
    assert_eq!(answer.answers.as_deref(), Some("5"));
}

#[test]
fn files_and_places_are_read() {
    let photo = json!({ "caption": "Вот", "photo": [{ "file_id": "small", "file_size": 10 }, { "file_id": "large", "file_size": 900 }] });
    let photo = said(&json!({ "update_id": 1, "message": message(photo) }));
    assert_eq!(
        (
            photo.text.as_str(),
            photo.files[0].id.as_str(),
            photo.files[0].size
        ),
        ("Вот", "large", Some(900))
    );
    let file =
        json!({ "document": { "file_id": "d", "file_name": "договор.pdf", "mime_type": "application/PDF" } });
    let file = said(&json!({ "update_id": 1, "message": message(file) }));
    assert_eq!(
        (file.files[0].name.as_str(), file.files[0].media_type.as_str()),
        ("договор.pdf", "application/pdf")
    );
    let place = said(
        &json!({ "update_id": 1, "message": message(json!({ "location": { "latitude": 55.75, "longitude": 37.61 } })) }),
    );
    assert_eq!(place.text, "geo:55.75,37.61");
}

#[test]
fn what_is_not_for_a_desk_opens_nothing() {
    let start = json!({ "update_id": 1, "message": message(json!({ "text": "/start abc" })) });
    assert!(matches!(Telegram.read(&start), Heard::Began { .. }));
    let group = json!({ "update_id": 1, "message": message(json!({ "text": "hi", "chat": { "id": -5, "type": "group" } })) });
    assert!(matches!(Telegram.read(&group), Heard::Elsewhere { .. }));
    let kicked = json!({ "update_id": 1, "my_chat_member": { "new_chat_member": { "status": "kicked" } } });
    assert!(matches!(Telegram.read(&kicked), Heard::Nothing));
    let pinned = json!({ "update_id": 1, "message": message(json!({ "pinned_message": {} })) });
    assert!(matches!(Telegram.read(&pinned), Heard::Nothing));
    // Of a kind that comes next year: a person sees it.
    let hologram = json!({ "update_id": 1, "message": message(json!({ "hologram": {} })) });
    assert!(matches!(Telegram.read(&hologram), Heard::Strange { .. }));
    let began = json!({ "update_type": "bot_started", "user": { "user_id": 42 }, "user_locale": "en" });
    assert!(matches!(Max.read(&began), Heard::Began { .. }));
}

#[test]
fn settings_are_checked() {
    let fields = |settings: Value| -> Vec<String> {
        let faults = (TELEGRAM.check)(&settings).faults;
        faults.into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(fields(json!({ "token_env": "OKNO_BOT" })), Vec::<String>::new());
    // The token itself, where its name should stand.
    assert_eq!(fields(json!({ "token_env": "123456:AAE-token" })), ["token_env"]);
    assert_eq!(
        fields(json!({ "token_env": "OKNO_BOT", "receive": "webhook" })),
        ["secret_env"]
    );
    assert_eq!(
        fields(json!({ "token_env": "OKNO_BOT", "api": "telegram.org", "path": "Бот" })),
        ["path", "api"]
    );
}
