//! What one of us sent from their own mail program, as the timeline tells it.

use super::Reader;
use desk::read::EntryView;
use words::{t, tr};

/// How a message came about, where that is to be told: a program gave it, or its author's own mail program sent it.
pub(super) fn made(reader: &Reader, entry: &EntryView) -> String {
    let has = |name: &str| entry.params.get(name).is_some();
    match (has("automatic"), has("own_mail")) {
        (true, _) => t(reader.lang, "message-automatic"),
        (_, true) => t(reader.lang, "message-own-mail"),
        _ => String::new(),
    }
}

/// Whom somebody's own mail program sent it to: nothing of ours brought it out.
pub(super) fn to(entry: &EntryView) -> Vec<String> {
    let sent = entry.params.get("own_mail").and_then(|_| entry.params.get("to"));
    let to = sent.and_then(serde_json::Value::as_array).into_iter().flatten();
    to.filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// «Отправлено из своей почты: legal@bank.example».
pub(super) fn sent_to(reader: &Reader, entry: &EntryView) -> String {
    let all = to(entry).join(", ");
    if all.is_empty() {
        return t(reader.lang, "note-own-mail-nobody");
    }
    tr(reader.lang, "note-own-mail", &[("to", all.into())])
}
