//! Images of foreign HTML: where they come from, and how they are let in again. Loads nothing itself.

use super::entities::{decode, push_value};
use super::scan::{Scanner, Token};

/// Where an image comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A part of the same mail, by its Content-ID without angle brackets (RFC 2392).
    Cid(String),
    /// Another host, or an image embedded as data.
    Remote(String),
}

/// Reads a decoded `src`. Anything but http, https, cid and embedded pixel images is no source.
pub(super) fn source(src: &str) -> Option<Source> {
    let trimmed = src.trim_matches(|c: char| c <= ' ');
    let url: String = trimmed
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\0'))
        .collect();
    if let Some(cid) = strip_prefix_ignore_case(&url, "cid:") {
        let cid = percent_decode(cid);
        return Some(Source::Cid(cid.trim().trim_matches(['<', '>']).trim().to_owned()));
    }
    if url.starts_with("//") {
        return Some(Source::Remote(format!("https:{url}")));
    }
    keep_aside(&url).then_some(Source::Remote(url))
}

/// Whether an address may stand in `data-remote-src` and later become a `src`.
pub(super) fn keep_aside(url: &str) -> bool {
    let embedded = ["png", "jpeg", "jpg", "gif", "webp", "bmp"];
    let starts = |prefix: &str| strip_prefix_ignore_case(url, prefix).is_some();
    starts("https://")
        || starts("http://")
        || embedded
            .iter()
            .any(|kind| starts(&format!("data:image/{kind};base64,")))
}

fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) if byte != 0 => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Lets the remote images of already sanitised HTML load, when the reader asks for it.
/// Give it only what [`super::sanitise`] returned.
pub fn show_remote_images(html: &str) -> String {
    rewrite_images(html, |name, value| {
        (name == "data-remote-src" && keep_aside(value)).then(|| value.to_owned())
    })
}

/// Gives the mail's own images of already sanitised HTML the address that `url_of` has for their Content-ID;
/// an image without one stays as it is. Give it only what [`super::sanitise`] returned.
pub fn show_inline_images(html: &str, mut url_of: impl FnMut(&str) -> Option<String>) -> String {
    rewrite_images(
        html,
        |name, value| if name == "data-cid" { url_of(value) } else { None },
    )
}

/// Turns attributes of images for which `url` answers into `src`; copies all else byte for byte.
fn rewrite_images(html: &str, mut url: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut scanner = Scanner::new(html);
    let mut copied = 0;
    while let Some(token) = scanner.next() {
        let end = scanner.position();
        if matches!(token, Token::Start("img")) {
            out.push_str("<img");
            for (name, raw) in &scanner.attrs {
                let value = decode(raw, true);
                let shown = url(name, &value);
                out.push(' ');
                out.push_str(if shown.is_some() { "src" } else { name });
                out.push_str("=\"");
                push_value(&mut out, shown.as_deref().unwrap_or(&value));
                out.push('"');
            }
            out.push('>');
        } else {
            out.push_str(html.get(copied..end).unwrap_or_default());
        }
        copied = end;
    }
    out
}
