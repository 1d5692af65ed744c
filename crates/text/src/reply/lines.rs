//! The lines of a body and what each looks like on its own.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    Quoted,
    Text,
}

#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Where it stands in the body, its line end included.
    pub(super) range: Range<usize>,
    /// Without surrounding white space.
    pub(super) text: &'a str,
    pub(super) look: Look,
}

/// Splits a body into lines. They cover it without gaps.
pub(super) fn lines(body: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    body.split_inclusive('\n')
        .map(|line| {
            let range = at..at + line.len();
            at = range.end;
            let text = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}');
            Line {
                range,
                text,
                look: look(text),
            }
        })
        .collect()
}

fn look(text: &str) -> Look {
    if text.is_empty() {
        Look::Blank
    } else if is_quoted(text) {
        Look::Quoted
    } else {
        Look::Text
    }
}

/// `> text`, and The Bat's `AB> text` with the initials of the quoted person. A lone `>:` ends a wrapped address.
fn is_quoted(text: &str) -> bool {
    let Some((initials, after)) = text.split_once('>') else {
        return false;
    };
    if after.trim() == ":" {
        return false;
    }
    initials.is_empty() || (initials.chars().count() <= 3 && initials.chars().all(char::is_uppercase))
}

/// The next line at or after `from` that is not blank.
pub(super) fn next_written<'l, 'a>(lines: &'l [Line<'a>], from: usize) -> Option<(usize, &'l Line<'a>)> {
    lines
        .iter()
        .enumerate()
        .skip(from)
        .find(|(_, line)| line.look != Look::Blank)
}

/// Whether a line only draws: `====`, `_____`, `* * *`.
pub(super) fn is_drawn(text: &str) -> bool {
    let drawing = |c: char| matches!(c, '-' | '_' | '=' | '*' | '~' | '#' | '+' | '—' | '–' | ' ');
    !text.is_empty() && text.chars().all(drawing)
}
