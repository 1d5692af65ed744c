//! Rewrites foreign HTML as a bounded, well-nested document of known tags and attributes, images moved aside.
//! Judges no URL of a link and no style: that is `sanitise`'s, on the parsed tree.

use super::policy::{self, Kind, Tag};
use super::scan::{Scanner, Token};

/// Deeper tags disappear, their content stays. Long threads of quotes reach about 150.
const MAX_DEPTH: usize = 256;
/// Open `b`, `i`, `font` …: a parser re-opens all of them behind every block that ends inside them.
const MAX_FORMATTING: usize = 24;
/// Further tags disappear, their content stays. Large newsletters have about 5,000.
const MAX_TAGS: usize = 20_000;
/// Bytes of bounded HTML; what comes after is cut.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Characters to escape in one run of text. The serialiser looks through all that follows for each of them, so
/// longer runs are parted by an invisible `<wbr>`.
const MAX_ESCAPES: usize = 500;

#[derive(Default)]
pub(super) struct Bounded {
    pub(super) html: String,
    pub(super) remote_images: usize,
    /// Content ids of the mail's own images, in order, each once.
    pub(super) cids: Vec<String>,
    /// Whether something was cut off for its size.
    pub(super) truncated: bool,
    open: Vec<&'static Tag>,
    formatting: usize,
    /// Start tags dropped for their depth, whose end tags are still to come.
    too_deep: usize,
    tags: usize,
    /// Characters to escape since the last tag.
    escapes: usize,
}

pub(super) fn bound(html: &str) -> Bounded {
    let mut out = Bounded {
        html: String::with_capacity(html.len().min(MAX_BYTES)),
        ..Bounded::default()
    };
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(text) => out.text(text),
            Token::Start(name) => out.start(name, &scanner),
            Token::End(name) => out.end(name),
        }
        if out.html.len() > MAX_BYTES {
            out.truncated = true;
            break;
        }
    }
    while let Some(tag) = out.open.pop() {
        out.close(tag);
    }
    out
}

impl Bounded {
    fn text(&mut self, text: &str) {
        let mut text = text;
        let room = MAX_BYTES.saturating_sub(self.html.len());
        if text.len() > room {
            self.truncated = true;
            text = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
        }
        let mut copied = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'<' | 0 => {
                    self.html.push_str(text.get(copied..at).unwrap_or_default());
                    self.html.push_str(if byte == 0 { "" } else { "&lt;" });
                    copied = at + 1;
                }
                b'&' | 0xC2 => {
                    self.escapes += 1;
                    if self.escapes > MAX_ESCAPES {
                        self.html.push_str(text.get(copied..at).unwrap_or_default());
                        self.html.push_str("<wbr>");
                        self.escapes = 0;
                        copied = at;
                    }
                }
                _ => {}
            }
        }
        self.html.push_str(text.get(copied..).unwrap_or_default());
    }

    fn start(&mut self, name: &str, scanner: &Scanner<'_>) {
        let Some(tag) = policy::find(name) else { return };
        self.tags += 1;
        let one_too_many = tag.kind == Kind::Formatting && self.formatting >= MAX_FORMATTING;
        if self.open.len() >= MAX_DEPTH || self.tags > MAX_TAGS || one_too_many {
            self.too_deep += usize::from(tag.kind != Kind::Void);
            return;
        }
        if self.is_between_cells() && matches!(tag.kind, Kind::Formatting | Kind::Other) {
            return; // a parser would move it out of the table, and out of what it stands in
        }
        if tag.name == "a" {
            self.close_open(tag); // links do not nest
        }
        self.escapes = 0;
        self.html.push('<');
        self.html.push_str(tag.name);
        self.write_attributes(tag, scanner);
        self.html.push('>');
        if tag.kind != Kind::Void {
            self.open.push(tag);
            self.formatting += usize::from(tag.kind == Kind::Formatting);
        }
    }

    /// Inside a table, but in none of its cells.
    fn is_between_cells(&self) -> bool {
        let outer = self
            .open
            .iter()
            .rev()
            .find(|tag| matches!(tag.kind, Kind::Table | Kind::Cell));
        outer.is_some_and(|tag| tag.kind == Kind::Table)
    }

    fn end(&mut self, name: &str) {
        let Some(tag) = policy::find(name).filter(|tag| tag.kind != Kind::Void) else {
            return;
        };
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.close_open(tag);
    }

    /// Closes the innermost open `tag` and all inside it; does nothing when there is none to close.
    fn close_open(&mut self, tag: &'static Tag) {
        let reach = |open: &&&Tag| open.name == tag.name || !tag.kind.is_held_by(open.kind);
        let found = self
            .open
            .iter()
            .rev()
            .take_while(reach)
            .position(|open| open.name == tag.name);
        for _ in 0..found.map_or(0, |n| n + 1) {
            if let Some(tag) = self.open.pop() {
                self.close(tag);
            }
        }
    }

    fn close(&mut self, tag: &Tag) {
        self.formatting -= usize::from(tag.kind == Kind::Formatting);
        self.escapes = 0;
        self.html.push_str("</");
        self.html.push_str(tag.name);
        self.html.push('>');
    }
}
