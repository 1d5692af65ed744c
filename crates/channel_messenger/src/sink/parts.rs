//! A text in parts, cut where a reader pauses: between paragraphs, lines, sentences, words.

/// Parts of at most so many UTF-16 units; none of an empty text.
pub fn split(text: &str, most: usize) -> Vec<String> {
    let mut rest = text.trim();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let end = fitting(rest, most);
        if end == rest.len() {
            parts.push(rest.to_owned());
            break;
        }
        let head = rest.get(..end).unwrap_or(rest);
        // Not so early that a part is nearly empty.
        let late = |at: &usize| *at >= end / 2;
        let cut = ["\n\n", "\n", ". ", " "]
            .iter()
            .find_map(|pause| head.rfind(pause).map(|at| at + pause.len()).filter(late))
            .unwrap_or(end);
        let (part, next) = rest.split_at(cut);
        parts.push(part.trim_end().to_owned());
        rest = next.trim_start();
    }
    parts
}

/// Bytes of the longest beginning that fits.
fn fitting(text: &str, most: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_text_is_cut_where_a_reader_pauses() {
        assert_eq!(split("", 10), Vec::<String>::new());
        assert_eq!(split("Добрый день", 20), ["Добрый день"]);
        assert_eq!(
            split("Первый абзац.\n\nВторой абзац.", 20),
            ["Первый абзац.", "Второй абзац."]
        );
        assert_eq!(split("one two three four", 10), ["one two", "three four"]);
        assert_eq!(split("оченьдлинноеслово", 10), ["оченьдлинн", "оеслово"]);
        // A smile counts twice.
        assert_eq!(split("🙂🙂🙂", 4), ["🙂🙂", "🙂"]);
    }
}
