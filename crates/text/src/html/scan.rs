//! Cuts HTML into tags and text in one pass, linear in its length and without a stack.
//! Follows the tokenisation stage of the HTML standard (§13.2.5) where mail needs it; knows no element's meaning
//! beyond those whose content is not markup. Nothing rests its safety on this: see the module above.

/// One piece of markup. Text and attribute values are as written: character references are not decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Text(&'a str),
    /// Its attributes stand in [`Scanner::attrs`] until the next token.
    Start(&'a str),
    End(&'a str),
}

/// An attribute as written: name in any case, value without its quotes.
pub(super) type Attr<'a> = (&'a str, &'a str);

pub(super) struct Scanner<'a> {
    html: &'a str,
    at: usize,
    /// Attributes of the last start tag.
    pub(super) attrs: Vec<Attr<'a>>,
    /// Content of the element just opened is not markup: skip or show it up to its end tag.
    raw: Option<(&'a str, bool)>,
    /// A title was opened that never ends.
    endless_title: bool,
}

/// Elements whose content is never shown, and those whose content is shown as it stands.
const HIDDEN: &[&str] = &["script", "style", "title", "iframe", "noembed", "noframes"];
const SHOWN: &[&str] = &["textarea", "xmp"];

impl<'a> Scanner<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Scanner {
            html,
            at: 0,
            attrs: Vec::new(),
            raw: None,
            endless_title: false,
        }
    }

    /// The value of an attribute of the last start tag, as written; the first wins, as in browsers.
    pub(super) fn attr(&self, name: &str) -> Option<&'a str> {
        self.attrs
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| *v)
    }

    /// How far the input was read: the end of the last token.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.html.as_bytes().get(at).copied()
    }

    /// The position of `byte` at or after `from`, or the end.
    fn seek(&self, byte: u8, from: usize) -> usize {
        let rest = self.html.as_bytes().get(from..).unwrap_or_default();
        rest.iter()
            .position(|b| *b == byte)
            .map_or(self.html.len(), |n| from + n)
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.html.get(from..to).unwrap_or_default()
    }

    /// Content that is not markup ends at `</name` followed by a space, `/` or `>`.
    fn raw_end(&self, name: &str) -> usize {
        let mut at = self.at;
        loop {
            at = self.seek(b'<', at);
            if at >= self.html.len() {
                return at;
            }
            let after = at + 2 + name.len();
            let closes = self.byte(at + 1) == Some(b'/')
                && self
                    .html
                    .get(at + 2..after)
                    .is_some_and(|n| n.eq_ignore_ascii_case(name))
                && self
                    .byte(after)
                    .is_none_or(|b| b.is_ascii_whitespace() || b == b'/' || b == b'>');
            if closes {
                return at;
            }
            at += 1;
        }
    }

    /// Reads a tag whose name begins at `at`; leaves the position behind its `>`.
    fn tag(&mut self, at: usize) -> Option<&'a str> {
        self.attrs.clear();
        let bytes = self.html.as_bytes();
        let ends = |b: u8| b.is_ascii_whitespace() || b == b'/' || b == b'>';
        let skip_while = |mut at: usize, test: &dyn Fn(u8) -> bool| {
            while bytes.get(at).is_some_and(|b| test(*b)) {
                at += 1;
            }
            at
        };
        let mut pos = skip_while(at, &|b| !ends(b));
        let name = self.slice(at, pos);
        loop {
            pos = skip_while(pos, &|b| b.is_ascii_whitespace() || b == b'/');
            match bytes.get(pos) {
                None => {
                    self.at = bytes.len();
                    return None; // a tag cut off by the end is no tag
                }
                Some(b'>') => {
                    self.at = pos + 1;
                    return Some(name);
                }
                Some(_) => {}
            }
            let start = pos;
            pos = skip_while(pos + 1, &|b| !ends(b) && b != b'=');
            let attr = self.slice(start, pos);
            let after = skip_while(pos, &|b| b.is_ascii_whitespace());
            let mut value = "";
            if bytes.get(after) == Some(&b'=') {
                let from = skip_while(after + 1, &|b| b.is_ascii_whitespace());
                match bytes.get(from).copied() {
                    Some(quote @ (b'"' | b'\'')) => {
                        let end = self.seek(quote, from + 1);
                        value = self.slice(from + 1, end);
                        pos = end + 1;
                    }
                    _ => {
                        pos = skip_while(from, &|b| !b.is_ascii_whitespace() && b != b'>');
                        value = self.slice(from, pos);
                    }
                }
            }
            self.attrs.push((attr, value));
        }
    }

    /// The end of a comment whose `<!--` begins at `at`.
    fn comment_end(&self, at: usize) -> usize {
        let body = at + 4;
        let rest = self.html.get(body..).unwrap_or_default();
        if rest.starts_with('>') {
            return body + 1;
        }
        if rest.starts_with("->") {
            return body + 2;
        }
        rest.find("-->").map_or(self.html.len(), |n| body + n + 3)
    }

    fn open(&mut self, name: &'a str) -> Token<'a> {
        if let Some(known) = HIDDEN.iter().find(|n| n.eq_ignore_ascii_case(name)) {
            if *known == "title" && self.endless_title {
                return Token::Start(name);
            }
            self.raw = Some((known, false));
        } else if let Some(known) = SHOWN.iter().find(|n| n.eq_ignore_ascii_case(name)) {
            self.raw = Some((known, true));
        }
        Token::Start(name)
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some((name, shown)) = self.raw.take() {
            let from = self.at;
            self.at = self.raw_end(name);
            if name == "title" && self.at >= self.html.len() {
                // A browser would show nothing at all; somebody has to read that mail.
                self.endless_title = true;
                self.at = from;
            }
            if shown && self.at > from {
                return Some(Token::Text(self.slice(from, self.at)));
            }
        }
        loop {
            let start = self.at;
            if start >= self.html.len() {
                return None;
            }
            if self.byte(start) != Some(b'<') {
                self.at = self.seek(b'<', start);
                return Some(Token::Text(self.slice(start, self.at)));
            }
            match (self.byte(start + 1), self.byte(start + 2)) {
                (Some(b), _) if b.is_ascii_alphabetic() => {
                    let name = self.tag(start + 1)?;
                    return Some(self.open(name));
                }
                (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => {
                    let name = self.tag(start + 2)?;
                    return Some(Token::End(name));
                }
                (Some(b'!'), _) if self.slice(start, start + 4) == "<!--" => {
                    self.at = self.comment_end(start);
                }
                (Some(b'!' | b'?' | b'/'), _) => self.at = self.seek(b'>', start) + 1,
                _ => {
                    self.at = self.seek(b'<', start + 1);
                    return Some(Token::Text(self.slice(start, self.at)));
                }
            }
        }
    }
}
