//! What may be stored and what may stand in one line. Knows nothing of HTML.

use unicode_segmentation::UnicodeSegmentation;

/// Makes a text storable: removes U+0000 (PostgreSQL refuses it) and turns CRLF and lone CR into LF.
/// Everything else stays byte for byte: what a client wrote is evidence, so not even NFC is applied.
pub fn clean(s: &str) -> String {
    if !s.bytes().any(|b| b == 0 || b == b'\r') {
        return s.to_owned();
    }
    let mut out = String::with_capacity(s.len());
    let mut after_cr = false;
    for c in s.chars().filter(|c| *c != '\0') {
        match c {
            '\r' => out.push('\n'),
            '\n' if after_cr => {}
            _ => out.push(c),
        }
        after_cr = c == '\r';
    }
    out
}

/// One line for titles and names: storable, without control characters and bidirectional overrides
/// (which could make a name read as another), whitespace collapsed, at most `max_chars` characters,
/// cut at a grapheme border.
pub fn clean_line(s: &str, max_chars: usize) -> String {
    let mut out = String::with_capacity(s.len().min(max_chars.saturating_mul(4)));
    let mut chars = 0;
    for word in s.split(|c: char| c.is_whitespace()) {
        let word: String = word.chars().filter(|c| !is_invisible_control(*c)).collect();
        if word.is_empty() {
            continue;
        }
        let space = usize::from(!out.is_empty());
        if chars + space >= max_chars {
            break;
        }
        if space == 1 {
            out.push(' ');
            chars += 1;
        }
        for grapheme in word.graphemes(true) {
            let n = grapheme.chars().count();
            if chars + n > max_chars {
                out.truncate(out.trim_end().len());
                return out;
            }
            out.push_str(grapheme);
            chars += n;
        }
    }
    out
}

/// Control characters, and the bidirectional embeddings, overrides and isolates of UAX #9.
fn is_invisible_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
