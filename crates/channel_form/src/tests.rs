//! The form from outside: settings in, spec or faults out; typed in, message or faults out.

mod contract;
mod filling;
mod settings;

use channel::form::{FormSpec, Typed};
use serde_json::{Value, json};

/// Settings with everything that can be asked.
fn whole() -> Value {
    json!({
        "path": "help",
        "title": { "ru": "Напишите нам", "en": "Write to us" },
        "name": "required",
        "phone": "optional",
        "subject": "optional",
        "kinds": ["question", "complaint"],
        "topics": [{ "name": "Карты", "en": "Cards" }, { "name": "Вклады" }],
        "answer_by": ["email", "phone"],
        "consent": { "version": "2026-11", "ru": "Я согласен…", "en": "I agree…" },
        "embed": ["https://www.bank.example", "http://localhost:3000"],
        "colour": "#0a5c8a",
        "logo": "/logo.png",
    })
}

fn spec(settings: &Value) -> FormSpec {
    let (spec, checked) = crate::settings::check(settings);
    spec.unwrap_or_else(|| panic!("{checked:?}"))
}

/// Everything as it should be.
fn good() -> Typed {
    Typed {
        name: "Анна".into(),
        email: "anna@client.example".into(),
        phone: String::new(),
        answer_by: "email".into(),
        kind: "question".into(),
        topic: "Карты".into(),
        subject: String::new(),
        text: "Где моя карта?".into(),
        consent: "2026-11".into(),
        lang: "ru".into(),
        zone: "Asia/Vladivostok".into(),
        token: "abcdefghijklmnopqrstuvwxyz".into(),
        trap: String::new(),
    }
}
