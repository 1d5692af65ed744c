//! Tickets that are, were, or may be one with the ticket shown.

use super::OtherTicket;

/// Everything about merging.
#[derive(Clone, Debug, Default)]
pub struct Merges {
    /// Likely the same request once more.
    pub alike: Vec<OtherTicket>,
    /// Became part of this one.
    pub absorbed: Vec<Absorbed>,
    /// Could become part of this one; empty where nothing can.
    pub candidates: Vec<OtherTicket>,
}

/// A ticket that became part of the one shown.
#[derive(Clone, Debug, Default)]
pub struct Absorbed {
    /// «2026-004512».
    pub number: String,
    pub subject: String,
    /// Path of the POST that takes the merge back.
    pub undo: String,
}
