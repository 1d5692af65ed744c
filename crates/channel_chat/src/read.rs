//! From what a visitor sent to a message: every field that is wrong is told at once, and nothing is guessed.

use channel::chat::{ChatMessage, ChatPlace, ChatSpec};
use channel::form::{Ask, Fault, Field, Wrong};
use channel::{Attachment, Automatic, Happened, Message, ThreadHint, Wishes};
use domain::intake::Consent;
use domain::{Handle, Moment};
use sha2::{Digest as _, Sha256};

/// Characters of each field.
const NAME: usize = 100;
const TEXT: usize = 20_000;
const EMAIL: usize = 254;
/// Characters of a message's own id.
const ID: std::ops::RangeInclusive<usize> = 8..=48;
/// Files that run when they are opened: nobody who means well sends them by chat.
const DANGEROUS: [&str; 20] = [
    "apk", "bat", "cmd", "com", "cpl", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "ps1",
    "scr", "svg", "vbe", "vbs", "wsf",
];

/// Reads a message.
///
/// # Errors
/// Every field that is wrong.
pub fn read(
    spec: &ChatSpec,
    visitor: &Handle,
    place: &ChatPlace,
    said: &ChatMessage,
    files: Vec<Attachment>,
    at: Moment,
) -> Result<Message, Vec<Wrong>> {
    let mut found = Vec::new();
    let mut wrong = |field, what| found.push(Wrong { field, what });
    let begins = place.ticket.is_none();
    let name = text::clean_line(&said.name, NAME + 1);
    if name.chars().count() > NAME {
        wrong(Field::Name, Fault::TooLong(NAME));
    } else if name.is_empty() && visitor.name.is_empty() && begins && spec.name == Ask::Required {
        wrong(Field::Name, Fault::Required);
    }
    let email = said.email.trim().to_lowercase();
    if email.is_empty() {
        if begins && !place.address_known && asks_email(spec, place) == Ask::Required {
            wrong(Field::Email, Fault::Required);
        }
    } else if !is_email(&email) {
        wrong(Field::Email, Fault::NotOne);
    }
    let words = text::clean(&said.text);
    if words.trim().is_empty() && files.is_empty() {
        wrong(Field::Text, Fault::Required);
    } else if words.chars().count() > TEXT {
        wrong(Field::Text, Fault::TooLong(TEXT));
    }
    let fits = ID.contains(&said.id.len()) && said.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fits {
        wrong(Field::Text, Fault::Unfit);
    }
    if (!spec.files && !files.is_empty()) || files.iter().any(|file| is_dangerous(&file.name)) {
        wrong(Field::Files, Fault::Unfit);
    }
    let consent = match consent(spec, said, begins) {
        Ok(consent) => consent,
        Err(what) => {
            wrong(Field::Consent, what);
            None
        }
    };
    if !found.is_empty() {
        return Err(found);
    }
    Ok(message(
        visitor,
        place,
        said,
        Read {
            name,
            email,
            words,
            consent,
        },
        files,
        at,
    ))
}

/// Whether an address is asked before the first message.
pub fn asks_email(spec: &ChatSpec, place: &ChatPlace) -> Ask {
    if place.closed_now && spec.email != Ask::Required {
        spec.email_when_closed
    } else {
        spec.email
    }
}

struct Read {
    name: String,
    email: String,
    words: String,
    consent: Option<Consent>,
}

fn message(
    visitor: &Handle,
    place: &ChatPlace,
    said: &ChatMessage,
    read: Read,
    attachments: Vec<Attachment>,
    at: Moment,
) -> Message {
    let thread = format!("chat:{}:{}", visitor.value, place.thread);
    let hint = match &place.ticket {
        Some(ticket) => ThreadHint::Ticket(ticket.clone()),
        // First messages that race make one talk: whoever comes second finds the first one's thread.
        None => ThreadHint::Reference(thread.clone()),
    };
    let mut external_ids = vec![format!("chat:{}:msg:{}", visitor.value, said.id)];
    if place.ticket.is_none() {
        external_ids.push(thread);
    }
    let reach = (!read.email.is_empty()).then(|| Handle::email(&read.email, &read.name));
    Message {
        key: format!("chat:{}:{}", visitor.value, said.id),
        from: Handle {
            // Whoever is proved by their account is called as it calls them.
            name: if visitor.name.is_empty() {
                read.name
            } else {
                visitor.name.clone()
            },
            ..visitor.clone()
        },
        others: Vec::new(),
        hints: vec![hint],
        external_ids,
        title: String::new(),
        text: Some(read.words),
        html: None,
        attachments,
        happened: Happened::Reported(at),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            lang: Some(said.lang.clone()).filter(|lang| !lang.is_empty()),
            zone: Some(said.zone.clone()).filter(|zone| !zone.is_empty()),
            consent: read.consent,
            reach: reach.into_iter().collect(),
            ..Wishes::default()
        },
        raw: None,
    }
}

fn consent(spec: &ChatSpec, said: &ChatMessage, begins: bool) -> Result<Option<Consent>, Fault> {
    let Some(wanted) = spec.consent.as_ref().filter(|_| begins) else {
        return Ok(None);
    };
    if said.consent.is_empty() {
        return Err(Fault::Required);
    }
    let text = wanted.text.get(&said.lang);
    if said.consent != wanted.version || text.is_empty() {
        // The text changed while the page stood open: what was ticked is not what is asked.
        return Err(Fault::OldText);
    }
    Ok(Some(Consent {
        version: wanted.version.clone(),
        lang: said.lang.clone(),
        text: text.to_owned(),
        hash: hex::encode(Sha256::digest(text)),
    }))
}

fn is_email(email: &str) -> bool {
    let parts = email.split_once('@');
    email.len() <= EMAIL
        && parts.is_some_and(|(local, domain)| {
            !local.is_empty() && domain.len() > 2 && domain.contains('.') && !domain.contains('@')
        })
        && !email.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"'(),;:".contains(c))
}

/// By the end of its name, behind which some hide another.
fn is_dangerous(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ']).to_lowercase();
    name.rsplit_once('.')
        .is_some_and(|(_, end)| DANGEROUS.contains(&end))
}
