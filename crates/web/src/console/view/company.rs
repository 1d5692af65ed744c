//! A company's page.

use super::{Choice, Page};

/// `/companies?name=`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/company.html")]
pub struct CompanyPage {
    pub page: Page,
    pub name: String,
    /// Clients, by the paths of their pages.
    pub clients: Vec<Choice>,
    /// Where the next page of clients begins; zero on the last.
    pub next: i64,
    /// The newest tickets, by their paths; the state is the hint.
    pub tickets: Vec<Choice>,
}
