//! The words by which an entry is found, from what is stored of it. Beside what intake and use cases index when they
//! write: the title of a later mail is not kept apart from the ticket's.

use store::archive::EntryText;

/// Folded and stemmed; empty for what machines wrote, which nobody looks for.
pub fn terms(entry: &EntryText) -> String {
    if entry.actor_kind == "system" {
        return String::new();
    }
    if entry.kind != domain::entry::EntryKind::MessageIn.code() {
        return text::term_text(&entry.text);
    }
    let params: serde_json::Value = serde_json::from_str(&entry.params).unwrap_or_default();
    let of = |name: &str| {
        params
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    let visible = usize::try_from(entry.visible).unwrap_or(usize::MAX);
    let visible = entry.text.get(..visible).unwrap_or(&entry.text);
    text::term_text(&format!(
        "{}\n{}\n{}\n{visible}",
        entry.title,
        of("name"),
        of("from")
    ))
}
