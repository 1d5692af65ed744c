//! The page on which the hours of a calendar are changed.

use super::Page;

/// `/admin/hours`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/hours.html")]
pub struct HoursPage {
    pub page: Page,
    /// Name of the calendar, the version that was looked at, and its zone.
    pub calendar: String,
    pub version: String,
    pub zone: String,
    /// From Monday.
    pub week: Vec<DayFields>,
    /// Dates of the desk's own, and some lines for more.
    pub dates: Vec<DateFields>,
    pub why: String,
    /// Why it was not taken, and what to do; empty at first.
    pub error: String,
    /// What the hours would do to running deadlines; empty while nobody asked.
    pub effect: String,
    pub may_change: bool,
}

/// A day of the week.
#[derive(Clone, Debug, Default)]
pub struct DayFields {
    pub code: String,
    pub words: String,
    /// «09:00-18:00»; empty: closed.
    pub hours: String,
}

/// A date of the desk's own.
#[derive(Clone, Debug, Default)]
pub struct DateFields {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Empty: a day off.
    pub hours: String,
    pub name: String,
}
