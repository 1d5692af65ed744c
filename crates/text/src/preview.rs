//! The last words of a message for lists. Knows nothing of lists.

/// The visible text of a message as one line of at most `max_chars` characters, without quotes.
pub fn preview(body: &str, max_chars: usize) -> String {
    crate::clean_line(crate::split_reply(body).visible, max_chars)
}
