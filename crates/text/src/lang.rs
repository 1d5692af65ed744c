//! Guesses the language of a text from its letters. Knows no dictionary.

/// The languages Okno speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    Ru,
    En,
    Unknown,
}

/// A cheap guess by script.
pub fn language(text: &str) -> Lang {
    let (mut cyrillic, mut latin) = (0, 0);
    for c in text.chars().take(20_000) {
        match c {
            'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => cyrillic += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    if cyrillic * 3 > latin && cyrillic > 0 {
        Lang::Ru
    } else if latin > 0 {
        Lang::En
    } else {
        Lang::Unknown
    }
}
