//! Delivery status notifications of RFC 3464 and read receipts of RFC 8098: what their machine-readable part says.

use super::fields::{self, Group, untyped};
use super::{News, diagnosis, leaves, text_of};
use crate::address::answerable;
use crate::mime::hints;
use crate::mime::tree::Node;
use channel::ReportedFate;

/// The news of a delivery status notification. Of several recipients the one that fared worst is told.
pub(super) fn read(raw: &[u8], root: &Node<'_>) -> Option<News> {
    let leaves = leaves(root);
    let proper = leaves.iter().filter(|leaf| is_status(leaf));
    let found = proper
        .flat_map(|leaf| recipients(&text_of(raw, leaf)))
        .collect::<Vec<_>>();
    let found = if found.is_empty() {
        in_text(raw, root, &leaves)
    } else {
        found
    };
    let mut worst = found.into_iter().rev().max_by_key(|news| severity(news.fate))?;
    if worst.reason.is_empty() {
        let notice = leaves
            .iter()
            .find(|leaf| leaf.is("text", "plain") || leaf.is("text", "html"));
        let told = notice
            .map(|leaf| diagnosis::of(&text_of(raw, leaf)))
            .unwrap_or_default();
        worst.status = better(worst.status, &told);
        worst.reason = told.reason;
    }
    Some(worst)
}

fn is_status(leaf: &Node<'_>) -> bool {
    leaf.is("message", "delivery-status") || leaf.is("message", "global-delivery-status")
}

/// Some systems write the fields into a plain text part.
fn in_text(raw: &[u8], root: &Node<'_>, leaves: &[&Node<'_>]) -> Vec<News> {
    if !root.is("multipart", "report") {
        return Vec::new();
    }
    let texts = leaves
        .iter()
        .filter(|leaf| leaf.media_type.0 == "text" || leaf.media_type.0 == "message");
    texts.flat_map(|leaf| recipients(&text_of(raw, leaf))).collect()
}

fn severity(fate: ReportedFate) -> u8 {
    match fate {
        ReportedFate::Complained => 3,
        ReportedFate::Bounced => 2,
        ReportedFate::Delayed => 1,
        ReportedFate::Delivered => 0,
    }
}

fn recipients(text: &str) -> Vec<News> {
    fields::groups(text, "final-recipient")
        .iter()
        .filter_map(recipient)
        .collect()
}

/// One per-recipient group (RFC 3464 §2.3).
fn recipient(group: &Group) -> Option<News> {
    let (action, written) = (group.get("action"), group.get("status"));
    let named = group.get("final-recipient").or(group.get("original-recipient"))?;
    if action.is_none() && written.is_none() {
        return None;
    }
    let reason = untyped(group.get("diagnostic-code").unwrap_or_default()).to_owned();
    let status = status(written.unwrap_or_default(), &reason);
    let fate = fate(action.unwrap_or_default(), status.as_deref());
    // The address we wrote to, rather than the one it was forwarded to.
    let address = group
        .get("original-recipient")
        .and_then(address)
        .or_else(|| address(named));
    Some(News {
        recipient: address,
        fate,
        status: status.unwrap_or_else(|| general(fate)),
        reason,
        about: None,
    })
}

fn address(value: &str) -> Option<String> {
    let value = untyped(value);
    let bare = value
        .rsplit_once('<')
        .map_or(value, |(_, rest)| rest.split('>').next().unwrap_or_default());
    answerable(bare.trim().trim_end_matches('.'))
}

/// The status of the system that refused, which stands right behind its reply code, is better than the one that the
/// reporting system concluded; and any better than `x.0.0`.
fn status(written: &str, reason: &str) -> Option<String> {
    let written = diagnosis::enhanced(written);
    let told = diagnosis::of(reason);
    match written {
        Some(written) => Some(better(written, &told)),
        None => told.status,
    }
}

fn better(written: String, told: &diagnosis::Diagnosis) -> String {
    match &told.status {
        Some(status) if status[..1] == written[..1] && (told.certain || written.ends_with(".0.0")) => {
            status.clone()
        }
        _ => written,
    }
}

fn fate(action: &str, status: Option<&str>) -> ReportedFate {
    let action = action
        .split([' ', '(', ';'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let class = status.and_then(|s| s.chars().next());
    match (action.as_str(), class) {
        ("failed", _) => ReportedFate::Bounced,
        ("delayed" | "delay", _) => ReportedFate::Delayed,
        ("delivered" | "relayed" | "expanded" | "deliverable", _) | (_, Some('2')) => ReportedFate::Delivered,
        ("", Some('4')) => ReportedFate::Delayed,
        _ => ReportedFate::Bounced,
    }
}

fn general(fate: ReportedFate) -> String {
    match fate {
        ReportedFate::Delivered => "2.0.0",
        ReportedFate::Delayed => "4.0.0",
        ReportedFate::Bounced | ReportedFate::Complained => "5.0.0",
    }
    .to_owned()
}

/// A read receipt: the mail has arrived, whatever was done with it then (RFC 8098 §3.2.6).
pub(super) fn receipt(raw: &[u8], root: &Node<'_>) -> Option<News> {
    let leaves = leaves(root);
    let part = leaves
        .iter()
        .find(|leaf| leaf.is("message", "disposition-notification"))?;
    let groups = fields::groups(&text_of(raw, part), "final-recipient");
    let group = groups.first()?;
    let recipient = group
        .get("original-recipient")
        .or(group.get("final-recipient"))
        .and_then(address);
    let reason = group.get("disposition").unwrap_or_default().to_owned();
    let about = group.get("original-message-id").and_then(hints::external_id);
    Some(News {
        recipient,
        fate: ReportedFate::Delivered,
        status: general(ReportedFate::Delivered),
        reason,
        about,
    })
}
