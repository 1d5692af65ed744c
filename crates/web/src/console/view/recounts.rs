//! The administrators' page of deadlines.

use super::Page;

/// A recount of running clocks.
#[derive(Clone, Debug, Default)]
pub struct RecountLine {
    pub id: String,
    /// What was corrected, by name.
    pub about: String,
    pub state: String,
    /// Waits for a person.
    pub proposed: bool,
    pub running: bool,
    pub at: String,
    pub exact: String,
    pub why: String,
    /// Who corrected it, or decided about it.
    pub by: String,
    pub done: i64,
    pub total: i64,
    /// «Сроки сдвинутся: 12, вердикты изменятся: 3».
    pub effect: String,
    pub affected: Vec<AffectedLine>,
}

/// A deadline that would be another one.
#[derive(Clone, Debug, Default)]
pub struct AffectedLine {
    pub path: String,
    pub number: String,
    pub clock: String,
    pub before: String,
    pub after: String,
    /// «С опозданием → Срок идёт»; empty where the verdict stays.
    pub verdicts: String,
}

/// A calendar as it counts now.
#[derive(Clone, Debug, Default)]
pub struct CalendarLine {
    pub name: String,
    pub zone: String,
    /// The last official date.
    pub known: String,
    /// Fewer than 60 official days are left.
    pub ends_soon: bool,
}

/// `/admin/deadlines`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/recounts.html")]
pub struct RecountsPage {
    pub page: Page,
    pub recounts: Vec<RecountLine>,
    pub calendars: Vec<CalendarLine>,
}
