//! What is in the middle of being said: files beside a draft, who else writes, an answer that may be undone.

use super::Reader;
use crate::console::view::{DraftFile, Held};
use desk::read::{DraftFileView, TicketView};
use domain::time::SECOND;
use words::{number, tr};

/// The answer sent last, while it may be undone.
#[must_use]
pub fn held(reader: &Reader, ticket: &TicketView) -> Option<Held> {
    let held = ticket.unfinished.held.last()?;
    let left = (held.until - reader.now).max(0) / SECOND;
    let words = |seconds: words::Value| tr(reader.lang, "composer-undo-window", &[("seconds", seconds)]);
    Some(Held {
        words: words(left.into()),
        pattern: words("{n}".into()),
        action: format!("/tickets/{}/replies/{}/undo", ticket.public_id, held.entry),
        until_ms: held.until.as_micros() / 1_000,
        seconds: left,
    })
}

/// «Борис Котов пишет ответ»; empty where nobody does.
#[must_use]
pub fn writing(reader: &Reader, ticket: &TicketView) -> String {
    let names: Vec<&str> = ticket
        .unfinished
        .writing
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
    tr(
        reader.lang,
        "live-writing",
        &[("who", names.join(", ").into()), ("count", count.into())],
    )
}

/// The files laid beside a draft.
#[must_use]
pub fn files(reader: &Reader, ticket: &TicketView, kind: &str, files: &[DraftFileView]) -> Vec<DraftFile> {
    let shown = |file: &DraftFileView| DraftFile {
        name: file.name.clone(),
        size: number::bytes(reader.lang, u64::try_from(file.size).unwrap_or_default()),
        removal: format!(
            "/tickets/{}/drafts/{kind}/files/{}/removal",
            ticket.public_id, file.public_id
        ),
    };
    files.iter().map(shown).collect()
}
