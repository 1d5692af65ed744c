//! What a client said about calls and about ways to be answered, as far as a request that comes in has to know.

use crate::HandleKind;
use std::collections::BTreeMap;

/// A client's word about calls.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CallWish {
    /// Does not want to be called.
    pub none: bool,
    /// When calls are welcome; empty: whenever.
    pub hours: String,
    /// By which kind of address they like to be answered, by topic; the empty topic is any.
    pub ways: BTreeMap<String, HandleKind>,
}

impl CallWish {
    /// Whether they like to be answered in writing about a topic: the topic's own wish comes before what holds for any.
    #[must_use]
    pub fn prefers_writing(&self, topic: &str) -> bool {
        let wish = self.ways.get(topic).or_else(|| self.ways.get(""));
        wish.is_some_and(|kind| *kind != HandleKind::Phone)
    }
}
