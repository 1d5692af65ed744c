//! Command lines out of a stream of bytes. Knows nothing of commands.

use std::borrow::Cow;

/// What was found in the bytes given.
#[derive(Debug, Eq, PartialEq)]
pub enum Line<'a> {
    /// A line with its line feed.
    Whole(Cow<'a, [u8]>),
    /// A line that was longer than allowed came to its end; it was thrown away.
    TooLong,
    /// No line is complete yet; everything given was kept.
    Partial,
}

/// Collects a line that comes in pieces; a line that comes in one piece is not copied.
#[derive(Debug, Default)]
pub struct Lines {
    begun: Vec<u8>,
    dropping: bool,
}

impl Lines {
    /// Takes the next line of at most `max` bytes out of `input`.
    pub fn next<'a>(&mut self, input: &mut &'a [u8], max: usize) -> Line<'a> {
        let Some(end) = memchr::memchr(b'\n', input) else {
            self.keep(input, max);
            *input = &[];
            return Line::Partial;
        };
        let (line, rest) = input.split_at(end + 1);
        *input = rest;
        if self.dropping || self.begun.len() + line.len() > max {
            self.clear();
            return Line::TooLong;
        }
        if self.begun.is_empty() {
            return Line::Whole(Cow::Borrowed(line));
        }
        self.begun.extend_from_slice(line);
        Line::Whole(Cow::Owned(std::mem::take(&mut self.begun)))
    }

    /// Forgets a begun line.
    pub fn clear(&mut self) {
        self.begun = Vec::new();
        self.dropping = false;
    }

    fn keep(&mut self, piece: &[u8], max: usize) {
        if self.dropping || self.begun.len() + piece.len() > max {
            self.begun = Vec::new();
            self.dropping = true;
        } else {
            self.begun.extend_from_slice(piece);
        }
    }
}
