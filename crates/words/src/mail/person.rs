//! Names that strangers gave themselves, before they stand in a letter that we send.

/// The name to greet with, or `None` where greeting without one is better.
///
/// Whoever fills in a form decides what we mail to the address they gave. So a "name" that is an address, a
/// link or a message is not repeated; control characters, direction marks and line breaks are dropped.
pub fn greeting_name(given: &str) -> Option<String> {
    let visible = given
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c));
    let name = visible
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let fits = (1..=60).contains(&name.chars().count());
    let written = name.chars().any(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || is_mark(c) || " .-'’ʼ·,".contains(c));
    let is_plain = name.split(' ').count() <= 6 && !name.split(' ').any(looks_like_a_host);
    (fits && written && is_plain).then_some(name)
}

/// Control characters, direction overrides and isolates, zero-width characters, byte-order mark.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Combining marks: a decomposed «й» is a letter and a mark.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// `evil.com`, `www.evil`, «сайт.рф»; not «А.С.Пушкин» or `J.Smith`.
fn looks_like_a_host(word: &str) -> bool {
    let labels: Vec<_> = word.trim_matches(['.', ',']).split('.').collect();
    let [.., before, last] = labels.as_slice() else {
        return false;
    };
    let lowercase = last.chars().next().is_some_and(char::is_lowercase);
    last.chars().count() > 1 && (lowercase || before.chars().count() > 1)
}
