//! News about mail that we sent: delivery status notifications (RFC 3464), complaints (RFC 5965), read receipts
//! (RFC 8098), and bounces in nobody's format. Knows nothing of what was sent.

mod diagnosis;
mod feedback;
mod fields;
mod notice;
mod returned;
mod status;

#[cfg(test)]
mod tests;

use crate::envelope::Envelope;
use crate::mime::body;
use crate::mime::tree::Node;
use channel::{DeliveryReport, Happened, ReportedFate};
use domain::Handle;

/// How much text of one part is looked at.
const MAX_LOOK: usize = 64 << 10;
/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// What a report says; the rest of it is the mail's.
#[derive(Clone, Debug, Eq, PartialEq)]
struct News {
    recipient: Option<String>,
    fate: ReportedFate,
    status: String,
    reason: String,
    /// The id of our mail, where the machine-readable part names it.
    about: Option<String>,
}

/// The report in a mail, if it is one. Key, title, time and raw copy are the caller's to fill in.
#[must_use]
pub fn read(raw: &[u8], root: &Node<'_>, envelope: &Envelope) -> Option<DeliveryReport> {
    // Most mail is none, and is known by its header and its parts: nothing is decoded for it.
    let is_marked = leaves(root).iter().any(|leaf| is_report_part(leaf)) || root.is("multipart", "report");
    if !is_marked && !notice::is_candidate(&root.head, envelope) && !feedback::is_candidate(&root.head) {
        return None;
    }
    let returned = returned::find(raw, root);
    let news = feedback::read(raw, root, &returned)
        .or_else(|| status::read(raw, root))
        .or_else(|| status::receipt(raw, root))
        .or_else(|| notice::read(raw, root, envelope, &returned))?;
    let recipient = news.recipient.or_else(|| returned.only_recipient());
    Some(DeliveryReport {
        key: String::new(),
        about: returned.about(news.about, &root.head),
        recipient: recipient.map(|address| Handle::email(&address, "")),
        fate: news.fate,
        status: news.status,
        reason: text::clean_line(&news.reason, MAX_REASON),
        title: String::new(),
        happened: Happened::Now,
        raw: None,
    })
}

fn is_report_part(leaf: &Node<'_>) -> bool {
    let (main, sub) = &leaf.media_type;
    let known = [
        "delivery-status",
        "global-delivery-status",
        "feedback-report",
        "disposition-notification",
    ];
    main == "message" && known.contains(&sub.as_str())
}

/// The leaves of a mail, in order.
fn leaves<'a, 'x>(node: &'a Node<'x>) -> Vec<&'a Node<'x>> {
    if !node.is_multipart() {
        return vec![node];
    }
    node.children.iter().flat_map(leaves).collect()
}

/// The text of a leaf, HTML turned into plain.
fn text_of(raw: &[u8], leaf: &Node<'_>) -> String {
    let found = body::text_of(raw, leaf, MAX_LOOK);
    let found = if leaf.is("text", "html") {
        text::html_to_text(&found)
    } else {
        found
    };
    found.replace("\r\n", "\n").replace('\r', "\n")
}
