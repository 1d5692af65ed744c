//! The page from which we write to a client first.

use super::{Choice, Page};

/// `/conversations/new`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/conversation.html")]
pub struct NewTicketPage {
    pub page: Page,
    pub to: String,
    pub name: String,
    /// Doors that lead out; the first that leads to the address is taken where none is chosen.
    pub doors: Vec<Choice>,
    pub subject: String,
    pub text: String,
    pub idempotency_key: String,
    /// Clients that were found by what was typed instead of an address.
    pub found: Vec<Found>,
    /// Why it was not taken, and what to do; empty at first.
    pub error: String,
}

/// A client that was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub name: String,
    pub address: String,
    /// Path of the form with this client filled in.
    pub path: String,
}
