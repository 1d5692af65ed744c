//! Transfer encodings of RFC 2045 §6: which one a part has, and its bytes. Broken encodings give what can be saved.

use domain::entry::Encoding;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use std::borrow::Cow;

/// The encoding of a `Content-Transfer-Encoding` value; unknown ones leave the bytes as they are.
#[must_use]
pub fn encoding_of(value: Option<&str>) -> Encoding {
    let value = value.unwrap_or_default().trim().trim_matches('"');
    if value.eq_ignore_ascii_case("base64") {
        Encoding::Base64
    } else if value.eq_ignore_ascii_case("quoted-printable") {
        Encoding::QuotedPrintable
    } else {
        Encoding::Identity
    }
}

/// The decoded bytes.
#[must_use]
pub fn decode(bytes: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::Identity => Cow::Borrowed(bytes),
        Encoding::Base64 => Cow::Owned(base64_decode(bytes).unwrap_or_else(|| base64_leniently(bytes))),
        Encoding::QuotedPrintable => {
            Cow::Owned(quoted_printable_decode(bytes).unwrap_or_else(|| quoted_printable_leniently(bytes)))
        }
    }
}

/// Decodes base64 after leaving out what is no base64 (RFC 2045 §6.8: "must be ignored by decoding software"). What
/// follows the padding is a footer that somebody on the way has added.
fn base64_leniently(bytes: &[u8]) -> Vec<u8> {
    let padding = memchr::memchr(b'=', bytes);
    let end = padding.map_or(bytes.len(), |at| {
        at + bytes[at..].iter().take_while(|b| **b == b'=').count()
    });
    let wanted = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let kept: Vec<u8> = bytes[..end].iter().copied().filter(wanted).collect();
    base64_decode(&kept).unwrap_or_default()
}

/// Decodes quoted-printable, keeping an `=` that is followed by no hexadecimal pair (RFC 2045 §6.7, note).
fn quoted_printable_leniently(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        if let Some(after) = soft_break(tail) {
            rest = after;
        } else if let [high, low, after @ ..] = tail
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.push(high << 4 | low);
            rest = after;
        } else {
            out.push(b'=');
        }
    }
    out
}

fn soft_break(tail: &[u8]) -> Option<&[u8]> {
    let spaces = tail.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    match &tail[spaces..] {
        [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => Some(after),
        _ => None,
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
