//! The API in a page that needs no outside host and no script.

use super::Page;

/// Operations about one noun.
#[derive(Clone, Debug, Default)]
pub struct ApiGroup {
    /// Anchor: letters, digits, dashes.
    pub id: String,
    pub name: String,
    pub operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    pub id: String,
    /// `GET`.
    pub method: String,
    /// `/api/v1/tickets/{id}`.
    pub path: String,
    pub summary: String,
    pub description: String,
    /// Name, where it goes and what it is.
    pub parameters: Vec<(String, String, String)>,
    /// Status and meaning.
    pub answers: Vec<(String, String)>,
    /// A request one can paste into a terminal; empty for none.
    pub example: String,
    /// Schema of the request body, as indented JSON; empty for none.
    pub body: String,
}

/// `/api/docs`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/docs.html")]
pub struct ApiDocsPage {
    pub page: Page,
    pub version: String,
    pub groups: Vec<ApiGroup>,
}
