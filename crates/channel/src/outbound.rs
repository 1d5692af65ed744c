//! What goes out: a message that the desk has committed, and what became of the attempt to bring it.

use domain::Handle;
use std::time::Duration;

/// A message to a client, ready to go.
#[derive(Clone, Debug)]
pub struct Outbound {
    /// The same for every attempt: the receiving side can tell a repetition by it. For mail the Message-ID.
    pub external_id: String,
    pub to: Handle,
    pub others: Vec<Handle>,
    /// The address we speak from.
    pub from: Handle,
    /// Where answers shall go, when not to `from`.
    pub reply_to: Option<Handle>,
    pub title: String,
    pub text: String,
    pub html: String,
    /// What was written, without greeting, signature and links: for channels that show a talk, not letters.
    pub words: String,
    /// The client's private page; empty where there is none.
    pub link: String,
    /// IANA zone of the client; the desk's where it is not known.
    pub zone: String,
    pub files: Vec<OutboundFile>,
    /// External ids of the talk so far, oldest first; the last is the message that this one answers.
    pub thread: Vec<String>,
    /// Made by a machine: must not be answered by one.
    pub automatic: bool,
    /// The message answers nothing a client wrote, it goes on a talk; helps programs to file it.
    pub ticket_number: String,
    pub trace: String,
}

/// A file to go along.
#[derive(Clone, Debug)]
pub struct OutboundFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The channel took the message over.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Delivered {
    /// Ids under which the other side knows the message, beside ours.
    pub external_ids: Vec<String>,
    /// What the other side answered, one line.
    pub note: String,
    /// The channel confirms arrival itself, not only the taking over.
    pub arrived: bool,
    /// The other side confirms by a report; where none comes within this time, the next address is tried.
    pub confirm_within: Option<Duration>,
}

/// The channel did not take the message over.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum DeliveryError {
    /// May go better later.
    #[error("not delivered yet: {reason}")]
    Temporary {
        reason: String,
        retry_after: Option<Duration>,
    },
    /// Never will.
    #[error("not delivered: {reason}")]
    Permanent { status: String, reason: String },
    /// The line broke before the answer: it may have arrived. Tried again under the same id.
    #[error("outcome unknown: {reason}")]
    Unknown { reason: String },
}

impl DeliveryError {
    /// It may go better later; not before that time where the other side named one.
    #[must_use]
    pub fn later(reason: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self::Temporary {
            reason: reason.into(),
            retry_after,
        }
    }
}
