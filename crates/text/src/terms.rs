//! Search terms: folded, stemmed words. Knows nothing of databases.

/// The search terms of a text, in order, each once.
pub fn terms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text
        .to_lowercase()
        .replace('ё', "е")
        .split(|c: char| !c.is_alphanumeric())
    {
        if !word.is_empty() && !out.iter().any(|w| w == word) {
            out.push(word.to_owned());
        }
    }
    out
}

/// The search terms of a text, joined by spaces.
pub fn term_text(text: &str) -> String {
    terms(text).join(" ")
}

/// A user's search, folded like the texts it looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub all: Vec<String>,
    pub prefix: Option<String>,
}

/// Folds a user's search; the last word may be a prefix when the text does not end in a space.
pub fn query(text: &str) -> Query {
    let mut all = terms(text);
    let prefix = if text.ends_with(char::is_whitespace) {
        None
    } else {
        all.pop()
    };
    Query { all, prefix }
}
