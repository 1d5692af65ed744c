//! Events: what happened, in the order it was committed, without bodies. The tail reads them; nothing else is
//! needed to know that a page, a cache or a timer is behind.

use crate::{Moment, TicketId, coded};

coded! {
    /// The type of an event; the code is what webhooks carry.
    pub enum EventType {
        TicketOpened = "ticket.opened",
        TicketChanged = "ticket.changed",
        /// Became part of another one.
        TicketMerged = "ticket.merged",
        /// Stands for itself again.
        TicketUnmerged = "ticket.unmerged",
        /// Its client said how content they are.
        TicketRated = "ticket.rated",
        MessageReceived = "message.received",
        MessageQueued = "message.queued",
        MessageDelivered = "message.delivered",
        MessageFailed = "message.failed",
        /// An answer of ours was taken back before it left.
        MessageUndone = "message.undone",
        NoteAdded = "note.added",
        /// Somebody begins to write, or has stopped.
        DraftChanged = "draft.changed",
        ClockBreached = "clock.breached",
        /// A step before or after a deadline has come.
        ClockWarned = "clock.warned",
        ClockChanged = "clock.changed",
        /// What is known of a client changed, or two became one, or one two again.
        ClientChanged = "client.changed",
        ChannelChanged = "channel.changed",
        SetupChanged = "setup.changed",
        QuarantineChanged = "quarantine.changed",
        /// Somebody came into a chat's queue or left it; the payload says which chat's.
        QueueMoved = "queue.moved",
        /// A telephone rings; the payload says at whose, and with what number.
        CallRinging = "call.ringing",
    }
}

impl EventType {
    /// What other systems may be told of: what happens to tickets and clients, and nothing of how the desk is run.
    pub const PUSHED: [Self; 16] = [
        Self::TicketOpened,
        Self::TicketChanged,
        Self::TicketMerged,
        Self::TicketUnmerged,
        Self::TicketRated,
        Self::MessageReceived,
        Self::MessageQueued,
        Self::MessageDelivered,
        Self::MessageFailed,
        Self::MessageUndone,
        Self::NoteAdded,
        Self::ClockWarned,
        Self::ClockBreached,
        Self::ClockChanged,
        Self::ClientChanged,
        Self::QuarantineChanged,
    ];
}

/// An event before it has an id: ids are given last in the transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    pub kind: EventType,
    pub ticket: Option<TicketId>,
    /// Public ids, codes and numbers only, never text that a client wrote.
    pub payload: serde_json::Value,
}

/// An event as the tail hands it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Ascending in the order of commits: whoever has read up to an id has missed nothing below it.
    pub id: i64,
    pub at: Moment,
    pub kind: EventType,
    /// Version of the payload's shape.
    pub version: i32,
    pub ticket: Option<TicketId>,
    pub payload: serde_json::Value,
}
