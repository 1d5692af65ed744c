//! A talk as the script reads it.

use crate::app::App;
use crate::public::called;
use desk::read::{Talk, TalkLine, Turn};
use serde_json::{Value, json};
use words::Lang;

/// Before the id that a visitor's page made, in the trace of its message.
pub const TRACE: &str = "chat_";

/// What stands beside the lines.
#[must_use]
pub fn head(app: &App, talk: &Talk) -> Value {
    json!({
        "number": talk.number,
        "page": app.options.address(&format!("/t/{}", talk.link_secret)),
        "closed": talk.turn == Turn::Closed,
        "address_known": talk.address_known,
    })
}

/// One line.
#[must_use]
pub fn line(line: &TalkLine, lang: Lang) -> Value {
    let said = &line.said;
    let text = match &said.call {
        Some(call) => called::words(lang, call),
        None => said.text.clone(),
    };
    // What is still on its way to us by another door cannot be fetched by this one.
    let files = said
        .files
        .iter()
        .filter(|file| file.bytes == desk::read::FileState::Here);
    json!({
        "id": said.public_id,
        "ours": said.ours,
        "automatic": said.automatic,
        "at": said.at.to_string(),
        "text": text,
        "unseen": line.unseen,
        "mine": line.trace.strip_prefix(TRACE).filter(|_| !said.ours),
        "files": files.map(|file| json!({ "id": file.public_id, "name": file.name, "size": file.size })).collect::<Vec<_>>(),
    })
}
