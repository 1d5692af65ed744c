//! A note between ourselves: the client never sees it, and no clock minds it.

use super::answer::draft_is_done;
use super::edit::Edit;
use crate::EntryId;
use crate::draft::DraftKind;
use crate::entry::{Body, EntryKind};
use crate::event::EventType;
use crate::plan::Plan;

/// Writes a note.
#[must_use]
pub fn note(mut edit: Edit<'_>, body: Body, preview: &str, terms: String) -> (Plan, EntryId) {
    let entry = edit.line(EntryKind::Note, edit.now, "", serde_json::json!({}));
    if let Some(line) = edit.last_line() {
        preview.clone_into(&mut line.preview);
    }
    edit.plan.bodies.push((entry, body));
    edit.plan.terms.push((entry, terms));
    draft_is_done(&mut edit, DraftKind::Note);
    edit.event(EventType::NoteAdded);
    (edit.finish(), entry)
}
