//! Tickets that have to do with one another. A link moves no clock and changes no state: it is a line on both.

use super::edit::Edit;
use crate::coded;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;

coded! {
    /// How a ticket stands to another.
    pub enum LinkKind {
        Related = "related",
        DuplicateOf = "duplicate_of",
        /// The other is the problem behind many.
        CausedBy = "caused_by",
    }
}

impl LinkKind {
    /// How the other one stands to it.
    #[must_use]
    pub const fn reversed(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::DuplicateOf => "duplicated_by",
            Self::CausedBy => "causes",
        }
    }
}

/// Says on one of the two that it was linked, or no longer is. `kind` is how it stands to the other.
#[must_use]
pub fn say_linked(mut edit: Edit<'_>, linked: bool, kind: &str, number: &str) -> Plan {
    let code = if linked {
        "ticket_linked"
    } else {
        "ticket_unlinked"
    };
    let params = serde_json::json!({ "kind": kind, "number": number });
    edit.line(EntryKind::Change, edit.now, code, params);
    edit.event(EventType::TicketChanged);
    edit.finish_quietly()
}
