//! Complaints: the recipient called our mail spam (RFC 5965), in the proper format or as older services send it.

use super::fields;
use super::returned::Returned;
use super::{News, leaves, text_of};
use crate::address::answerable;
use crate::mime::head::Head;
use crate::mime::tree::Node;
use channel::ReportedFate;

/// The news of a feedback report.
pub(super) fn read(raw: &[u8], root: &Node<'_>, returned: &Returned) -> Option<News> {
    let leaves = leaves(root);
    let Some(part) = leaves.iter().find(|leaf| leaf.is("message", "feedback-report")) else {
        return informal(root, returned);
    };
    let text = text_of(raw, part);
    let groups = fields::groups(&text, "feedback-type");
    let get = |name: &str| groups.iter().find_map(|group| group.get(name));
    let kind = get("feedback-type").unwrap_or("other").to_ascii_lowercase();
    let recipient = get("original-rcpt-to").or(get("removal-recipient"));
    let recipient = recipient.and_then(|value| answerable(value.trim_matches(['<', '>', ' '])));
    Some(News {
        recipient,
        fate: fate(&kind),
        status: String::new(),
        reason: format!("feedback: {kind}"),
        about: None,
    })
}

/// Types of RFC 5965 §7.3, RFC 6430 and RFC 6591. Reports on authentication are nobody's complaint.
fn fate(kind: &str) -> ReportedFate {
    match kind {
        "not-spam" => ReportedFate::Delivered,
        "auth-failure" | "dmarc" => ReportedFate::Delayed,
        _ => ReportedFate::Complained,
    }
}

/// Whether the header alone leaves an informal complaint possible.
pub(super) fn is_candidate(head: &Head<'_>) -> bool {
    let subject = head.text("Subject").unwrap_or_default().to_ascii_lowercase();
    subject.starts_with("complaint about message from ")
}

/// A subject of this form with the mail attached, without the machine-readable part.
fn informal(root: &Node<'_>, returned: &Returned) -> Option<News> {
    let is_complaint = is_candidate(&root.head) && returned.is_attached();
    let reason = "feedback: complaint".to_owned();
    is_complaint.then_some(News {
        recipient: None,
        fate: ReportedFate::Complained,
        status: String::new(),
        reason,
        about: None,
    })
}
