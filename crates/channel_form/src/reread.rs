//! Reads what was typed again, for whoever looks at a form that seemed a program's work.

use channel::{Automatic, Glimpse, Happened, Message, Reread, Wishes};
use domain::Handle;
use domain::ticket::Kind;
use serde::Deserialize;

/// What is kept of a suspect form: see `fill::suspect`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Copy {
    name: String,
    email: String,
    phone: String,
    subject: String,
    text: String,
    kind: String,
    topic: String,
    lang: String,
    trap: String,
}

/// Copies of filled forms.
#[derive(std::marker::Copy, Clone, Debug, Default)]
pub struct FormCopies;

impl Reread for FormCopies {
    fn reread(&self, raw: Vec<u8>, stated: Option<&Handle>, _ours: &[String]) -> Glimpse {
        let Ok(copy) = serde_json::from_slice::<Copy>(&raw) else {
            return Glimpse::default();
        };
        glimpse(copy, stated)
    }
}

fn glimpse(copy: Copy, stated: Option<&Handle>) -> Glimpse {
    let all = [
        ("name", &copy.name),
        ("email", &copy.email),
        ("phone", &copy.phone),
        ("website", &copy.trap),
    ];
    let headers = all
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).clone()))
        .collect();
    let from = stated
        .cloned()
        .unwrap_or_else(|| Handle::email(&copy.email, &copy.name));
    let message = Message {
        key: String::new(),
        from,
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: copy.subject,
        text: Some(copy.text),
        html: None,
        attachments: Vec::new(),
        happened: Happened::Now,
        automatic: Automatic::No,
        wishes: Wishes {
            kind: Kind::parse(&copy.kind).ok(),
            topic: Some(copy.topic).filter(|topic| !topic.is_empty()),
            lang: Some(copy.lang).filter(|lang| !lang.is_empty()),
            ..Wishes::default()
        },
        raw: None,
    };
    Glimpse {
        headers,
        message: Some(message),
    }
}
