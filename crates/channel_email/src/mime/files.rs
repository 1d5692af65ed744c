//! The files of a mail: which parts they are, how they are called, where their bytes lie in the raw copy.

use super::{body, decode, head::Head, tree::Node};
use channel::{Attachment, Content};
use mail_parser::HeaderName;

/// Longest file name, in characters.
const MAX_NAME: usize = 150;

/// Every file of the mail, in order.
#[must_use]
pub fn list(raw: &[u8], root: &Node<'_>) -> Vec<Attachment> {
    let mut files = Vec::new();
    collect(raw, root, &Place { root, related: false }, &mut files);
    files
}

/// Where in the mail a part stands.
struct Place<'a, 'x> {
    root: &'a Node<'x>,
    /// Inside a multipart whose parts belong together (RFC 2387).
    related: bool,
}

fn collect(raw: &[u8], node: &Node<'_>, place: &Place<'_, '_>, files: &mut Vec<Attachment>) {
    if node.is_multipart() {
        let place = Place {
            root: place.root,
            related: place.related || node.is("multipart", "related"),
        };
        node.children
            .iter()
            .for_each(|child| collect(raw, child, &place, files));
        return;
    }
    let read_in_place = body::is_body(node, place.root) && !body::is_cut(node);
    // Google's and Apple's own renderings of the same text are no files.
    let rendering = node.is("text", "x-amp-html") || node.is("text", "watch-html");
    // A root without any header is the text of a mail without text.
    if read_in_place || rendering || node.body.is_empty() && node.head.file_name().is_none() {
        return;
    }
    let number = files.len() + 1;
    files.push(Attachment {
        name: name_of(raw, node, number),
        media_type: format!("{}/{}", node.media_type.0, node.media_type.1),
        content: Content::Range {
            start: node.body.start,
            length: node.body.len(),
            encoding: decode::encoding_of(node.head.text("Content-Transfer-Encoding")),
        },
        content_id: content_id(&node.head),
        inline: is_inline(&node.head, place.related),
    });
}

fn content_id(head: &Head<'_>) -> String {
    let id = head
        .value(&HeaderName::ContentId)
        .and_then(|value| value.as_text())
        .unwrap_or_default();
    text::clean_line(id.trim_matches(['<', '>', ' ']), 250)
}

/// Shown inside the HTML: it can be referred to by an id, and is not marked as something to save; inside a related
/// multipart that mark is a habit of some programs and says nothing.
fn is_inline(head: &Head<'_>, related: bool) -> bool {
    !content_id(head).is_empty() && (related || !head.is_attachment())
}

/// The name as given without any path, or one made from the number and the media type.
fn name_of(raw: &[u8], node: &Node<'_>, number: usize) -> String {
    let given = node
        .head
        .file_name()
        .map(str::to_owned)
        .or_else(|| subject_of(raw, node));
    let given = given.unwrap_or_default();
    let bare = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let bare = text::clean_line(bare.trim().trim_matches('"'), usize::MAX);
    let bare = shorten(bare.trim_matches(['.', ' ']));
    if bare.is_empty() {
        format!("file-{number}{}", extension(&node.media_type))
    } else {
        bare
    }
}

/// Keeps the extension when the name is too long.
fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_NAME {
        return name.to_owned();
    }
    let end = name
        .rsplit_once('.')
        .map(|(_, end)| end)
        .filter(|end| end.chars().count() <= 10);
    match end {
        Some(end) => format!("{}.{end}", text::clean_line(name, MAX_NAME - 11)),
        None => text::clean_line(name, MAX_NAME),
    }
}

/// An attached mail is called by its subject.
fn subject_of(raw: &[u8], node: &Node<'_>) -> Option<String> {
    if !(node.is("message", "rfc822") || node.is("message", "global")) {
        return None;
    }
    let end = node.body.end.min(node.body.start + super::head::MAX_HEAD);
    let head = Head::read(&raw[node.body.start..end]);
    let subject = head.text("Subject").map(|s| s.replace(['/', '\\'], "-"))?;
    let subject = text::clean_line(&subject, MAX_NAME - 10);
    (!subject.is_empty()).then(|| format!("{subject}.eml"))
}

fn extension((main, sub): &(String, String)) -> &'static str {
    match (main.as_str(), sub.as_str()) {
        ("message", "delivery-status") => ".txt",
        ("message", _) => ".eml",
        ("text", "html") => ".html",
        ("text", "calendar") => ".ics",
        ("text", "csv") => ".csv",
        ("text", "vcard" | "x-vcard" | "directory") => ".vcf",
        ("text", "rfc822-headers" | "plain") => ".txt",
        ("image", "jpeg" | "jpg" | "pjpeg") => ".jpg",
        ("image", "png") => ".png",
        ("image", "gif") => ".gif",
        ("image", "svg+xml") => ".svg",
        ("image", "webp") => ".webp",
        ("image", "heic") => ".heic",
        ("image", "tiff") => ".tiff",
        ("audio", "mpeg" | "mp3") => ".mp3",
        ("audio", "wav" | "x-wav") => ".wav",
        ("audio", "ogg") => ".ogg",
        ("video", "mp4") => ".mp4",
        ("application", "pdf") => ".pdf",
        ("application", "zip" | "x-zip-compressed") => ".zip",
        ("application", "msword") => ".doc",
        ("application", "vnd.ms-excel") => ".xls",
        ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document") => ".docx",
        ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet") => ".xlsx",
        ("application", "pgp-signature") => ".asc",
        ("application", "pkcs7-signature" | "x-pkcs7-signature") => ".p7s",
        ("application", "json") => ".json",
        ("application" | "text", "xml") => ".xml",
        _ => "",
    }
}
