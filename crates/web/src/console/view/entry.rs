//! The lines of a timeline.

use super::{Door, Face, Level};

/// One line, or a run of machine-made lines folded into one.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A message of either side, by any door; calls and letters are messages too.
    Message(Box<Message>),
    /// Between ourselves.
    Note(Note),
    /// Machine events in a row, folded.
    Events {
        /// «3 события: назначено Борису, приоритет поднят…».
        summary: String,
        lines: Vec<EventLine>,
    },
    /// One event that must be seen without unfolding: a breach, a reopening.
    Notable(Notable),
    /// Everything below came since the reader last looked.
    Unread(String),
}

/// Which side speaks.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Side {
    #[default]
    Client,
    Us,
    Robot,
}

impl Side {
    /// The value of `data-side`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Us => "us",
            Self::Robot => "robot",
        }
    }
}

/// Something said.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Public id; the element's id.
    pub id: String,
    pub side: Side,
    /// «из № 2026-004512», where it was said on a ticket that became part of this one; else empty.
    pub of: String,
    pub speaker: String,
    pub face: Face,
    pub door: Door,
    /// «14:05», «13 апреля, 11:00».
    pub at: String,
    pub at_iso: String,
    /// Exact instant with zone, and when it was recorded if that differs.
    pub exact: String,
    /// «записано на 50 мин позже»; empty when not.
    pub recorded_late: String,
    /// A program answered by itself.
    pub automatic: String,
    /// «кому: anna@…, копия: …»; empty where it goes without saying.
    pub to: String,
    pub body: Body,
    pub files: Vec<File>,
    pub call: Option<Call>,
    pub letter: Option<Letter>,
    /// Path of the POST that makes a request of its own of it; empty where that cannot be.
    pub split: String,
    /// What became of it; only our own messages have one.
    pub fate: Option<MessageFate>,
}

/// The words of a message.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// What this author wrote now. Line breaks are kept.
    pub text: String,
    /// Quotation and signature, folded.
    pub tail: String,
    pub html: Option<Html>,
}

/// The letter as it was laid out, in a sandboxed frame of its own.
#[derive(Clone, Debug, Default)]
pub struct Html {
    /// Path, without the prefix, with remote images off.
    pub path: String,
    /// The same with remote images; empty where there are none.
    pub images_path: String,
    /// «Показать 3 картинки»; empty where there are none.
    pub images: String,
}

/// An attachment.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub name: String,
    /// «1,2 МБ».
    pub size: String,
    pub path: String,
    /// «ещё загружается», «не получен: …»: then there is nothing to download.
    pub missing: String,
}

/// A telephone call.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// «Исходящий звонок, 4 мин 12 с».
    pub words: String,
    /// «Дозвонились», «Не ответил».
    pub outcome: String,
    pub connected: bool,
    /// Address of the recording; empty for none.
    pub recording: String,
    /// Why it was logged so late; empty for one that was not.
    pub reason: String,
}

/// A paper letter: three dates and the first page.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// Label and date: date of receipt, of registration, by the postmark.
    pub dates: Vec<(String, String)>,
    /// Path of the picture of the first page; empty where it was not scanned.
    pub page: String,
}

/// What became of an outbound message.
#[derive(Clone, Debug, Default)]
pub struct MessageFate {
    /// `queued`, `sent`, `delivered`, `bounced`, `failed`, `unknown`.
    pub code: &'static str,
    /// «Доставлено», «Не доставлено: адрес не существует».
    pub words: String,
    /// When, attempts, the other side's reply.
    pub exact: String,
    /// Loud until dealt with.
    pub loud: bool,
    /// What to do next, when loud.
    pub advice: String,
    /// Path of a POST that sends it again; empty where that is of no use.
    pub retry: String,
    /// Path of the letter as it is printed; empty for what goes by no paper.
    pub sheet: String,
}

/// An internal note.
#[derive(Clone, Debug, Default)]
pub struct Note {
    pub id: String,
    pub speaker: String,
    pub face: Face,
    pub at: String,
    pub at_iso: String,
    pub exact: String,
    pub text: String,
    pub files: Vec<File>,
}

/// One machine event.
#[derive(Clone, Debug, Default)]
pub struct EventLine {
    pub at: String,
    pub exact: String,
    pub words: String,
}

/// An event that is seen without unfolding.
#[derive(Clone, Debug, Default)]
pub struct Notable {
    pub level: Level,
    pub words: String,
    pub reason: String,
    pub at: String,
    pub exact: String,
}
