//! What a mail claims to belong to: ids of earlier mails, a secret in the recipient, a number in the subject.
//! Claims only; whether they hold is decided elsewhere.
//!
//! **External ids** of mail have one spelling: the Message-ID without angle brackets and without white space,
//! upper and lower case kept (RFC 5322 §3.6.4: ids are compared as they are).

use super::{head::Head, people};
use crate::{Rules, address::split_plus, envelope::Envelope};
use channel::ThreadHint;
use mail_parser::HeaderName;

/// References that are looked at; the nearest count.
const MAX_REFERENCES: usize = 30;
/// The longest line of RFC 5322 §2.1.1 bounds an id.
const MAX_ID: usize = 998;

/// All claims, the surest kind first, references nearest first.
#[must_use]
pub fn hints(head: &Head<'_>, title: &str, envelope: &Envelope, rules: &Rules<'_>) -> Vec<ThreadHint> {
    let secrets = secrets(head, envelope, rules).into_iter().map(ThreadHint::Secret);
    let references = references(head).into_iter().map(ThreadHint::Reference);
    let numbers = numbers(title).into_iter().map(ThreadHint::Number);
    secrets.chain(references).chain(numbers).collect()
}

/// The mail's own id in its external spelling.
#[must_use]
pub fn message_id(head: &Head<'_>) -> Option<String> {
    ids(head, "Message-ID").into_iter().next()
}

/// Ids of earlier mails, nearest first: `In-Reply-To`, then `References` from its end (RFC 5322 §3.6.4).
#[must_use]
pub fn references(head: &Head<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let older = ids(head, "References");
    for id in ids(head, "In-Reply-To")
        .into_iter()
        .chain(older.into_iter().rev())
    {
        if found.len() < MAX_REFERENCES && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The ids in all fields of this name.
fn ids(head: &Head<'_>, name: &str) -> Vec<String> {
    let fields = head
        .fields
        .iter()
        .filter(|field| field.name.as_str().eq_ignore_ascii_case(name));
    let values = fields.flat_map(|field| match field.value.as_text_list() {
        Some(list) => list.iter().map(|id| id.to_string()).collect::<Vec<_>>(),
        None => field.value.as_text().map(str::to_owned).into_iter().collect(),
    });
    values.filter_map(|id| external_id(&id)).collect()
}

/// The one spelling of a Message-ID.
#[must_use]
pub fn external_id(id: &str) -> Option<String> {
    let id: String = id
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    let id = id.trim_start_matches('<').trim_end_matches('>');
    (!id.is_empty() && id.len() <= MAX_ID).then(|| id.to_owned())
}

/// Plus parts of our addresses: of the recipients the transport named, then of those in the header.
fn secrets(head: &Head<'_>, envelope: &Envelope, rules: &Rules<'_>) -> Vec<String> {
    let mut secrets: Vec<String> = Vec::new();
    let named = envelope.recipients.iter().cloned();
    let addressed = [HeaderName::To, HeaderName::Cc]
        .into_iter()
        .flat_map(|name| people::mailboxes(head, &name));
    for address in named.chain(addressed.map(|handle| handle.value)) {
        let (base, plus) = split_plus(&address);
        let Some(plus) = plus.filter(|plus| is_secret(plus) && (rules.ours)(&base)) else {
            continue;
        };
        if secrets.len() < 4 && !secrets.contains(&plus) {
            secrets.push(plus);
        }
    }
    secrets
}

fn is_secret(plus: &str) -> bool {
    plus.len() <= 64
        && plus
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Ticket numbers somebody wrote into the subject: `№ 2026-004512`, `[2026-004512]`, `#2026-004512`.
fn numbers(title: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for (at, _) in title.match_indices('-') {
        let Some(number) = number_around(title, at) else {
            continue;
        };
        if numbers.len() < 3 && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The number whose hyphen stands at `at`, if it is marked as one.
fn number_around(title: &str, at: usize) -> Option<String> {
    let (before, after) = (&title[..at], &title[at + 1..]);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let year = before
        .get(before.len().checked_sub(4)?..)
        .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
    let mark = before[..before.len() - 4].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let marked = mark.ends_with(['№', '[', '#', '(']) || mark.ends_with("No.");
    let year_is_ours = year.starts_with("20") && (4..=9).contains(&digits);
    (marked && year_is_ours).then(|| format!("{year}-{}", &after[..digits]))
}
