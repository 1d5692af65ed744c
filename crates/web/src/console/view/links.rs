//! Tickets that have to do with the one that is open.

use super::{Choice, Page};

/// What a ticket's page says about links.
#[derive(Clone, Debug, Default)]
pub struct Links {
    pub lines: Vec<LinkLine>,
    /// Path of those that follow; empty where these are all.
    pub more: String,
    pub kinds: Vec<Choice>,
    /// How many open tickets this one is the cause of: all can be answered at once; empty for none.
    pub concerns: String,
    /// How far the newest answer to all has come; empty where there was none.
    pub answering: String,
    /// Who was not answered, and why; empty for nobody.
    pub refused: String,
    pub idempotency_key: String,
}

/// A ticket at the other end.
#[derive(Clone, Debug, Default)]
pub struct LinkLine {
    pub id: String,
    pub number: String,
    pub subject: String,
    pub state: String,
    /// «причина», «связано».
    pub words: String,
}

/// `/tickets/…/links`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/links.html")]
pub struct LinksPage {
    pub page: Page,
    /// Path of the ticket.
    pub ticket: String,
    pub lines: Vec<LinkLine>,
    /// Path of those that follow; empty on the last page.
    pub next: String,
}
