//! The form by which a list is narrowed, what it is narrowed by, and what can be done with the rows that are ticked.

use super::Choice;

/// A menu of values.
#[derive(Clone, Debug, Default)]
pub struct Select {
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
}

/// A field to type into.
#[derive(Clone, Debug, Default)]
pub struct FilterInput {
    pub name: String,
    pub label: String,
    /// `text`, `date`.
    pub kind: &'static str,
    pub value: String,
    /// Offers tags while one is typed.
    pub suggests: bool,
}

/// The form of a list's filter.
#[derive(Clone, Debug, Default)]
pub struct FilterForm {
    pub selects: Vec<Select>,
    pub inputs: Vec<FilterInput>,
    /// What the list is narrowed by: words, and the path of the list without it.
    pub chips: Vec<(String, String)>,
    /// Path of the list without any of it.
    pub clear: String,
    /// The query of this list, to be saved or to be changed as a whole.
    pub query: String,
}

/// The saved view that is open.
#[derive(Clone, Debug, Default)]
pub struct SavedHere {
    /// Path its forms post to.
    pub path: String,
    pub name: String,
    pub shared: bool,
    pub position: i64,
    pub version: i64,
    /// This reader may change it.
    pub changeable: bool,
    /// What names something that is gone, in words; nothing while all is well.
    pub broken: Vec<String>,
    /// The query of what is left.
    pub mended: String,
}

/// What can be done with the rows that are ticked.
#[derive(Clone, Debug, Default)]
pub struct BulkForm {
    pub selects: Vec<Select>,
}

/// What a change of many left alone: path, number and why.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/bulk_result.html")]
pub struct BulkResultPage {
    pub page: super::Page,
    pub lead: String,
    pub skipped: Vec<(String, String, String)>,
    pub more: String,
    pub back: String,
}
