//! Who is away.

use super::{Choice, Page};

/// One absence.
#[derive(Clone, Debug, Default)]
pub struct AbsenceRow {
    /// Public id.
    pub who: String,
    pub name: String,
    pub from: String,
    /// «Отсутствует до 12 мая, замещает Борис».
    pub words: String,
    pub can_end: bool,
}

/// `/absences`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/absences.html")]
pub struct AbsencePage {
    pub page: Page,
    pub rows: Vec<AbsenceRow>,
    /// Whose absence may be stated; empty: one's own.
    pub people: Vec<Choice>,
    pub deputies: Vec<Choice>,
    /// What was typed, given back after a refusal.
    pub from: String,
    pub until: String,
    pub error: String,
}
