//! An error, as a page: what happened, what was kept, what to do next.

use super::Page;

/// A problem.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/problem.html")]
pub struct ProblemPage {
    pub page: Page,
    /// HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened, in the reader's language.
    pub words: String,
    /// What was said of it in English alone; empty on an English page, where it is among the words.
    pub said: String,
    /// What was kept.
    pub kept: String,
    /// What to do next.
    pub advice: String,
    /// The first step offered: path without the prefix, and words.
    pub step: Option<(String, String)>,
    /// The id under which the log tells the cause.
    pub trace: String,
}
