//! Fragments pushed over `/events`, the same templates as the first render.

use super::{Page, Row};

/// A row that changed, in place.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "stream/row.html")]
pub struct RowStream {
    pub page: Page,
    pub row: Row,
}

/// A row that left the list.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "stream/row_gone.html")]
pub struct RowGone {
    pub id: String,
}
