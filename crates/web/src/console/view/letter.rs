//! The page on which a letter that came is registered.

use super::entry::File;
use super::{Choice, Clock, Page};

/// `/letters/new`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/letter.html")]
pub struct LetterPage {
    pub page: Page,
    /// What was looked for.
    pub find: String,
    pub found: Vec<FoundWriter>,
    /// Public id and name of the client who was chosen; empty: somebody new, or whoever has the address.
    pub client: String,
    pub client_name: String,
    /// Public id of the paper it is, where its scan waits; empty for none.
    pub paper: String,
    pub waiting: Option<PaperLine>,
    /// Tickets of theirs that it may belong to.
    pub tickets: Vec<Choice>,
    /// Doors for paper, where there is more than one.
    pub doors: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub topics: Vec<Choice>,
    pub name: String,
    pub address: String,
    pub subject: String,
    pub text: String,
    pub received: String,
    pub postmark: String,
    pub their_number: String,
    pub their_date: String,
    pub reason: String,
    pub asks_reason: bool,
    pub today: String,
    pub idempotency_key: String,
    /// Why it was not taken, and what to do; empty at first.
    pub error: String,
}

/// A client who may have written.
#[derive(Clone, Debug, Default)]
pub struct FoundWriter {
    pub name: String,
    pub address: String,
    /// Path of the form with this client chosen.
    pub path: String,
}

/// `/letters`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    pub page: Page,
    /// Path, words, and whether it is the one shown.
    pub lists: Vec<(String, String, bool)>,
    /// `waiting`, `out`, `in`.
    pub list: &'static str,
    pub day: String,
    pub day_words: String,
    pub today: String,
    pub lines: Vec<RegisterLine>,
    /// Path of the next page.
    pub next: Option<String>,
    /// Why something was not written down, and what to do; empty at first.
    pub error: String,
}

/// A line of a register.
#[derive(Clone, Debug, Default)]
pub struct RegisterLine {
    pub id: String,
    pub number: String,
    pub dated: String,
    pub name: String,
    pub address: String,
    /// The sender's own number.
    pub theirs: String,
    pub ticket: String,
    pub ticket_path: String,
    pub title: String,
    pub state: String,
    pub tracking: String,
    pub reason: String,
    /// It waits to be sent.
    pub waits: bool,
    /// It is on its way.
    pub dispatched: bool,
    pub printable: bool,
}

/// `/papers`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/papers.html")]
pub struct PapersPage {
    pub page: Page,
    /// Path, words, and whether it is the one shown.
    pub lists: Vec<(String, String, bool)>,
    /// What is shown was set aside.
    pub aside: bool,
    pub papers: Vec<PaperLine>,
    /// Path of the next page.
    pub next: Option<String>,
    /// Doors for paper, where there is more than one.
    pub doors: Vec<Choice>,
    pub received: String,
    pub note: String,
    pub reason: String,
    pub asks_reason: bool,
    pub today: String,
    pub idempotency_key: String,
    /// Why it was not taken, and what to do; empty at first.
    pub error: String,
}

/// A paper that waits.
#[derive(Clone, Debug, Default)]
pub struct PaperLine {
    pub id: String,
    pub received: String,
    pub note: String,
    /// Why it was put in late, or set aside.
    pub reason: String,
    /// The time by which it is to be registered; none for what is set aside.
    pub clock: Option<Clock>,
    pub files: Vec<File>,
}

/// `/admin/letters/…`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/letter_layout.html")]
pub struct LetterLayoutPage {
    pub page: Page,
    /// Everything that is wrong; empty at first.
    pub errors: Vec<String>,
    /// Of the door.
    pub name: String,
    pub revision: String,
    pub lines: Vec<LayoutField>,
    pub aligns: Vec<Choice>,
    pub window: Vec<LayoutField>,
    pub margins: Vec<LayoutField>,
    pub sizes: Vec<LayoutField>,
}

/// A field of a layout.
#[derive(Clone, Debug, Default)]
pub struct LayoutField {
    pub name: String,
    pub words: String,
    pub value: String,
    /// Why it is refused; empty where it is not.
    pub error: String,
}
