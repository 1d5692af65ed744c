//! What somebody is in the middle of writing on a ticket, and an answer that may still be taken back.

use crate::ticket::{Outcome, State};
use crate::{Actor, DeliveryId, EntryId, Moment, OperatorId, TicketId, coded};
use serde::{Deserialize, Serialize};

coded! {
    /// What is being written. Each has its own draft.
    pub enum DraftKind {
        /// To the client.
        Reply = "reply",
        /// Among ourselves.
        Note = "note",
    }
}

/// One draft: of a person, on a ticket.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct DraftKey {
    pub ticket: TicketId,
    pub operator: OperatorId,
    pub kind: DraftKind,
}

/// An answer that has not left yet: until its window ends it may be undone, and then it never happened
/// (`definitions.md` §5).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    pub entry: EntryId,
    pub ticket: TicketId,
    pub delivery: DeliveryId,
    /// Who sent it.
    pub actor: Actor,
    /// The press of Send.
    pub at: Moment,
    /// The last instant at which it may be undone.
    pub until: Moment,
    pub before: Before,
}

/// What a ticket was before an answer: states only, never words.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Before {
    pub state: State,
    pub outcome: Option<Outcome>,
    /// Microseconds.
    pub closes_at: i64,
    /// Microseconds; nothing where it was written before this was kept.
    #[serde(default)]
    pub resolved_at: Option<i64>,
    /// What the client was told before, where the answer told something else; microseconds.
    #[serde(default)]
    pub told_due: Option<i64>,
    /// The state the answer led to.
    pub after: State,
}
