//! Notices about deadlines.

use super::Page;

/// One notice.
#[derive(Clone, Debug, Default)]
pub struct NoticeRow {
    pub path: String,
    /// «№ 2026-000017»; of a paper, «поступило 17 апреля».
    pub number: String,
    pub title: String,
    /// «Первый ответ, до 18:00».
    pub words: String,
    pub missed: bool,
    pub urgent: bool,
    /// Not seen yet.
    pub new: bool,
    pub at: String,
    pub exact: String,
}

/// `/notices`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/notices.html")]
pub struct NoticesPage {
    pub page: Page,
    pub rows: Vec<NoticeRow>,
    pub any_new: bool,
    /// When the page was made, microseconds.
    pub up_to: i64,
    /// There are older ones.
    pub more: String,
}
