//! Recognises the request for a person. Knows nothing of channels or of who answers.

/// Whether the text asks for a person with one of `words`.
pub fn is_handoff_word(text: &str, words: &[&str]) -> bool {
    let said = crate::terms(text);
    said.len() <= 3
        && words
            .iter()
            .any(|w| crate::terms(w).iter().any(|t| said.contains(t)))
}
