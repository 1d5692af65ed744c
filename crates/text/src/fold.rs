//! Makes different spellings of a word equal: case, compatibility forms (NFKC), ё and е, accents, stress marks.
//! Works on single words; knows nothing of stems.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Appends the folded word to `out`.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    if is_simple(word) {
        out.reserve(word.len());
        for c in word.chars() {
            out.push(lower_simple(c));
        }
        return;
    }
    for c in word
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfkc()
        .filter(|c| !is_combining_mark(*c))
    {
        out.push(if is_cyrillic(c) { lower_simple(c) } else { base(c) });
    }
}

/// Whether folding needs no table: ASCII and the Cyrillic block without its historic letters.
pub(crate) fn is_simple(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii() || matches!(c, '\u{400}'..='\u{45F}'))
}

fn lower_simple(c: char) -> char {
    match c {
        'А'..='Я' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        'Ѐ' | 'ѐ' | 'Ё' | 'ё' => 'е',
        '\u{400}'..='\u{40F}' => char::from_u32(u32::from(c) + 80).unwrap_or(c),
        c => c.to_ascii_lowercase(),
    }
}

pub(crate) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// The letter without its accent. Cyrillic й and ї are letters of their own and never come here.
fn base(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let mut first = None;
    decompose_canonical(c, |part| {
        first.get_or_insert(part);
    });
    first.filter(|f| f.is_alphanumeric()).unwrap_or(c)
}
