//! The lines of an iCalendar document (RFC 5545 §3.1): unfolded, read, each with the number of the line it begins on.

use crate::error::Field;
use ical::PropertyParser;
use ical::property::Property;

/// Longest document, bytes.
const LONGEST: usize = 1 << 20;
/// Longest line once it is unfolded, bytes.
const LONGEST_LINE: usize = 16_384;

/// One line of content.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Counted from 1.
    pub number: usize,
    pub name: String,
    pub value: String,
    parameters: Vec<(String, Vec<String>)>,
}

impl Line {
    /// The first value of a parameter, in upper case.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found
            .and_then(|(_, values)| values.first())
            .map(|value| value.to_ascii_uppercase())
    }

    /// The value as text (§3.3.11).
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match (letter, letter == '\\') {
                (_, true) => text.extend(letters.next().map(|next| match next {
                    'n' | 'N' => '\n',
                    other => other,
                })),
                (letter, false) => text.push(letter),
            }
        }
        text
    }
}

/// A mistake at a line.
pub(super) fn fault(line: usize, code: &'static str, reason: impl std::fmt::Display) -> Field {
    Field {
        field: format!("line {line}"),
        code,
        reason: reason.to_string(),
    }
}

/// Reads a document.
///
/// # Errors
/// Too long, not UTF-8, or a line that is none.
pub(super) fn read(document: &[u8]) -> Result<Vec<Line>, Field> {
    if document.len() > LONGEST {
        return Err(fault(
            1,
            "too_long",
            "the document is larger than 1 MiB: is it a calendar of days off?",
        ));
    }
    let text = std::str::from_utf8(document).map_err(|error| {
        let before = document.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        fault(line, "encoding", "the document is not UTF-8: save it as UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    unfolded(text)
        .into_iter()
        .map(|(number, line)| content(number, &line))
        .collect()
}

/// Lines with those that continue them.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let more = line.strip_prefix([' ', '\t']);
        match (more, lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ if line.trim().is_empty() => {}
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn content(number: usize, line: &str) -> Result<Line, Field> {
    let broken = |reason: &str| fault(number, "syntax", reason);
    if line.contains('\0') {
        return Err(broken("a text holds the character U+0000: remove it"));
    }
    if line.len() > LONGEST_LINE {
        return Err(fault(
            number,
            "too_long",
            format!("a line has at most {LONGEST_LINE} bytes"),
        ));
    }
    let read = PropertyParser::from_reader(line.as_bytes()).next();
    let Property { name, params, value } = match read {
        Some(Ok(property)) => property,
        Some(Err(_)) | None => {
            return Err(broken(
                "this is no line of iCalendar: a name, a colon and a value are expected",
            ));
        }
    };
    Ok(Line {
        number,
        name: name.to_ascii_uppercase(),
        value: value.unwrap_or_default(),
        parameters: params.unwrap_or_default(),
    })
}
