//! The part structure of a mail (RFC 2046 §5.1): where each part lies in the raw bytes. Bounded in depth and number,
//! linear in size per level, and nothing is decoded here. Attached mails are not entered: they are files.

use super::head::{Head, MAX_HEAD};
use memchr::memmem;
use std::ops::Range;

/// Multiparts nested deeper than this were not made by a mail program.
pub const MAX_DEPTH: usize = 40;
/// Parts of one mail.
pub const MAX_PARTS: usize = 2_000;

/// One part with everything below it.
#[derive(Debug)]
pub struct Node<'x> {
    pub head: Head<'x>,
    /// The body in the raw bytes, still in its transfer encoding.
    pub body: Range<usize>,
    /// Media type and subtype in lower case; defaults filled in (RFC 2045 §5.2, RFC 2046 §5.1.5).
    pub media_type: (String, String),
    /// The parts of a multipart, in order; empty for any other.
    pub children: Vec<Node<'x>>,
}

impl Node<'_> {
    /// Whether this is a multipart whose parts were found.
    #[must_use]
    pub fn is_multipart(&self) -> bool {
        !self.children.is_empty()
    }

    /// Whether the media type is this one.
    #[must_use]
    pub fn is(&self, main: &str, sub: &str) -> bool {
        self.media_type.0 == main && self.media_type.1 == sub
    }
}

/// Why a mail is not taken apart; told by its code, to which the quarantine has the words.
#[derive(Copy, Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum TooMuch {
    /// More than [`MAX_HEAD`] bytes.
    #[error("header_too_long")]
    Head,
    /// Nested deeper than [`MAX_DEPTH`] levels.
    #[error("too_deep")]
    Depth,
    /// More than [`MAX_PARTS`].
    #[error("too_many_parts")]
    Parts,
}

/// Takes a mail apart.
///
/// # Errors
/// The mail is beyond what a mail program makes.
pub fn grow(raw: &[u8]) -> Result<Node<'_>, TooMuch> {
    let start = mbox_line(raw);
    let mut grower = Grower { raw, parts: 0 };
    grower.node(start..raw.len(), false, 0)
}

/// The length of blank lines and of a mailbox separator (`From somebody Mon Jan …`) before the first field.
fn mbox_line(raw: &[u8]) -> usize {
    let blank = raw
        .iter()
        .take(64)
        .take_while(|b| matches!(b, b'\r' | b'\n'))
        .count();
    let rest = &raw[blank..];
    if rest.starts_with(b"From ") || rest.starts_with(b">From ") {
        return blank + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    }
    // Blank lines before the header are skipped only where a header follows them.
    let header_follows = blank > 0 && !Head::read(rest).fields.is_empty();
    if header_follows { blank } else { 0 }
}

struct Grower<'x> {
    raw: &'x [u8],
    parts: usize,
}

impl<'x> Grower<'x> {
    fn node(&mut self, range: Range<usize>, in_digest: bool, depth: usize) -> Result<Node<'x>, TooMuch> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(TooMuch::Parts);
        }
        let head = Head::read(&self.raw[range.clone()]);
        if head.length > MAX_HEAD {
            return Err(TooMuch::Head);
        }
        let body = range.start + head.length..range.end;
        let media_type = head.media_type().unwrap_or_else(|| default_type(in_digest));
        let mut node = Node {
            head,
            body,
            media_type,
            children: Vec::new(),
        };
        if node.media_type.0 == "multipart" {
            self.branch(&mut node, depth)?;
        }
        Ok(node)
    }

    /// Finds the parts of a multipart. One without a boundary, or whose boundary never comes, stays a text.
    fn branch(&mut self, node: &mut Node<'x>, depth: usize) -> Result<(), TooMuch> {
        let boundary = node
            .head
            .content_type()
            .and_then(|c| c.attribute("boundary"))
            .unwrap_or_default()
            .trim_end();
        let ranges = split(self.raw, node.body.clone(), boundary.as_bytes());
        if ranges.is_empty() {
            node.media_type = ("text".into(), "plain".into());
            return Ok(());
        }
        if depth >= MAX_DEPTH {
            return Err(TooMuch::Depth);
        }
        let digest = node.media_type.1 == "digest";
        for range in ranges {
            let child = self.node(range, digest, depth + 1)?;
            node.children.push(child);
        }
        Ok(())
    }
}

fn default_type(in_digest: bool) -> (String, String) {
    let (main, sub) = if in_digest {
        ("message", "rfc822")
    } else {
        ("text", "plain")
    };
    (main.into(), sub.into())
}

/// The ranges between the delimiter lines of a multipart body. A missing last delimiter is the end of the body.
fn split(raw: &[u8], body: Range<usize>, boundary: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if boundary.is_empty() {
        return ranges;
    }
    let area = &raw[body.clone()];
    let mut open: Option<usize> = None;
    let delimiter = [b"--", boundary].concat();
    for at in memmem::find_iter(area, &delimiter) {
        let Some((next, last)) = delimiter_line(area, at, delimiter.len()) else {
            continue;
        };
        if let Some(start) = open {
            ranges.push(body.start + start..body.start + before_line_end(area, start, at));
        }
        open = Some(next);
        if last {
            return ranges;
        }
        if ranges.len() > MAX_PARTS {
            break;
        }
    }
    if let Some(start) = open.filter(|start| *start < area.len()) {
        ranges.push(body.start + start..body.end);
    }
    ranges
}

/// Where the part after the delimiter at `at` begins, and whether it is the closing delimiter; `None` when the place
/// is no delimiter line.
fn delimiter_line(area: &[u8], at: usize, length: usize) -> Option<(usize, bool)> {
    let begins_line = at == 0 || matches!(area[at - 1], b'\n' | b'\r');
    let after = &area[at + length..];
    let last = after.starts_with(b"--");
    let fits = last || after.first().is_none_or(u8::is_ascii_whitespace);
    if !begins_line || !fits {
        return None;
    }
    let line = memchr::memchr(b'\n', after).map_or(after.len(), |end| end + 1);
    Some((at + length + line, last))
}

/// The end of a part: the line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
fn before_line_end(area: &[u8], start: usize, at: usize) -> usize {
    let mut end = at;
    if end > start && area[end - 1] == b'\n' {
        end -= 1;
    }
    if end > start && area[end - 1] == b'\r' {
        end -= 1;
    }
    end
}
