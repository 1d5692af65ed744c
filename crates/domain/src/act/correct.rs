//! The correction of a deadline that was told: once, when it moved enough (`definitions.md` §11).

use super::answer::{Answer, message_out};
use super::edit::Edit;
use crate::EntryId;
use crate::event::EventType;
use crate::plan::{NewTold, Plan};
use crate::ticket::Speaker;
use crate::told::{Told, Why};

/// Writes the letter that corrects what was told. It is no answer.
#[must_use]
pub fn correct(mut edit: Edit<'_>, letter: &Answer, subject: &str, told: &Told, why: Why) -> Plan {
    let entry = message_out(&mut edit, letter, "due_correction", Speaker::System);
    if let Some(line) = edit.last_line() {
        line.params = serde_json::json!({ "title": subject, "due": told.due.as_micros() });
    }
    tell(&mut edit, told, why, entry);
    edit.event(EventType::MessageQueued);
    edit.finish_quietly()
}

/// From this message on the client knows the new deadline.
pub(crate) fn tell(edit: &mut Edit<'_>, told: &Told, why: Why, entry: EntryId) {
    edit.ticket.told_due = told.due;
    edit.plan.told.push(NewTold {
        ticket: edit.ticket.id,
        clock: told.id,
        due: told.due,
        entry,
        suspends_former: why == Why::Suspended,
    });
}
