//! The inbox: the rail of views, the list, and an empty place for the ticket.

use super::{BulkForm, FilterForm, Page, Row, SavedHere};

/// A list of tickets, as the inbox and the ticket page both show it.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Code of the view.
    pub view: &'static str,
    pub title: String,
    /// «12 обращений»; bounded.
    pub count: String,
    pub query: String,
    pub rows: Vec<Row>,
    /// What will appear here.
    pub empty: String,
    /// The first step offered when it is empty: path and words.
    pub empty_step: Option<(String, String)>,
    /// Path of the next page, without the prefix.
    pub next: Option<String>,
    /// Path of the first page, where this is not it.
    pub first: Option<String>,
    pub filter: FilterForm,
    /// What the address asks that cannot be.
    pub faults: Vec<String>,
    pub saved: Option<SavedHere>,
    pub bulk: BulkForm,
}

/// `/inbox`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/inbox.html")]
pub struct InboxPage {
    pub page: Page,
    pub list: List,
}
