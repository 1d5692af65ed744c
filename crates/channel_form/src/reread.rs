//! Reads what was typed again, for whoever looks at a form that seemed a program's work.

use crate::copy::Copy;
use channel::{Automatic, Glimpse, Happened, Message, Reread, Wishes};
use domain::Handle;
use domain::ticket::Kind;

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

fn glimpse(mut copy: Copy, stated: Option<&Handle>) -> Glimpse {
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
    let (answer, consent, attachments) = (copy.answer(), copy.take_consent(), copy.take_files());
    let message = Message {
        key: String::new(),
        from,
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: copy.subject,
        text: Some(copy.text),
        html: None,
        attachments,
        happened: Happened::Now,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            kind: Kind::parse(&copy.kind).ok(),
            topic: Some(copy.topic).filter(|topic| !topic.is_empty()),
            lang: Some(copy.lang).filter(|lang| !lang.is_empty()),
            zone: Some(copy.zone).filter(|zone| !zone.is_empty()),
            writing: copy.writing,
            answer,
            consent,
            typed: true,
            ..Wishes::default()
        },
        raw: None,
    };
    Glimpse {
        headers,
        message: Some(message),
    }
}
