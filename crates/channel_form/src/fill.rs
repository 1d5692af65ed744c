//! From what was typed to a message: every field that is wrong is told at once, and nothing is guessed.

mod fields;

use crate::copy::Copy;
use channel::form::{Ask, Fault, Field, Filled, FormSpec, Typed, Wrong};
use channel::{Attachment, Automatic, Content, Happened, Message, Wishes};
use domain::intake::{AnswerBy, AnswerWish, Consent};
use domain::ticket::Kind;
use domain::{Handle, Moment};
use fields::Found;
use sha2::{Digest as _, Sha256};

/// Characters of each field.
const NAME: usize = 100;
const SUBJECT: usize = 200;
const TEXT: usize = 20_000;
/// Characters of a token that a form of ours carries; a program may bring its own.
const TOKEN: std::ops::RangeInclusive<usize> = 16..=64;

/// Reads a filled form.
///
/// # Errors
/// Every field that is wrong.
pub fn fill(
    spec: &FormSpec,
    typed: &Typed,
    files: Vec<Attachment>,
    at: Moment,
) -> Result<Filled, Vec<Wrong>> {
    let key = key(spec, typed, &files);
    if !typed.trap.trim().is_empty() {
        return Ok(suspect(spec, key, typed, files));
    }
    let mut found = Found::default();
    let name = found.line(Field::Name, &typed.name, spec.name, NAME);
    let email = found.email(&typed.email);
    let subject = found.line(Field::Subject, &typed.subject, spec.subject, SUBJECT);
    let text = found.text(&typed.text, !files.is_empty(), TEXT);
    let answer = answer(spec, typed, &mut found);
    let kind = found.choice(Field::Kind, &typed.kind, !spec.kinds.is_empty(), |code| {
        spec.kinds.iter().copied().find(|kind| kind.code() == code)
    });
    let topic = found.choice(Field::Topic, &typed.topic, !spec.topics.is_empty(), |name| {
        spec.topics
            .iter()
            .find(|topic| topic.name == name)
            .map(|topic| topic.name.clone())
    });
    let consent = consent(spec, typed, &mut found);
    found.into_result()?;
    Ok(Filled::Message(Box::new(message(
        typed,
        files,
        at,
        key,
        Said {
            name,
            email,
            subject,
            text,
            answer,
            kind,
            topic,
            consent,
        },
    ))))
}

/// What was found in the fields.
struct Said {
    name: String,
    email: String,
    subject: String,
    text: String,
    answer: Option<AnswerWish>,
    kind: Option<Kind>,
    topic: Option<String>,
    consent: Option<Consent>,
}

fn message(typed: &Typed, attachments: Vec<Attachment>, at: Moment, key: String, said: Said) -> Message {
    Message {
        key,
        from: Handle::email(&said.email, &said.name),
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: said.subject,
        text: Some(said.text),
        html: None,
        attachments,
        happened: Happened::Reported(at),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            kind: said.kind,
            topic: said.topic,
            lang: Some(typed.lang.clone()).filter(|lang| !lang.is_empty()),
            zone: Some(typed.zone.clone()).filter(|zone| !zone.is_empty()),
            writing: chose_writing(&typed.answer_by),
            answer: said.answer,
            consent: said.consent,
            typed: true,
            ..Wishes::default()
        },
        raw: None,
    }
}

/// Whether the client, given the choice, chose to be answered in writing.
pub(crate) fn chose_writing(answer_by: &str) -> bool {
    answer_by == AnswerBy::Email.code()
}

/// A number is asked for where the client wants to be called, and is taken where it is offered.
fn answer(spec: &FormSpec, typed: &Typed, found: &mut Found) -> Option<AnswerWish> {
    let by = match spec.answer_by.as_slice() {
        [] => AnswerBy::Email,
        [only] => *only,
        several => found
            .choice(Field::AnswerBy, &typed.answer_by, true, |code| {
                several.iter().copied().find(|by| by.code() == code)
            })
            .unwrap_or(AnswerBy::Email),
    };
    let ask = if by == AnswerBy::Phone {
        Ask::Required
    } else {
        spec.phone
    };
    let phone = found.phone(&typed.phone, ask);
    let asked = !spec.answer_by.is_empty() || !phone.is_empty();
    asked.then_some(AnswerWish { by, phone })
}

fn consent(spec: &FormSpec, typed: &Typed, found: &mut Found) -> Option<Consent> {
    let wanted = spec.consent.as_ref()?;
    if typed.consent.is_empty() {
        found.wrong(Field::Consent, Fault::Required);
        return None;
    }
    if typed.consent != wanted.version {
        // The text changed while the form stood open: what was ticked is not what is asked.
        found.wrong(Field::Consent, Fault::OldText);
        return None;
    }
    let text = wanted.text.get(&typed.lang);
    if text.is_empty() {
        found.wrong(Field::Consent, Fault::OldText);
        return None;
    }
    Some(Consent {
        version: wanted.version.clone(),
        lang: typed.lang.clone(),
        text: text.to_owned(),
        hash: hex::encode(Sha256::digest(text)),
    })
}

/// The same press of Send makes the same key: the token of the opened form, with everything that was typed. Without a
/// token of its own form no two posts are the same.
fn key(spec: &FormSpec, typed: &Typed, files: &[Attachment]) -> String {
    let token = Some(typed.token.as_str())
        .filter(|token| TOKEN.contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric()));
    let token = token.map_or_else(|| domain::id::secret(26), str::to_owned);
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update(bytes.len().to_le_bytes());
        digest.update(bytes);
    };
    for field in [
        &typed.name,
        &typed.email,
        &typed.phone,
        &typed.answer_by,
        &typed.kind,
        &typed.topic,
        &typed.subject,
        &typed.text,
    ] {
        add(field.as_bytes());
    }
    for file in files {
        add(file.name.as_bytes());
        if let Content::Bytes(bytes) = &file.content {
            add(bytes);
        }
    }
    format!("form:{}:{token}:{}", spec.path, hex::encode(digest.finalize()))
}

/// Looks like a program's work: kept for a person to see, as it came, with its files and what was agreed to.
fn suspect(spec: &FormSpec, key: String, typed: &Typed, files: Vec<Attachment>) -> Filled {
    // What is wrong in it is told to nobody: nothing of it is refused.
    let mut unheard = Found::default();
    let copy = Copy::of(
        typed,
        answer(spec, typed, &mut unheard),
        consent(spec, typed, &mut unheard),
        files,
    );
    let title = if typed.subject.trim().is_empty() {
        &typed.text
    } else {
        &typed.subject
    };
    Filled::Suspect {
        key,
        reason: "honeypot",
        title: text::preview(title, SUBJECT),
        raw: copy.into_bytes(),
    }
}
