//! The tags there are, so that those that fit can be offered.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::tag;
use diesel::prelude::*;
use domain::TicketId;
use std::collections::BTreeSet;

/// As tags are looked for: case and ё do not matter.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// Remembers tags that were given to tickets, in sorted order: two writers may meet the same new one.
pub(super) fn learn(conn: &mut Conn, tags: &[(TicketId, String)]) -> Result<(), StoreError> {
    let names: BTreeSet<&str> = tags.iter().map(|(_, tag)| tag.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    insert_all!(conn, tag::table, names.iter().map(|name| {
        (tag::name.eq(*name), tag::folded.eq(folded(name)))
    }).collect::<Vec<_>>(), or skip);
    Ok(())
}

impl Reader<'_> {
    /// Tags that begin so, in alphabetical order.
    ///
    /// # Errors
    /// The store's own.
    pub fn tags_like(&mut self, beginning: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        let from = folded(beginning.trim());
        let until = format!("{from}\u{10ffff}");
        Ok(on_each!(&mut *self.conn, |c| tag::table
            .filter(tag::folded.ge(&from))
            .filter(tag::folded.lt(&until))
            .order((tag::folded, tag::name))
            .limit(limit)
            .select(tag::name)
            .load(c)?))
    }
}
