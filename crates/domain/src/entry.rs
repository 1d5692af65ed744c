//! The timeline: everything that was said and done on a ticket, ordered by `(occurred_at, seq)`.

use crate::{Actor, ChannelId, EntryId, Moment, TicketId, coded};

coded! {
    /// What a line of the timeline is.
    pub enum EntryKind {
        /// From the client's side.
        MessageIn = "message_in",
        /// From our side to the client's.
        MessageOut = "message_out",
        /// Between ourselves.
        Note = "note",
        /// State, assignee, priority, tags.
        Change = "change",
        /// A deadline started, was paused, met, missed.
        Clock = "clock",
        /// What became of an outbound message, when that is worth a line.
        Delivery = "delivery",
    }
}

/// One line of a timeline. Machine-made lines carry a code and parameters and are put into words for the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    pub public_id: String,
    pub ticket: TicketId,
    pub seq: i64,
    pub kind: EntryKind,
    pub occurred_at: Moment,
    pub recorded_at: Moment,
    pub actor: Actor,
    pub channel: Option<ChannelId>,
    /// What happened, for machine-made lines (`state_changed`); for messages how they were made (`automatic`).
    pub code: String,
    /// Parameters of the code: a flat JSON object of strings and numbers.
    pub params: serde_json::Value,
    pub preview: String,
    /// Content address of the raw copy; empty where there is none.
    pub raw: String,
    /// The id that follows the message through the logs, from door to delivery.
    pub trace: String,
}

/// The words of a message, kept apart from its line so that lists never load them.
#[derive(Clone, Debug, Eq, PartialEq, Default)]
pub struct Body {
    pub text: String,
    /// How many bytes of `text` this author wrote now; the rest is quotation and signature.
    pub visible: usize,
    /// Sanitised HTML; empty where the message had none.
    pub html: String,
    pub remote_images: i64,
}

/// A file that came with a message: a range of the raw copy, or a blob of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AttachmentRef {
    pub name: String,
    pub media_type: String,
    /// Decoded size in bytes; for a range that is not decoded yet, the length of the range.
    pub size: i64,
    /// Content address of the blob the bytes are in.
    pub blob: String,
    pub start: i64,
    pub length: i64,
    pub encoding: Encoding,
    pub content_id: String,
    pub inline: bool,
    pub bytes: Bytes,
}

/// Whether the bytes of a file are here.
#[derive(Clone, Debug, Eq, PartialEq, Default)]
pub enum Bytes {
    #[default]
    Here,
    /// The door named the file; it is fetched by this.
    Awaited(String),
    /// It could not be had.
    Lost(FileLoss),
}

coded! {
    /// Why a file that a door named could not be had.
    pub enum FileLoss {
        /// More bytes than the door hands over.
        TooLarge = "too_large",
        /// More files than one message may have.
        TooMany = "too_many",
        /// The door has it no more.
        Gone = "gone",
        /// The door did not hand it over for as long as we asked.
        GivenUp = "given_up",
    }
}

coded! {
    /// The transfer encoding of an attachment inside its blob (RFC 2045 §6).
    pub enum Encoding {
        Identity = "identity",
        Base64 = "base64",
        QuotedPrintable = "quoted_printable",
    }
}
