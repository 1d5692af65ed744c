//! Divides a body into what the author wrote and what was added to it.

use std::ops::Range;

use super::lines::{Line, Look, is_drawn, lines, next_written};
use super::{attribution, headers, separators, signature};

/// A part of the body; together they cover it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Region {
    Author(Range<usize>),
    Added(Range<usize>),
}

/// What begins in a line that is not the author's.
enum Added {
    /// Goes to the end of the body.
    Tail,
    /// Quoted line by line up to this line; the author may go on below.
    Quote(usize),
}

/// Divides a body. Blank parts of the author count as added, so an author's region is never blank.
pub(crate) fn regions(body: &str) -> Vec<Region> {
    let lines = lines(body);
    let mut marks = vec![true; lines.len()]; // whether a line is the author's
    let mut at = 0;
    while at < lines.len() {
        let Some((start, added)) = added_at(&lines, at) else {
            at += 1;
            continue;
        };
        let end = match added {
            Added::Tail => lines.len(),
            Added::Quote(end) => end,
        };
        for mark in marks.iter_mut().take(end).skip(start) {
            *mark = false;
        }
        at = end.max(at + 1);
    }
    release_drawn(&lines, &mut marks);
    join(&lines, &marks)
}

/// What is added at line `at`, and the line in which it begins (an attribution may begin further up).
fn added_at(lines: &[Line<'_>], at: usize) -> Option<(usize, Added)> {
    let line = lines.get(at)?;
    match line.look {
        Look::Blank => None,
        Look::Quoted => Some((at, Added::Quote(quote_end(lines, at)))),
        Look::Text => {
            if separators::stands_at(lines, at) || headers::begins_at(lines, at) {
                return Some((at, Added::Tail));
            }
            if let Some(start) = attribution::ends_at(lines, at) {
                let below = next_written(lines, at + 1);
                let added = match below {
                    Some((next, line)) if line.look == Look::Quoted => Added::Quote(quote_end(lines, next)),
                    _ => Added::Tail,
                };
                return Some((start, added));
            }
            signature::begins_at(lines, at).then_some((at, Added::Tail))
        }
    }
}

/// The first line behind the quote that begins at `at`.
fn quote_end(lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at + 1;
    let mut next = end;
    while let Some(line) = lines.get(next) {
        match line.look {
            Look::Quoted => end = next + 1,
            Look::Blank => {}
            Look::Text if is_overflow(lines, next) => end = next + 1,
            Look::Text if signature::is_footer(line.text) => return lines.len(),
            Look::Text => break,
        }
        next += 1;
    }
    end
}

/// Quoted lines that were too long are wrapped by careless mail programs, and their ends lack the `>`: such a
/// line stands straight below a long quoted one and goes on in the middle of a sentence.
fn is_overflow(lines: &[Line<'_>], at: usize) -> bool {
    let look = |n: Option<usize>| n.and_then(|n| lines.get(n)).map(|line| (line.look, line.text));
    let (Some((Look::Quoted, above)), Some((_, text))) = (look(at.checked_sub(1)), look(Some(at))) else {
        return false;
    };
    let below_is_quoted = matches!(look(Some(at + 1)), Some((Look::Quoted, _)));
    let goes_on = text
        .chars()
        .next()
        .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    below_is_quoted && goes_on && above.chars().count() >= 60 && !above.ends_with(['?', '!', ':'])
}

/// Blank lines and lines that only draw belong to the added part below them, blank lines also to the end.
fn release_drawn(lines: &[Line<'_>], marks: &mut [bool]) {
    let (mut above_added, mut above_end) = (false, true);
    for (line, mine) in lines.iter().zip(marks).rev() {
        if !*mine {
            above_added = true;
        } else if line.look == Look::Blank && (above_added || above_end) || above_added && is_drawn(line.text)
        {
            *mine = false;
            continue;
        } else {
            above_added = false;
        }
        above_end = false;
    }
}

fn join(lines: &[Line<'_>], marks: &[bool]) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for (line, mine) in lines.iter().zip(marks) {
        match (out.last_mut(), mine) {
            (Some(Region::Author(range)), true) | (Some(Region::Added(range)), false) => {
                range.end = line.range.end
            }
            (_, true) => out.push(Region::Author(line.range.clone())),
            (_, false) => out.push(Region::Added(line.range.clone())),
        }
    }
    out
}
