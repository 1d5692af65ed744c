//! Finds telephone numbers, however they are spaced, so that one can be found by another spelling.
//! Knows no numbering plan but that Russians write 8 for +7.

/// Digits of a number with its country, ITU-T E.164 allows at most 15.
const DIGITS: std::ops::RangeInclusive<usize> = 10..=15;

/// Calls `each` with the digits of every telephone number in the text.
pub(crate) fn each(text: &str, mut each: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| begins(*b)))
    {
        let start = at + start;
        let inside_word = start > 0 && bytes.get(start - 1).is_some_and(|b| b.is_ascii_alphanumeric());
        let (digits, end) = run(text, start);
        if !inside_word && let Some(digits) = number(&digits, bytes.get(start) == Some(&b'+')) {
            each(&digits);
        }
        at = end.max(start + 1);
    }
}

/// The digits of a text that is one telephone number and nothing else.
pub(crate) fn whole(text: &str) -> Option<String> {
    let text = text.trim();
    let (digits, end) = run(text, 0);
    if end < text.len() {
        return None;
    }
    number(&digits, text.starts_with('+'))
}

fn begins(byte: u8) -> bool {
    byte == b'+' || byte == b'(' || byte.is_ascii_digit()
}

/// The digits of the run from `start`, and where it ends.
fn run(text: &str, start: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut end = start;
    let mut gap = 0;
    for (n, c) in text.get(start..).unwrap_or_default().char_indices() {
        match c {
            '0'..='9' => {
                gap = 0;
                digits.push(c);
            }
            '+' if n == 0 => {}
            ' ' | '\u{A0}' | '(' | ')' | '-' | '\u{2010}'..='\u{2013}' if gap < 3 => gap += 1,
            _ => break,
        }
        end = start + n + c.len_utf8();
    }
    (digits, end)
}

/// With `+`, or eleven digits as Russians write them; with 7 for 8.
fn number(digits: &str, plus: bool) -> Option<String> {
    let russian = digits.len() == 11 && digits.starts_with(['7', '8']);
    if !DIGITS.contains(&digits.len()) || !(plus || russian) {
        return None;
    }
    match digits.strip_prefix('8') {
        Some(rest) if russian && !plus => Some(format!("7{rest}")),
        _ => Some(digits.to_owned()),
    }
}
