//! The content of a mail out of a stream of bytes: dots unstuffed, the end found (RFC 5321 §4.5.2), size bounded.
//!
//! Only `CR LF . CR LF` ends it. Bare CR, bare LF, NUL and `LF . LF` and the like are content and kept as they are:
//! whoever relays to us cannot be made to see another end than we do ("SMTP smuggling").

use super::budget::Share;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static DOT_LINE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\r\n."));

/// How much of a mail that is too large is kept, to tell who sent it.
const KEPT_OF_TOO_LARGE: usize = 32 << 10;

/// How far into `CR LF . CR LF` the last bytes got.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum At {
    Middle,
    Cr,
    /// At the beginning of a line.
    LineStart,
    /// After the dot at the beginning of a line; the dot is held back.
    Dot,
    /// After dot and CR; both are held back.
    DotCr,
}

/// What could be kept of a mail.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Fit {
    Whole,
    /// Larger than a mail may be: only its beginning.
    TooLarge,
    /// There was no room for it now: nothing.
    NoRoom,
}

/// Collects one mail.
#[derive(Debug)]
pub struct Collector {
    at: At,
    bytes: Vec<u8>,
    size: u64,
    max: usize,
    share: Share,
    fit: Fit,
}

impl Collector {
    /// For a mail of at most `max` bytes, with room for `expected` of them.
    #[must_use]
    pub fn new(max: usize, expected: usize, mut share: Share) -> Self {
        let expected = if share.cover(expected.min(max)) {
            expected.min(max)
        } else {
            0
        };
        // The line of the DATA command ended with CR LF, so a dot may come at once.
        Self {
            at: At::LineStart,
            bytes: Vec::with_capacity(expected),
            size: 0,
            max,
            share,
            fit: Fit::Whole,
        }
    }

    /// Takes content out of `input`; true when the end came. What follows the end stays in `input`.
    pub fn ingest(&mut self, input: &mut &[u8]) -> bool {
        while let Some((&byte, rest)) = input.split_first() {
            if self.at == At::Middle {
                *input = self.run(input);
                continue;
            }
            *input = rest;
            if self.step(byte) {
                return true;
            }
        }
        false
    }

    /// The size, unstuffed, what could be kept, and the share of memory that it needs.
    #[must_use]
    pub fn finish(self) -> (u64, Fit, Vec<u8>, Share) {
        (self.size, self.fit, self.bytes, self.share)
    }

    /// Takes everything up to and with the next line that begins with a dot.
    fn run<'a>(&mut self, input: &'a [u8]) -> &'a [u8] {
        if let Some(found) = DOT_LINE.find(input) {
            self.push(&input[..found + 2]);
            self.at = At::Dot;
            return &input[found + 3..];
        }
        self.push(input);
        self.at = match input {
            [.., b'\r', b'\n'] => At::LineStart,
            [.., b'\r'] => At::Cr,
            _ => At::Middle,
        };
        &[]
    }

    fn step(&mut self, byte: u8) -> bool {
        match (self.at, byte) {
            (At::DotCr, b'\n') => return true,
            (At::Dot, b'\r') => {
                self.at = At::DotCr;
                return false;
            }
            (At::LineStart, b'.') => {
                self.at = At::Dot;
                return false;
            }
            (At::DotCr, _) => {
                self.push(b"\r");
                self.at = At::Cr;
            }
            _ => {}
        }
        self.at = match (self.at, byte) {
            (At::Cr, b'\n') => At::LineStart,
            (_, b'\r') => At::Cr,
            _ => At::Middle,
        };
        self.push(&[byte]);
        false
    }

    fn push(&mut self, content: &[u8]) {
        self.size += content.len() as u64;
        if self.fit != Fit::Whole {
            return;
        }
        if self.size > self.max as u64 {
            self.fit = Fit::TooLarge;
            self.bytes.truncate(KEPT_OF_TOO_LARGE);
            self.bytes.shrink_to_fit();
            self.share.release();
        } else if self.share.cover(self.bytes.len() + content.len()) {
            self.bytes.extend_from_slice(content);
        } else {
            self.fit = Fit::NoRoom;
            self.bytes = Vec::new();
            self.share.release();
        }
    }
}
