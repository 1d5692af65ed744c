//! What a mail says, in the words of the port: bytes and envelope in, a sighting out. Pure; never fails, never
//! decides. What has an author is a message, however odd; what has none is kept for a person.

pub mod again;
pub mod arrival;
pub mod body;
pub mod charset;
pub mod decode;
pub mod files;
pub mod flowed;
pub mod head;
pub mod hints;
pub mod key;
pub mod people;
pub mod results;
pub mod tree;
pub mod vouched;

#[cfg(test)]
pub(crate) mod tests;

use crate::envelope::{Envelope, Rules};
use crate::{automatic, report};
use channel::{Inbound, Message, Raw, What, Wishes};
use domain::Handle;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tree::Node;

/// The media type of a raw copy.
pub const MEDIA_TYPE: &str = "message/rfc822";
/// Longest title, in characters: the longest line of RFC 5322 §2.1.1.
const MAX_TITLE: usize = 998;

/// Reads a mail as it came through the door.
#[must_use]
pub fn parse(raw: Vec<u8>, envelope: &Envelope, rules: &Rules<'_>) -> What {
    // Hostile bytes run through a parser that others wrote: whatever it does, the mail is kept and answered.
    let understood = catch_unwind(AssertUnwindSafe(|| understand(&raw, envelope, rules)))
        .unwrap_or_else(|_| Err(puzzle(&raw, "unreadable")));
    let copy = Raw {
        bytes: raw,
        media_type: MEDIA_TYPE,
    };
    match understood {
        Ok(Inbound::Message(mut message)) => {
            message.raw = Some(copy);
            What::Understood(Inbound::Message(message))
        }
        Ok(Inbound::Report(mut report)) => {
            report.raw = Some(copy);
            What::Understood(Inbound::Report(report))
        }
        Err(Puzzle { key, title, reason }) => What::Unreadable {
            key,
            from: None,
            title,
            reason,
            raw: copy,
        },
    }
}

/// A mail that has to be looked at by a person.
struct Puzzle {
    key: String,
    title: String,
    reason: String,
}

fn understand(raw: &[u8], envelope: &Envelope, rules: &Rules<'_>) -> Result<Inbound, Puzzle> {
    let root = tree::grow(raw).map_err(|reason| puzzle(raw, &reason.to_string()))?;
    read(raw, &root, envelope, rules)
}

fn puzzle(raw: &[u8], reason: &str) -> Puzzle {
    Puzzle {
        key: key::digest(&[], raw),
        title: String::new(),
        reason: reason.to_owned(),
    }
}

fn read(raw: &[u8], root: &Node<'_>, envelope: &Envelope, rules: &Rules<'_>) -> Result<Inbound, Puzzle> {
    let head = &root.head;
    if let Some(mut report) = report::read(raw, root, envelope) {
        (report.key, report.title) = (key_of(raw, root), title_of(root));
        report.happened = arrival::happened(head, rules.trusted_relays);
        return Ok(Inbound::Report(Box::new(report)));
    }
    let Some(from) = people::author(head, envelope, rules) else {
        return Err(Puzzle {
            key: key_of(raw, root),
            title: title_of(root),
            reason: "no_sender".to_owned(),
        });
    };
    Ok(Inbound::Message(Box::new(message(
        raw, root, envelope, rules, from,
    ))))
}

fn key_of(raw: &[u8], root: &Node<'_>) -> String {
    let id = hints::message_id(&root.head);
    let start = root.body.start - root.head.length;
    key::key(
        id.as_deref(),
        &raw[start..root.body.start],
        &raw[root.body.clone()],
    )
}

fn title_of(root: &Node<'_>) -> String {
    text::clean_line(root.head.text("Subject").unwrap_or_default(), MAX_TITLE)
}

/// A mail of that author; its raw copy is the caller's to add.
fn message(raw: &[u8], root: &Node<'_>, envelope: &Envelope, rules: &Rules<'_>, from: Handle) -> Message {
    let head = &root.head;
    let (body, title) = (body::read(raw, root), title_of(root));
    let mut attachments = files::list(raw, root);
    let own = vouched::read(raw, root, &from, &body, &mut attachments, rules);
    Message {
        key: key_of(raw, root),
        others: people::others(head, &from, rules),
        from,
        hints: hints::hints(head, &title, envelope, rules),
        external_ids: hints::message_id(head).into_iter().collect(),
        title,
        text: body.text,
        html: body.html,
        attachments,
        happened: arrival::happened(head, rules.trusted_relays),
        automatic: automatic::judge(head, envelope),
        own,
        wishes: Wishes::default(),
        raw: None,
    }
}
