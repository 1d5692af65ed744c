//! Search terms of a text, and of what a user searches for. Knows nothing of databases.

use std::ops::ControlFlow;

use foldhash::HashSet;

use crate::phone;
use crate::stem::stem;
use crate::tokens::{Token, each_token};

/// Distinct terms of one text; what comes later is not found by search. A book has about this many.
const MAX_TERMS: usize = 20_000;
/// Bytes of a text that are read for terms.
const MAX_TEXT: usize = 1024 * 1024;
/// Words of a search that count.
const MAX_QUERY: usize = 32;

/// The search terms of a text, in order, each once: words folded (NFKC, case, accents, ё as е) and stemmed by
/// their script (Russian, English). Numbers, addresses and double words stand whole (`2026-004512`,
/// `anna@example.com`) and in parts, a number also without leading zeros, a telephone number also as digits alone.
/// A term is made of letters, digits and `- . _ @ / +` only. Bounded: 1 MiB of text, 20,000 terms.
pub fn terms(text: &str) -> Vec<String> {
    let text = text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default();
    let mut found = Found::default();
    each_token(text, |token| {
        if token.is_compound() {
            found.add(&token.whole);
            found.add_address(&token.whole);
        }
        for part in token.parts() {
            found.add(part);
        }
        if found.terms.len() >= MAX_TERMS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    phone::each(text, |digits| found.add_term(digits));
    found.terms
}

/// The search terms of a text, joined by spaces.
pub fn term_text(text: &str) -> String {
    terms(text).join(" ")
}

#[derive(Default)]
struct Found {
    /// Folded words met before: most words of a text are repeated, and are stemmed once.
    words: HashSet<String>,
    stems: HashSet<String>,
    terms: Vec<String>,
}

impl Found {
    fn add(&mut self, word: &str) {
        if self.words.contains(word) {
            return;
        }
        self.words.insert(word.to_owned());
        self.add_term(&stem(word));
        let short = word.trim_start_matches('0');
        if short.len() < word.len() && !short.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) {
            self.add_term(short);
        }
    }

    /// Of an address: who, and every domain it lies in (`mail.example.com`, `example.com`).
    fn add_address(&mut self, whole: &str) {
        let (who, host) = whole.split_once('@').unwrap_or(("", whole));
        let host = host.split_once('/').map_or(host, |(host, _path)| host);
        if !host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.chars().all(char::is_alphabetic))
        {
            return;
        }
        if who.contains(['.', '-', '_']) {
            self.add(who);
        }
        let mut domain = host;
        while domain.contains('.') {
            self.add(domain);
            domain = domain.split_once('.').map_or("", |(_, parent)| parent);
        }
    }

    fn add_term(&mut self, term: &str) {
        if self.stems.insert(term.to_owned()) {
            self.terms.push(term.to_owned());
        }
    }
}

/// What a user searches for, in the terms of [`terms`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Every one of these must be among a text's terms.
    pub all: Vec<String>,
    /// And one term that begins so: the word being typed.
    pub prefix: Option<String>,
}

/// Folds a search like the texts it looks for. The last word is a prefix unless a space follows it; a lone letter
/// there is ignored when other words came before. Words joined by hyphens are looked for one by one,
/// numbers and addresses as a whole, a telephone number by its digits.
pub fn query(text: &str) -> Query {
    if let Some(digits) = phone::whole(text) {
        return Query {
            all: vec![digits],
            prefix: None,
        };
    }
    let mut words: Vec<String> = Vec::new();
    each_token(text, |token| {
        if token.is_compound() && !is_words(token) {
            words.push(token.whole.clone());
        } else {
            words.extend(token.parts().map(str::to_owned));
        }
        if words.len() >= MAX_QUERY {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let typing = text.chars().next_back().is_some_and(char::is_alphanumeric);
    let typed = if typing { words.pop() } else { None };
    let first = words.is_empty();
    let mut query = Query::default();
    for word in &words {
        query.require(&stem(word));
    }
    match typed {
        Some(word) if word.chars().nth(1).is_some() => {
            query.prefix = Some(shared(&word, &stem(&word)).to_owned());
        }
        Some(word) if first || word.bytes().all(|b| b.is_ascii_digit()) => query.require(&word),
        _ => {}
    }
    query
}

impl Query {
    fn require(&mut self, term: &str) {
        if !self.all.iter().any(|known| known == term) {
            self.all.push(term.to_owned());
        }
    }
}

/// Double words, as opposed to numbers and addresses.
fn is_words(token: &Token) -> bool {
    !token.has_digit() && !token.whole.contains(['@', '.', '_', '/', '+'])
}

/// What a word and its stem begin with alike: the stem of a whole word and of its beginning may differ at the end.
fn shared<'a>(word: &'a str, stem: &str) -> &'a str {
    let len = word
        .chars()
        .zip(stem.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    word.get(..len).unwrap_or(word)
}
