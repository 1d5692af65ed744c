//! The client's small pages beside the ticket's: taking it back, a link that has expired.

use super::Page;

/// `/t/{secret}/withdrawal`: asks once more.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/withdraw.html")]
pub struct WithdrawPage {
    pub page: Page,
    pub brand: String,
    pub logo: String,
    pub brand_css: String,
    pub question: String,
    /// Paths with the prefix.
    pub action: String,
    pub back: String,
}

/// In the place of a ticket whose link has expired.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "public/link.html")]
pub struct LinkPage {
    pub page: Page,
    pub title: String,
    pub words: String,
    /// Path with the prefix that sends a new link; empty where one is on its way.
    pub action: String,
}
