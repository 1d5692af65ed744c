//! A resolved ticket closes after a time of quiet; what comes then opens a new one.

use super::edit::Edit;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::State;

/// Closes the ticket if it is still resolved and its time has come; `None` when it was reopened meanwhile.
#[must_use]
pub fn close_after_quiet(mut edit: Edit<'_>) -> Option<Plan> {
    if edit.ticket.state != State::Resolved || edit.ticket.closes_at >= edit.now {
        return None;
    }
    let params = serde_json::json!({ "from": State::Resolved.code(), "to": State::Closed.code() });
    edit.line(EntryKind::Change, edit.now, "state_changed", params);
    // `closes_at` stays: what happened until then and becomes known only now still belongs here.
    edit.ticket.state = State::Closed;
    edit.event(EventType::TicketChanged);
    Some(edit.finish())
}
