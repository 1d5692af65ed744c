//! What a door hands over: facts about something that arrived, in no door's own vocabulary.

use domain::Handle;
use domain::entry::{Encoding, FileLoss};
pub use domain::intake::{
    AnswerBy, AnswerWish, Automatic, Consent, Happened, ReportedFate, ThreadHint, Wishes,
};

/// Everything that can come in by a door.
#[derive(Clone, Debug)]
pub enum Inbound {
    Message(Box<Message>),
    Report(Box<DeliveryReport>),
}

/// Something a client (or whoever uses the door) said.
#[derive(Clone, Debug)]
pub struct Message {
    /// What makes a second sighting of the same message the same: for mail Message-ID and a digest without
    /// trace headers, for the API the idempotency key, for messengers the vendor's update id.
    pub key: String,
    pub from: Handle,
    /// Others on the client's side who were addressed (CC): they may go on with the thread.
    pub others: Vec<Handle>,
    pub hints: Vec<ThreadHint>,
    /// External ids under which replies may refer to this message; the first is its own.
    pub external_ids: Vec<String>,
    pub title: String,
    /// Plain text as written; `None` where only HTML came.
    pub text: Option<String>,
    /// HTML as it came: not sanitised.
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
    pub happened: Happened,
    pub automatic: Automatic,
    /// What it means should its author be one of our own people; only where the door vouches for the author's address.
    pub own: Option<Box<Own>>,
    pub wishes: Wishes,
    pub raw: Option<Raw>,
}

/// A message whose author's address is vouched for, as it is meant if the author works for us.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Whom it was sent to, without those who only got a copy.
    pub to: Vec<Handle>,
    /// Somebody else's message that it passes on.
    pub forwarded: Option<Forwarded>,
}

/// Somebody else's message inside one that passes it on.
#[derive(Clone, Debug)]
pub struct Forwarded {
    /// Who wrote it, as the one who passes it on shows it.
    pub from: Handle,
    pub title: String,
    pub text: Option<String>,
    pub html: Option<String>,
    /// What the one who passes it on wrote above it.
    pub note: String,
}

/// A file that came along.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// As given; may be empty, may lie.
    pub name: String,
    /// As given, in lower case: `application/pdf`.
    pub media_type: String,
    pub content: Content,
    /// The id by which HTML refers to it, without angle brackets; empty where there is none.
    pub content_id: String,
    pub inline: bool,
}

/// Where the bytes of an attachment are.
#[derive(Clone, Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// Still with the door, which hands it over when asked by this (`files::Files`).
    Named {
        by: String,
        /// Bytes, where it is said; 0 where not.
        size: usize,
    },
    /// It will not be had.
    Lost(FileLoss),
    /// A range of the raw copy, still in its transfer encoding.
    Range {
        start: usize,
        length: usize,
        encoding: Encoding,
    },
}

/// The message as it arrived, byte by byte.
#[derive(Clone, Debug)]
pub struct Raw {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

/// News about a message that we sent.
#[derive(Clone, Debug)]
pub struct DeliveryReport {
    /// What makes a second sighting of the same report the same.
    pub key: String,
    /// External ids of ours that the report speaks of, most certain first.
    pub about: Vec<String>,
    /// The recipient it speaks of, where it says.
    pub recipient: Option<Handle>,
    pub fate: ReportedFate,
    /// Machine-readable status, e.g. an enhanced status code of RFC 3463: `5.1.1`.
    pub status: String,
    /// What the other side wrote about it, one line.
    pub reason: String,
    pub title: String,
    pub happened: Happened,
    pub raw: Option<Raw>,
}
