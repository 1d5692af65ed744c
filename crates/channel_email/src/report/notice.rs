//! Bounces in nobody's format: a mail system writes, in its own words, that a mail did not arrive. Careful: a person
//! who writes about an undelivered mail, or forwards a bounce, is a client.

use super::diagnosis::Diagnosis;
use super::returned::{self, Returned};
use super::{News, diagnosis, leaves, text_of};
use crate::address::answerable;
use crate::envelope::{Envelope, ReturnPath};
use crate::mime::head::Head;
use crate::mime::tree::Node;
use channel::ReportedFate;
use mail_parser::HeaderName;

/// The news of an informal bounce.
pub(super) fn read(raw: &[u8], root: &Node<'_>, envelope: &Envelope, returned: &Returned) -> Option<News> {
    let head = &root.head;
    if !is_candidate(head, envelope) {
        return None;
    }
    let notice = notice(raw, root);
    let title = head.text("Subject").unwrap_or_default();
    let found = diagnosis::of(&notice);
    let recipient = recipient(head, &notice, returned);
    if !is_evident(head, title, &notice, &found, recipient.as_deref(), returned) {
        return None;
    }
    let delayed = is_delay(title, &notice);
    let fate = if delayed {
        ReportedFate::Delayed
    } else {
        ReportedFate::Bounced
    };
    let status = status(found.status, delayed);
    Some(News {
        recipient,
        fate,
        status,
        reason: found.reason,
        about: None,
    })
}

/// Whether the header alone leaves it possible.
pub(super) fn is_candidate(head: &Head<'_>, envelope: &Envelope) -> bool {
    is_from_system(head, envelope) && !is_answer(head)
}

/// Whether this is a report beyond doubt. A null reverse-path alone is none: robots of every kind send with it.
fn is_evident(
    head: &Head<'_>,
    title: &str,
    notice: &str,
    found: &Diagnosis,
    recipient: Option<&str>,
    returned: &Returned,
) -> bool {
    let spoken = diagnosis::says_failed(notice);
    // A code of a mail system beside an address, or the mail itself with the address it went to.
    if found.is_coded && recipient.is_some()
        || spoken && recipient.is_some_and(|address| returned.went_to(address))
    {
        return true;
    }
    let named = is_called_system(head) || head.has("X-Failed-Recipients") || says_bounce(title);
    let about = returned.is_found() || recipient.is_some() || found.status.is_some();
    let diagnosed = recipient.is_some() && found.status.is_some();
    named && (diagnosed || about && (spoken || says_bounce(title)))
}

/// Written by a mail system: by its name, or with nobody to answer to.
fn is_from_system(head: &Head<'_>, envelope: &Envelope) -> bool {
    let null =
        envelope.sender == ReturnPath::Null || head.texts("Return-Path").any(|path| path.trim() == "<>");
    let null = null || head.has("Return-Path") && head.text("Return-Path").is_none();
    null || is_called_system(head) || head.has("X-Failed-Recipients")
}

fn is_called_system(head: &Head<'_>) -> bool {
    let mailbox = head
        .value(&HeaderName::From)
        .and_then(|value| value.as_address())
        .and_then(|list| list.first());
    let address = mailbox
        .and_then(|m| m.address())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let name = mailbox
        .and_then(|m| m.name())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let local = address
        .split('@')
        .next()
        .unwrap_or_default()
        .replace(['.', '_', '-'], "");
    let known = [
        "mailerdaemon",
        "postmaster",
        "maildaemon",
        "maildeliverysystem",
        "maildeliverysubsystem",
        "mailsystem",
    ];
    let called = ["mailer-daemon", "mail delivery", "mail system", "postmaster"];
    known.contains(&local.as_str())
        || called.iter().any(|called| name.contains(called))
        || address.is_empty() && head.has("From")
}

/// An out-of-office answer says that the mail did arrive. Mail systems mark their reports the same way.
fn is_answer(head: &Head<'_>) -> bool {
    let replied = head
        .texts("Auto-Submitted")
        .any(|value| value.trim().to_ascii_lowercase().starts_with("auto-replied"));
    let title = head.text("Subject").unwrap_or_default().to_lowercase();
    let away = [
        "automatic reply",
        "auto-reply",
        "autoreply",
        "out of office",
        "автоответ",
        "vacation",
    ];
    away.iter().any(|phrase| title.contains(phrase))
        || replied && !says_bounce(&title) && !is_called_system(head) && !head.has("X-Failed-Recipients")
}

fn says_bounce(title: &str) -> bool {
    let title = title.to_lowercase();
    let phrases = [
        "undeliver",
        "delivery status",
        "delivery fail",
        "delivery failed",
        "returned mail",
        "returned to sender",
        "failure notice",
        "delivery notification",
        "not delivered",
        "mail system error",
        "delivery report",
        "delivery has failed",
        "error sending your mail",
        "не доставлено",
        "недоставлен",
        "unzustellbar",
        "non remis",
    ];
    phrases.iter().any(|phrase| title.contains(phrase))
}

/// The text that the system wrote itself: everything before the returned mail.
fn notice(raw: &[u8], root: &Node<'_>) -> String {
    let mut notice = String::new();
    for leaf in leaves(root)
        .into_iter()
        .filter(|leaf| leaf.media_type.0 == "text")
        .take(3)
    {
        let text = text_of(raw, leaf);
        let end = returned::header_block(&text).unwrap_or(text.len());
        notice.push_str(&text[..end]);
        notice.push('\n');
        if end < text.len() {
            break;
        }
    }
    notice
}

/// The failing recipient: as a header names it, else an address in the text that the mail went to, else the first
/// address that is neither the system's nor the sender's.
fn recipient(head: &Head<'_>, notice: &str, returned: &Returned) -> Option<String> {
    let failed = head
        .texts("X-Failed-Recipients")
        .flat_map(|list| list.split(','))
        .find_map(answerable);
    if failed.is_some() {
        return failed;
    }
    let system = |address: &String| {
        address.starts_with("mailer-daemon@")
            || address.starts_with("postmaster@")
            || address.starts_with("abuse@")
    };
    let addressed: Vec<String> = ["To", "From", "Delivered-To"]
        .into_iter()
        .flat_map(|name| named(head, name))
        .collect();
    let found: Vec<String> = addresses(notice)
        .filter(|a| !system(a) && !addressed.contains(a))
        .collect();
    let known = found.iter().find(|address| returned.went_to(address));
    known
        .or_else(|| found.iter().find(|address| !returned.came_from(address)))
        .cloned()
}

fn named(head: &Head<'_>, name: &'static str) -> Vec<String> {
    let fields = head
        .fields
        .iter()
        .filter(|field| field.name.as_str().eq_ignore_ascii_case(name));
    let lists = fields.filter_map(|field| field.value.as_address());
    lists
        .flat_map(|list| list.iter())
        .filter_map(|mailbox| answerable(mailbox.address()?))
        .collect()
}

/// The addresses in a text, in order.
fn addresses(text: &str) -> impl Iterator<Item = String> + '_ {
    let apart = |c: char| c.is_whitespace() || "<>()[]\"',;|{}".contains(c);
    text.split(apart)
        .filter(|word| word.contains('@'))
        .filter_map(|word| {
            let word = word.rsplit_once(':').map_or(
                word,
                |(before, rest)| if rest.contains('@') { rest } else { before },
            );
            answerable(
                word.trim_matches(['.', ':', '*', '=', '`'])
                    .trim_end_matches("..."),
            )
        })
}

fn is_delay(title: &str, notice: &str) -> bool {
    let (title, notice) = (title.to_lowercase(), notice.to_lowercase());
    let waits = ["(delay", "delayed", "warning", "задерж"]
        .iter()
        .any(|word| title.contains(word));
    let gave_up = ["returned", "undeliver", "fail", "could not be delivered"]
        .iter()
        .any(|word| title.contains(word));
    let trying = [
        "will be retried",
        "will continue to",
        "still trying",
        "still being retried",
        "temporary failure report",
        "warning message only",
        "do not need to resend",
        "has not yet been delivered",
        "has not been delivered yet",
    ];
    waits || (!gave_up && trying.iter().any(|phrase| notice.contains(phrase)))
}

/// A code found counts as it is; a conclusion follows whether it is final.
fn status(found: Option<String>, delayed: bool) -> String {
    match found {
        Some(status) if delayed && status.starts_with("5.4.") => format!("4{}", &status[1..]),
        Some(status) => status,
        None if delayed => "4.0.0".to_owned(),
        None => "5.0.0".to_owned(),
    }
}
