//! What fits into an SMS: the words, cut at a word where they are too long, and the link under which all of it stands.

/// The text of a message of at most so many characters.
pub fn short(words: &str, link: &str, most: usize) -> String {
    // A link that stands in the words is said once, at the end, where no cut takes it.
    let words = if link.is_empty() {
        words.to_owned()
    } else {
        words.replace(link, "")
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let has_link = !link.is_empty();
    let room = if has_link {
        most.saturating_sub(link.chars().count() + 1)
    } else {
        most
    };
    let mut text = cut(&words, room);
    if has_link {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(link);
    }
    text
}

fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    // One for the dots.
    let head: String = words.chars().take(most.saturating_sub(1)).collect();
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(head, _)| head);
    if head.is_empty() {
        String::new()
    } else {
        format!("{head}…")
    }
}
