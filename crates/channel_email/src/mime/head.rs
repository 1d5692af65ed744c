//! The header fields of a mail or of one of its parts: reading them from bytes and asking for values.
//! Knows nothing of bodies.

use super::charset;
use mail_parser::{ContentType, Header, HeaderName, HeaderValue, MessageParser, parsers::MessageStream};
use std::sync::LazyLock;

static PARSER: LazyLock<MessageParser> = LazyLock::new(MessageParser::default);

/// Header blocks longer than this are no mail that a person or a mail program wrote.
pub const MAX_HEAD: usize = 1 << 20;

/// Parsed header fields in the order they stand.
#[derive(Debug, Default)]
pub struct Head<'x> {
    pub fields: Vec<Header<'x>>,
    /// Bytes from the beginning of the block to the first byte of the body.
    pub length: usize,
}

impl<'x> Head<'x> {
    /// Reads the block at the beginning of `bytes`. A beginning that is no header field is body from the first byte.
    #[must_use]
    pub fn read(bytes: &'x [u8]) -> Self {
        if let Some(length) = blank_line(bytes) {
            return Self {
                fields: Vec::new(),
                length,
            };
        }
        if !begins_with_field(bytes) {
            return Self::default();
        }
        let mut fields = Vec::new();
        let mut stream = MessageStream::new(bytes);
        stream.parse_headers(&PARSER, &mut fields);
        let length = stream.offset();
        let block = &bytes[..length];
        if std::str::from_utf8(block).is_err() {
            fields = reread(block);
        }
        Self { fields, length }
    }

    /// The first field of this name.
    #[must_use]
    pub fn value(&self, name: &HeaderName<'_>) -> Option<&HeaderValue<'x>> {
        self.fields
            .iter()
            .find(|field| field.name == *name)
            .map(|field| &field.value)
    }

    /// The text of the first field of this name; `None` where it is missing or empty.
    #[must_use]
    pub fn text(&self, name: &'static str) -> Option<&str> {
        self.texts(name).next()
    }

    /// The texts of all fields of this name.
    pub fn texts<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a str> + use<'a, 'x> {
        self.fields
            .iter()
            .filter(move |field| field.name.as_str().eq_ignore_ascii_case(name))
            .filter_map(|field| field.value.as_text())
    }

    /// Whether there is any field of this name, with a value or without.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields
            .iter()
            .any(|field| field.name.as_str().eq_ignore_ascii_case(name))
    }

    /// `Content-Type`, where it was understood.
    #[must_use]
    pub fn content_type(&self) -> Option<&ContentType<'x>> {
        self.value(&HeaderName::ContentType)
            .and_then(HeaderValue::as_content_type)
    }

    /// `Content-Disposition` (RFC 2183).
    #[must_use]
    pub fn disposition(&self) -> Option<&ContentType<'x>> {
        self.value(&HeaderName::ContentDisposition)
            .and_then(HeaderValue::as_content_type)
    }

    /// Whether the sender marked the part as a file to be saved.
    #[must_use]
    pub fn is_attachment(&self) -> bool {
        self.disposition().is_some_and(ContentType::is_attachment)
    }

    /// Media type and subtype in lower case, where a usable one is given.
    #[must_use]
    pub fn media_type(&self) -> Option<(String, String)> {
        let content = self.content_type()?;
        let subtype = content.subtype().unwrap_or_default().trim().to_ascii_lowercase();
        let main = content.ctype().trim().to_ascii_lowercase();
        (!main.is_empty()).then_some((main, subtype))
    }

    /// The file name as given, `filename` before `name`.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        let given = |content: Option<&'_ ContentType<'_>>, key: &str| {
            content
                .and_then(|c| c.attribute(key))
                .map(str::trim)
                .is_some_and(|name| !name.is_empty())
        };
        if given(self.disposition(), "filename") {
            return self.disposition().and_then(|d| d.attribute("filename"));
        }
        if given(self.content_type(), "name") {
            return self.content_type().and_then(|c| c.attribute("name"));
        }
        None
    }
}

/// Fields of a block that is not UTF-8: raw 8-bit lines are read in the charset they are likely in.
fn reread(block: &[u8]) -> Vec<Header<'static>> {
    let mut text = String::with_capacity(block.len() * 2);
    for line in block.split_inclusive(|b| *b == b'\n') {
        if std::str::from_utf8(line).is_err() && has_encoded_word(line) {
            escape(line, &mut text);
        } else {
            text.push_str(&charset::guess(line));
        }
    }
    let mut fields = Vec::new();
    MessageStream::new(text.as_bytes()).parse_headers(&PARSER, &mut fields);
    fields.into_iter().map(Header::into_owned).collect()
}

/// Whether a line holds a word in the "Q" encoding of RFC 2047 §4.2.
fn has_encoded_word(line: &[u8]) -> bool {
    line.windows(3).any(|three| three.eq_ignore_ascii_case(b"?q?"))
}

/// Encodes the raw letters that an encoded word should not hold: its own charset says what they are.
fn escape(line: &[u8], text: &mut String) {
    for &byte in line {
        match byte {
            0x80.. => text.push_str(&format!("={byte:02X}")),
            _ => text.push(char::from(byte)),
        }
    }
}

/// The length of an empty first line.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// Whether the first line looks like a field: a name without spaces, perhaps spaces, a colon (RFC 5322 §2.2, §4.5).
fn begins_with_field(bytes: &[u8]) -> bool {
    let name = bytes
        .iter()
        .take_while(|b| b.is_ascii_graphic() && **b != b':')
        .count();
    let spaces = bytes[name..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    name > 0 && bytes.get(name + spaces) == Some(&b':')
}
