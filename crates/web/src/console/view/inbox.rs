//! The inbox: the rail of views, the list, and an empty place for the ticket.

use super::{BulkForm, FilterForm, Page, RowMarkup, SavedHere};
use std::sync::Arc;

/// A list of tickets, as the inbox and the ticket page both show it.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Code of the view.
    pub view: &'static str,
    pub title: String,
    /// «12 обращений»; bounded.
    pub count: String,
    pub query: String,
    /// What will appear here.
    pub empty: String,
    /// The first step offered when it is empty: path and words.
    pub empty_step: Option<(String, String)>,
    /// Public id of the ticket that is open beside it; empty for none.
    pub open: String,
    pub body: Arc<ListBody>,
    /// Path of the first page, where this is not it.
    pub first: Option<String>,
    /// What the address asks that cannot be.
    pub faults: Vec<String>,
    pub saved: Option<SavedHere>,
}

/// What of a list is the same on page after page, until something happens.
#[derive(Clone, Debug, Default)]
pub struct ListBody {
    pub rows: Vec<RowMarkup>,
    /// Path of the next page, without the prefix.
    pub next: Option<String>,
    pub filter: FilterForm,
    pub bulk: BulkForm,
}

/// `/inbox`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/inbox.html")]
pub struct InboxPage {
    pub page: Page,
    pub list: List,
}
