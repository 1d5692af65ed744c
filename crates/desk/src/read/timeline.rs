//! The timeline of a ticket for those who work at the desk.

use super::names::{Door, Who, door, who};
use domain::delivery::DeliveryFate;
use domain::entry::{Bytes, EntryKind, FileLoss};
use domain::setup::Setup;
use domain::{Handle, Moment, TicketId};
use store::rows::{DeliveryLine, LetterOut, StoredFile, TextBody, Timeline, TimelineLine};

/// A page of a timeline, oldest first.
#[derive(Clone, Debug, Default)]
pub struct TimelinePage {
    pub entries: Vec<EntryView>,
    /// How many entries come before these, counted up to 1,000.
    pub earlier: i64,
    /// Where the page before begins; `None` when there is nothing before.
    pub before: Option<super::Cursor>,
}

/// One line.
#[derive(Clone, Debug)]
pub struct EntryView {
    pub public_id: String,
    /// The ticket it was written on.
    pub ticket: TicketId,
    /// Its number, where that ticket became part of the one that is read.
    pub from: Option<String>,
    pub kind: EntryKind,
    pub occurred_at: Moment,
    pub recorded_at: Moment,
    pub who: Who,
    pub door: Option<Door>,
    /// What happened, for machine-made lines; how it was made, for messages.
    pub code: String,
    pub params: serde_json::Value,
    pub preview: String,
    pub body: Option<BodyView>,
    pub files: Vec<FileView>,
    /// What became of it; only messages of ours have any.
    pub deliveries: Vec<DeliveryView>,
    /// A raw copy is kept.
    pub has_raw: bool,
    /// The id that follows the message through the logs.
    pub trace: String,
}

/// The words of a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct BodyView {
    pub text: String,
    /// Bytes of `text` that the author wrote now; the rest is quotation and signature.
    pub visible: usize,
    pub has_html: bool,
    pub remote_images: i64,
}

impl BodyView {
    /// What the author wrote now.
    #[must_use]
    pub fn said(&self) -> &str {
        self.text.get(..self.visible).unwrap_or(&self.text)
    }

    /// Quotation and signature.
    #[must_use]
    pub fn tail(&self) -> &str {
        self.text.get(self.visible..).unwrap_or_default()
    }
}

/// A file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileView {
    pub public_id: String,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Shown within the HTML, not beside it.
    pub inline: bool,
    pub content_id: String,
    /// Whether it can be had yet.
    pub bytes: FileState,
}

/// Whether the bytes of a file are here.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum FileState {
    Here,
    /// Still being fetched from its door.
    Coming,
    Lost(FileLoss),
}

impl FileState {
    /// `here`, `coming`, `lost`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Coming => "coming",
            Self::Lost(_) => "lost",
        }
    }

    /// Why it is lost; empty where it is not.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Lost(why) => why.code(),
            Self::Here | Self::Coming => "",
        }
    }
}

/// An attempt to bring a message to somebody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryView {
    pub to: Handle,
    pub door: Door,
    pub fate: DeliveryFate,
    pub attempts: i32,
    /// The other side's status code.
    pub status: String,
    /// Why it failed, as a code or in the other side's words.
    pub reason: String,
    pub updated_at: Moment,
    /// The paper it goes on.
    pub letter: Option<LetterOut>,
}

/// Puts names to the lines of a timeline.
pub(super) fn page(setup: &Setup, mut timeline: Timeline) -> TimelinePage {
    let lines = std::mem::take(&mut timeline.lines);
    let first = lines.first().map(|line| (line.entry.occurred_at, line.entry.seq));
    let earlier = timeline.earlier;
    TimelinePage {
        entries: lines
            .into_iter()
            .map(|line| entry(setup, &timeline, line))
            .collect(),
        earlier,
        before: first
            .filter(|_| earlier > 0)
            .map(|(at, seq)| super::Cursor::new('t', at.as_micros(), seq)),
    }
}

fn entry(setup: &Setup, timeline: &Timeline, line: TimelineLine) -> EntryView {
    let entry = line.entry;
    EntryView {
        who: who(timeline, entry.actor),
        door: entry.channel.map(|id| door(setup, id)),
        body: line.body.map(body),
        files: line.files.into_iter().map(file).collect(),
        deliveries: line
            .deliveries
            .into_iter()
            .map(|line| delivery(setup, line))
            .collect(),
        has_raw: !entry.raw.is_empty(),
        public_id: entry.public_id,
        ticket: entry.ticket,
        from: None,
        kind: entry.kind,
        occurred_at: entry.occurred_at,
        recorded_at: entry.recorded_at,
        code: entry.code,
        params: entry.params,
        preview: entry.preview,
        trace: entry.trace,
    }
}

pub(super) fn body(body: TextBody) -> BodyView {
    BodyView {
        text: body.text,
        visible: body.visible,
        has_html: body.has_html,
        remote_images: body.remote_images,
    }
}

pub(super) fn file(stored: StoredFile) -> FileView {
    FileView {
        public_id: stored.public_id,
        name: stored.file.name,
        media_type: stored.file.media_type,
        size: stored.file.size,
        inline: stored.file.inline,
        content_id: stored.file.content_id,
        bytes: match stored.file.bytes {
            Bytes::Here => FileState::Here,
            Bytes::Awaited(_) => FileState::Coming,
            Bytes::Lost(why) => FileState::Lost(why),
        },
    }
}

fn delivery(setup: &Setup, line: DeliveryLine) -> DeliveryView {
    DeliveryView {
        to: line.to,
        door: door(setup, line.channel),
        fate: line.fate,
        attempts: line.attempts,
        status: line.status,
        reason: line.reason,
        updated_at: line.updated_at,
        letter: line.letter,
    }
}
