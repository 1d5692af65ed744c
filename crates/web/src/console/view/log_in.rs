//! The log-in page.

use super::Page;

/// `/login`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/log_in.html")]
pub struct LogInPage {
    pub page: Page,
    /// What was typed, given back after a refusal.
    pub email: String,
    /// Why it was refused and what to do; empty at first.
    pub error: String,
    /// What has been done before; empty for nothing.
    pub notice: String,
    /// Path to go on to afterwards, without the prefix.
    pub next: String,
    /// Log-ins of the demo desk to try: address, password, who that is.
    pub demo: Vec<(String, String, String)>,
}
