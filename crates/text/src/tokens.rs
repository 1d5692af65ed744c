//! Cuts text into folded words, and words that hang together into their parts.
//! Knows nothing of stems or searches.

use std::ops::ControlFlow;

use crate::fold::{fold_into, is_simple};

/// Longer words are cut: they are codes that nobody types.
const MAX_WORD: usize = 64;

/// Characters that hold a number, an address or a double word together when they stand inside it.
fn joins(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | '@' | '/' | '+' | '\u{2010}' | '\u{2011}')
}

/// Marks inside a word that are no part of it.
fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | 'ʼ' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    if matches!(c, '\u{400}'..='\u{481}') {
        return true; // most of what is read here; the general test below is ten times slower
    }
    // A modifier apostrophe counts as a letter in Unicode. The numero sign and other letter-like symbols fold to letters that would stick to the number behind them.
    !is_silent(c)
        && !matches!(c, '\u{2100}'..='\u{214F}')
        && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c))
}

/// A folded word as it stands in a text.
#[derive(Debug, Default)]
pub(crate) struct Token {
    /// With what joins its parts.
    pub(crate) whole: String,
    /// Byte ranges of the parts inside `whole`.
    parts: Vec<(usize, usize)>,
}

impl Token {
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts
            .iter()
            .filter_map(|(from, to)| self.whole.get(*from..*to))
    }

    pub(crate) fn is_compound(&self) -> bool {
        self.parts.len() > 1
    }

    pub(crate) fn has_digit(&self) -> bool {
        self.whole.bytes().any(|b| b.is_ascii_digit())
    }

    fn clear(&mut self) {
        self.whole.clear();
        self.parts.clear();
    }

    fn push_part(&mut self, word: &str) {
        let from = self.whole.len();
        if is_simple(word) {
            let end = word
                .char_indices()
                .nth(MAX_WORD)
                .map_or(word.len(), |(end, _)| end);
            fold_into(word.get(..end).unwrap_or_default(), &mut self.whole);
        } else {
            let mut folded = String::new();
            fold_into(word, &mut folded);
            // Folding may lay open what joins or parts words (½ is 1⁄2).
            self.whole
                .extend(folded.chars().filter(|c| is_word(*c)).take(MAX_WORD));
        }
        if self.whole.len() > from {
            self.parts.push((from, self.whole.len()));
        } else {
            self.whole.truncate(self.parts.last().map_or(0, |(_, to)| *to));
        }
    }
}

/// Calls `each` with every word of the text until it breaks off.
pub(crate) fn each_token(text: &str, mut each: impl FnMut(&Token) -> ControlFlow<()>) {
    let mut token = Token::default();
    let mut word = Word {
        text,
        from: 0,
        to: 0,
        before: String::new(),
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_word(c) {
            word.extend(at, at + c.len_utf8());
            continue;
        }
        let goes_on = !word.is_empty() && chars.peek().is_some_and(|(_, next)| is_word(*next));
        if goes_on && is_silent(c) {
            continue;
        }
        word.move_to(&mut token);
        if goes_on && joins(c) && !token.parts.is_empty() && token.whole.len() < 2 * MAX_WORD {
            let dash = matches!(c, '\u{2010}' | '\u{2011}');
            token.whole.push(if dash { '-' } else { c });
        } else if !token.parts.is_empty() {
            if each(&token).is_break() {
                return;
            }
            token.clear();
        }
    }
    word.move_to(&mut token);
    if !token.parts.is_empty() {
        let _last = each(&token); // nothing follows that could be broken off
    }
}

/// The word being read: a slice of the text, and what stood before a silent mark inside it.
struct Word<'a> {
    text: &'a str,
    from: usize,
    to: usize,
    before: String,
}

impl Word<'_> {
    fn is_empty(&self) -> bool {
        self.from == self.to
    }

    fn slice(&self) -> &str {
        self.text.get(self.from..self.to).unwrap_or_default()
    }

    fn extend(&mut self, at: usize, end: usize) {
        if self.to != at {
            if !self.is_empty() {
                let head = self.slice().to_owned();
                self.before.push_str(&head);
            }
            self.from = at;
        }
        self.to = end;
    }

    fn move_to(&mut self, token: &mut Token) {
        if self.is_empty() {
            return;
        }
        if self.before.is_empty() {
            token.push_part(self.slice());
        } else {
            let whole = std::mem::take(&mut self.before) + self.slice();
            token.push_part(&whole);
        }
        self.from = self.to;
    }
}
