//! A property of a ticket that can be changed: its present value and what else it could be.

/// A menu of values, each a button that posts it.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Id of the menu's element: `menu-assignee`.
    pub id: &'static str,
    pub label: String,
    /// The present value in words.
    pub words: String,
    /// Name of the posted field.
    pub field: &'static str,
    /// Path the form posts to, without the prefix. Empty: shown, but not to be changed by this reader.
    pub action: String,
    pub choices: Vec<Choice>,
}

/// One value.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub words: String,
    /// A second, quiet line: «отсутствует до 12 мая».
    pub hint: String,
    pub here: bool,
    /// Belongs under the one before it that does not.
    pub below: bool,
    /// Starts a new group with this heading; empty for none.
    pub group: String,
}
