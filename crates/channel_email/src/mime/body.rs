//! The text and HTML that a person reads first: every inline text part in order, the better of alternatives.

use super::{charset, decode, flowed, tree::Node};
use domain::entry::Encoding;
use std::borrow::Cow;

/// Longer texts are cut for reading; the whole part is kept as a file.
pub const MAX_TEXT: usize = 1 << 20;

/// A stretch of the body, in plain text, in HTML, or in both as alternatives of one another.
#[derive(Debug, Default)]
struct Stretch {
    plain: Option<String>,
    html: Option<String>,
}

/// The words of a mail.
#[derive(Debug, Default)]
pub struct Body {
    pub text: Option<String>,
    pub html: Option<String>,
}

/// Reads the body of a mail.
#[must_use]
pub fn read(raw: &[u8], root: &Node<'_>) -> Body {
    let mut budget = MAX_TEXT;
    let stretches = stretches(raw, root, root, &mut budget);
    let any_html = stretches.iter().any(|s| s.html.is_some());
    let any_plain = stretches.iter().any(|s| s.plain.is_some());
    let text = any_plain.then(|| join(&stretches, plain_of, "\n\n"));
    let html = any_html.then(|| join(&stretches, html_of, "\n<br>\n"));
    Body { text, html }
}

/// Whether a leaf is part of what is read, rather than a file.
#[must_use]
pub fn is_body(node: &Node<'_>, root: &Node<'_>) -> bool {
    let text = node.is("text", "plain") || node.is("text", "html") || node.is("text", "enriched");
    if node.is_multipart() || !text || node.head.is_attachment() {
        return false;
    }
    std::ptr::eq(node, root) || node.head.file_name().is_none()
}

fn stretches(raw: &[u8], node: &Node<'_>, root: &Node<'_>, budget: &mut usize) -> Vec<Stretch> {
    if !node.is_multipart() {
        return leaf(raw, node, root, budget).into_iter().collect();
    }
    let parts = node
        .children
        .iter()
        .map(|child| stretches(raw, child, root, budget))
        .collect::<Vec<_>>();
    if node.is("multipart", "alternative") {
        return alternative(parts).into_iter().collect();
    }
    parts.into_iter().flatten().collect()
}

fn leaf(raw: &[u8], node: &Node<'_>, root: &Node<'_>, budget: &mut usize) -> Option<Stretch> {
    if !is_body(node, root) || *budget == 0 {
        return None;
    }
    let text = unwrapped(text_of(raw, node, *budget), node);
    *budget = budget.saturating_sub(text.len());
    Some(match node.media_type.1.as_str() {
        "html" => Stretch {
            plain: None,
            html: Some(text),
        },
        _ => Stretch {
            plain: Some(text),
            html: None,
        },
    })
}

fn unwrapped(text: String, node: &Node<'_>) -> String {
    let says = |key: &str, value: &str| {
        let content = node.head.content_type();
        content
            .and_then(|c| c.attribute(key))
            .is_some_and(|given| given.eq_ignore_ascii_case(value))
    };
    if node.is("text", "plain") && says("format", "flowed") {
        return flowed::unwrap(&text, says("delsp", "yes"));
    }
    text
}

/// The same said several ways, poorest first (RFC 2046 §5.1.4): the first way in plain text, the last in HTML.
fn alternative(parts: Vec<Vec<Stretch>>) -> Option<Stretch> {
    let plain = parts
        .iter()
        .find(|p| p.iter().any(|s| s.plain.is_some() && s.html.is_none()));
    let html = parts.iter().rev().find(|p| p.iter().any(|s| s.html.is_some()));
    let stretch = Stretch {
        plain: plain.map(|p| join(p, plain_of, "\n\n")),
        html: html.map(|p| join(p, html_of, "\n<br>\n")),
    };
    (stretch.plain.is_some() || stretch.html.is_some()).then_some(stretch)
}

fn join(stretches: &[Stretch], of: fn(&Stretch) -> Cow<'_, str>, between: &str) -> String {
    let mut texts = stretches
        .iter()
        .map(of)
        .filter(|t| !t.trim().is_empty())
        .collect::<Vec<_>>();
    match texts.len() {
        1 => texts.remove(0).into_owned(),
        _ => texts
            .iter()
            .map(|t| t.trim_end())
            .collect::<Vec<_>>()
            .join(between),
    }
}

fn plain_of(stretch: &Stretch) -> Cow<'_, str> {
    match (&stretch.plain, &stretch.html) {
        (Some(plain), _) => Cow::Borrowed(plain),
        (None, Some(html)) => Cow::Owned(text::html_to_text(html)),
        (None, None) => Cow::Borrowed(""),
    }
}

fn html_of(stretch: &Stretch) -> Cow<'_, str> {
    match (&stretch.html, &stretch.plain) {
        (Some(html), _) => Cow::Borrowed(html),
        (None, Some(plain)) => Cow::Owned(escape(plain)),
        (None, None) => Cow::Borrowed(""),
    }
}

/// Plain text as HTML, lines kept.
fn escape(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len() + plain.len() / 8 + 64);
    html.push_str("<div style=\"white-space: pre-wrap\">");
    for c in plain.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            _ => html.push(c),
        }
    }
    html.push_str("</div>");
    html
}

/// Decoded text of a leaf, at most `limit` bytes.
#[must_use]
pub fn text_of(raw: &[u8], node: &Node<'_>, limit: usize) -> String {
    let encoding = decode::encoding_of(node.head.text("Content-Transfer-Encoding"));
    let bytes = &raw[node.body.clone()];
    // No encoding makes text longer, and base64 at most four thirds plus line ends.
    let enough = if encoding == Encoding::Identity {
        limit
    } else {
        limit.saturating_mul(4)
    };
    let bytes = decode::decode(&bytes[..bytes.len().min(enough)], encoding);
    let charset = node.head.content_type().and_then(|c| c.attribute("charset"));
    let mut text = charset::to_text(&bytes, charset).into_owned();
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
    }
    text.retain(|c| c != '\0');
    text
}

/// Whether the text of this leaf was cut, so that the whole must be kept as a file.
#[must_use]
pub fn is_cut(node: &Node<'_>) -> bool {
    node.body.len() > MAX_TEXT
}
