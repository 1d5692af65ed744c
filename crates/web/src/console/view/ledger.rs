//! The intake ledger: everything seen has a fate, and seen = sum of fates.

use super::{Door, Page};

/// How many met one fate.
#[derive(Clone, Debug, Default)]
pub struct FateCount {
    /// `opened`, `appended`, `duplicate`, `quarantined`, `rejected`.
    pub code: &'static str,
    pub words: String,
    pub count: String,
    pub definition: String,
    /// Path of the list behind the number; empty for none.
    pub path: String,
}

/// One door's count beside the ledger's.
#[derive(Clone, Debug, Default)]
pub struct DoorBalance {
    pub door: Door,
    pub seen: String,
    /// In the order of `LedgerPage::fates`.
    pub fates: Vec<String>,
    pub adds_up: bool,
    /// «сходится», «не хватает 1».
    pub verdict: String,
}

/// `/ledger`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/ledger.html")]
pub struct LedgerPage {
    pub page: Page,
    /// «сегодня», «с начала учёта».
    pub period: String,
    pub seen: String,
    pub fates: Vec<FateCount>,
    pub adds_up: bool,
    pub verdict: String,
    pub doors: Vec<DoorBalance>,
}
