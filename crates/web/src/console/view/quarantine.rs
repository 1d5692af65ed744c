//! What could not be understood or was held back, waiting for a person; one of them, opened; and what was decided.

use super::{Door, Page};

/// One thing set aside.
#[derive(Clone, Debug, Default)]
pub struct Quarantined {
    pub id: String,
    pub door: Door,
    pub from: String,
    pub subject: String,
    /// Why it is here, in words.
    pub reason: String,
    pub at: String,
    pub exact: String,
    /// «12 кБ».
    pub size: String,
    /// Path of its own page, without the prefix.
    pub path: String,
    /// Path of the raw copy as a download, without the prefix; empty for none.
    pub raw: String,
    /// What was decided and by whom, in words; empty while it waits.
    pub decided: String,
    /// Path and number of the ticket it became.
    pub ticket: Option<(String, String)>,
}

/// `/quarantine`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/quarantine.html")]
pub struct QuarantinePage {
    pub page: Page,
    pub count: String,
    /// What waits, what was accepted, what was rejected: path, words, whether it is this one.
    pub states: Vec<(String, String, bool)>,
    /// They wait: a decision can be made.
    pub waiting: bool,
    pub empty: String,
    pub items: Vec<Quarantined>,
    pub next: Option<String>,
}

/// `/quarantine/{id}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/set_aside.html")]
pub struct SetAsidePage {
    pub page: Page,
    pub item: Quarantined,
    pub waiting: bool,
    /// Why a decision was not taken.
    pub error: String,
    /// What the forms hold: as the message says, or as it was typed.
    pub sender: String,
    pub sender_name: String,
    pub title: String,
    pub understood: bool,
    pub text: String,
    /// Path of the layout in its frame; empty for none.
    pub html: String,
    pub files: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    /// The beginning of the raw copy.
    pub raw_text: String,
}

/// What became of one of many.
#[derive(Clone, Debug, Default)]
pub struct DecidedLine {
    pub path: String,
    pub subject: String,
    pub words: String,
    pub done: bool,
}

/// What a decision about many did, where not all went well.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/decided.html")]
pub struct DecidedPage {
    pub page: Page,
    pub lead: String,
    pub lines: Vec<DecidedLine>,
    pub back: String,
}
