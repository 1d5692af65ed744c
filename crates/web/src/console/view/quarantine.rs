//! What could not be understood or was held back, waiting for a person.

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
    /// What can be read of it, as plain text.
    pub text: String,
    /// «12 кБ».
    pub size: String,
    /// Path of the raw copy as a download, without the prefix; empty for none.
    pub raw: String,
    /// Path of the POST that decides: field `decision` = `accept` or `reject`. Empty: not by this reader.
    pub action: String,
}

/// `/quarantine`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/quarantine.html")]
pub struct QuarantinePage {
    pub page: Page,
    pub count: String,
    pub items: Vec<Quarantined>,
    pub next: Option<String>,
}
