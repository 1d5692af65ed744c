//! Recognises the line above a quote: "On 3 May 2024, Anna <anna@example.com> wrote:", in any language
//! as far as it can be told from a date, an address, a verb and a colon.

use super::lines::{Line, Look, next_written};

/// An attribution may be wrapped.
const MAX_LINES: usize = 4;
const MAX_CHARS: usize = 400;

/// Verbs, in lower case, that mail programs write into the line.
const VERBS: &[&str] = &[
    "wrote",
    "writes",
    "said",
    "написал",
    "написала",
    "написал(а)",
    "написали",
    "пишет",
    "писал",
    "писала",
    "писал(а)",
    "писали",
    "пишете",
    "написав",
    "пише",
    "a écrit",
    "schrieb",
    "schreef",
    "geschreven",
    "skrev",
    "kirjoitti",
    "ha scritto",
    "scrisse",
    "escribió",
    "escreveu",
    "napisał",
    "napisała",
    "napisał(a)",
    "napisal",
    "napsal",
    "napsal(a)",
    "napísal",
    "yazdı",
    "írta",
    "đã viết",
    "写道",
    "のメール",
    "书き込み",
    "작성",
];

/// What a run of text shows.
#[derive(Debug, Default, Clone, Copy)]
struct Signs {
    colon: bool,
    /// A verb at the very end, without a colon.
    ends_in_verb: bool,
    verb: bool,
    date: bool,
    time: bool,
    address: bool,
    chars: usize,
}

impl Signs {
    /// Alone, whatever follows.
    fn are_enough(self) -> bool {
        let dated = self.date || (self.time && self.verb);
        (self.colon && self.address && (dated || self.verb))
            || (self.colon && self.verb && self.date && self.time)
            || (self.ends_in_verb && self.date && self.address)
    }

    /// With quoted lines below.
    fn are_enough_above_quote(self) -> bool {
        let told = self.date || self.time || self.address;
        (self.colon && self.verb && (told || self.chars <= 80)) || (self.colon && self.date)
    }
}

/// Whether an attribution ends in line `end`; tells the line in which it begins.
pub(super) fn ends_at(lines: &[Line<'_>], end: usize) -> Option<usize> {
    let last = lines.get(end)?;
    if !may_end(last.text) {
        return None;
    }
    let quote_follows = next_written(lines, end + 1).is_some_and(|(_, line)| line.look == Look::Quoted);
    let mut text = String::new();
    let mut found = None;
    for start in (0..=end).rev().take(MAX_LINES) {
        let line = lines.get(start)?;
        if line.look != Look::Text || text.len() + line.text.len() > MAX_CHARS {
            break;
        }
        text = if text.is_empty() {
            line.text.to_owned()
        } else {
            format!("{} {text}", line.text)
        };
        let signs = signs(&text);
        if signs.are_enough() || (quote_follows && signs.are_enough_above_quote()) {
            found = Some(start);
            if signs.date {
                break; // nothing further up belongs to it
            }
        }
    }
    found
}

/// A cheap look at what nearly every line fails.
fn may_end(text: &str) -> bool {
    ends_in_colon(text) || (text.contains('@') && ends_in_verb(&text.to_lowercase()))
}

fn ends_in_colon(text: &str) -> bool {
    text.trim_end_matches(['*', '_', ' ']).ends_with([':', '：'])
}

fn ends_in_verb(lower: &str) -> bool {
    VERBS.iter().any(|verb| {
        lower
            .strip_suffix(verb)
            .is_some_and(|head| head.ends_with([' ', '>', ')']))
    })
}

fn signs(text: &str) -> Signs {
    let lower = text.to_lowercase();
    Signs {
        colon: ends_in_colon(text),
        ends_in_verb: ends_in_verb(&lower),
        verb: VERBS.iter().any(|verb| has_word(&lower, verb)),
        date: has_date(text),
        time: has_time(text),
        address: has_address(text),
        chars: text.chars().count(),
    }
}

/// Whether `word` stands in the text with no letter beside it (scripts without spaces excepted).
fn has_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text.get(at + word.len()..).unwrap_or_default().chars().next();
        !word.is_ascii() && word.chars().all(|c| c > '\u{2E80}') || (!letter(before) && !letter(after))
    })
}

/// A year of four digits, or day, month and year in digits.
fn has_date(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let year = |n: &&str| n.len() == 4 && (n.starts_with("19") || n.starts_with("20"));
    let short = |n: Option<&&str>| n.is_some_and(|n| (1..=2).contains(&n.len()));
    numbers.iter().any(year)
        || text.split_whitespace().any(|word| {
            let parts: Vec<&str> = word
                .trim_matches(|c: char| !c.is_ascii_digit())
                .split(['.', '/', '-'])
                .collect();
            parts.len() == 3
                && short(parts.first())
                && short(parts.get(1))
                && parts.get(2).is_some_and(|n| n.len() == 2 || n.len() == 4)
                && parts.iter().all(|n| n.bytes().all(|b| b.is_ascii_digit()))
        })
}

/// Hours and minutes.
fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices(':').any(|(at, _)| {
        let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(Some(at + 1)) && digit(Some(at + 2))
    })
}

/// An e-mail address between angle, square or round brackets, or straight before the final colon.
fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let head = text.get(..at).unwrap_or_default();
        let tail = text.get(at + 1..).unwrap_or_default();
        let local = head
            .rsplit(|c: char| c.is_whitespace() || "<([\"".contains(c))
            .next()
            .unwrap_or_default();
        let host_len = tail
            .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
            .unwrap_or(tail.len());
        let (host, after) = tail.split_at(host_len);
        let before = head.get(..head.len() - local.len()).unwrap_or_default();
        let bracketed = before.trim_end().ends_with(['<', '(', '[']) || local.starts_with("mailto:");
        let closes = after.trim_start().starts_with(['>', ')', ']', ':', '<']);
        !local.is_empty() && host.contains('.') && (bracketed || closes)
    })
}
