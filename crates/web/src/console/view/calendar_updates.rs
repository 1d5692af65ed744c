//! The page of official updates of calendars.

use super::Page;

/// A date that would be another one.
#[derive(Clone, Debug, Default)]
pub struct DayLine {
    pub date: String,
    /// «Добавлен».
    pub what: String,
    pub before: String,
    pub after: String,
}

/// An update.
#[derive(Clone, Debug, Default)]
pub struct UpdateLine {
    pub id: String,
    pub calendar: String,
    pub source: String,
    pub proposed: bool,
    pub state: String,
    pub at: String,
    pub exact: String,
    pub why: String,
    /// Who proposed it, or decided about it.
    pub by: String,
    /// «Добавится 3 дня, исчезнет 1, изменится 2».
    pub summary: String,
    pub known: String,
    /// What it does to running clocks.
    pub effect: String,
    pub days: Vec<DayLine>,
    /// The version of the calendar it was compared with.
    pub version: i64,
}

/// An address that is fetched.
#[derive(Clone, Debug, Default)]
pub struct FeedLine {
    pub calendar: String,
    pub url: String,
    /// «Проверено вчера, 10:00».
    pub tried: String,
    pub problem: String,
}

/// What is wrong with a document.
#[derive(Clone, Debug, Default)]
pub struct FaultLine {
    pub place: String,
    pub words: String,
}

/// `/admin/calendars`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/calendar_updates.html")]
pub struct UpdatesPage {
    pub page: Page,
    pub waiting: Vec<UpdateLine>,
    pub decided: Vec<UpdateLine>,
    pub feeds: Vec<FeedLine>,
    /// Names of calendars, and the one that is chosen.
    pub calendars: Vec<(String, bool)>,
    pub faults: Vec<FaultLine>,
    pub nothing_new: bool,
    /// The reader may decide.
    pub may_decide: bool,
}
