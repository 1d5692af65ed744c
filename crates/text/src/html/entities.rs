//! Decodes character references (HTML standard §13.2.5.72) and writes text so that it is text again.
//! Knows nothing of tags.

use std::borrow::Cow;

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name in the standard's table is 31 characters, its semicolon included.
const LONGEST_NAME: usize = 33;

/// Replaces character references by what they stand for. In an attribute a name without a semicolon that is
/// followed by `=`, a letter or a digit stays as it is, so that `?a=1&copy=2` keeps its meaning.
pub(super) fn decode(raw: &str, in_attribute: bool) -> Cow<'_, str> {
    let Some(first) = raw.find('&') else {
        return Cow::Borrowed(raw);
    };
    let mut out = String::with_capacity(raw.len());
    let (head, mut rest) = raw.split_at(first);
    out.push_str(head);
    while let Some(body) = rest.strip_prefix('&') {
        let used = match body.strip_prefix('#') {
            Some(number) => numeric(number, &mut out).map(|n| n + 1),
            None => named(body, in_attribute, &mut out),
        };
        let used = used.unwrap_or_else(|| {
            out.push('&');
            0
        });
        rest = body.get(used..).unwrap_or_default();
        let next = rest.find('&').unwrap_or(rest.len());
        let (text, tail) = rest.split_at(next);
        out.push_str(text);
        rest = tail;
    }
    Cow::Owned(out)
}

/// Decodes what follows `&#`; tells how many bytes it took.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let (digits, radix, skip) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let len = digits
        .bytes()
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    if len == 0 {
        return None;
    }
    let code = u32::from_str_radix(digits.get(..len)?, radix).unwrap_or(u32::MAX); // too large is U+FFFD below
    let windows = code
        .checked_sub(0x80)
        .and_then(|n| C1_REPLACEMENTS.get(n as usize).copied().flatten());
    let c = windows.or_else(|| char::from_u32(code).filter(|c| *c != '\0'));
    out.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    let semicolon = usize::from(digits.as_bytes().get(len) == Some(&b';'));
    Some(skip + len + semicolon)
}

/// Decodes the longest name that follows `&`; tells how many bytes it took.
fn named(text: &str, in_attribute: bool, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut len = bytes
        .iter()
        .take(LONGEST_NAME)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    if len == 0 {
        return None;
    }
    if bytes.get(len) == Some(&b';') {
        len += 1;
    }
    for end in (2..=len).rev() {
        let name = text.get(..end)?;
        let Some(&(first, second)) = NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0) else {
            continue;
        };
        let goes_on = bytes
            .get(end)
            .is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric());
        if in_attribute && goes_on && !name.ends_with(';') {
            return None;
        }
        out.extend(char::from_u32(first));
        out.extend(char::from_u32(second).filter(|c| *c != '\0'));
        return Some(end);
    }
    None
}

/// Writes a decoded value so that it can stand between double quotes.
pub(super) fn push_value(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}
