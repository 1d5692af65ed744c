//! The search rows are not kept in a backup: each database has its own, and they are made again from what was said.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::search;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::EntryId;

/// Entries read at once.
const PORTION: i64 = 2_000;

/// What there is to find of an entry.
#[derive(Clone, Debug, QueryableByName)]
pub struct EntryText {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub actor_kind: String,
    #[diesel(sql_type = Text)]
    pub params: String,
    /// The ticket's.
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub text: String,
    /// Bytes of the text that are shown.
    #[diesel(sql_type = BigInt)]
    pub visible: i64,
}

const PAGE: &str = "SELECT e.id, e.kind, e.actor_kind, e.params, t.title, b.text, b.visible \
    FROM entry e JOIN body b ON b.entry_id = e.id JOIN ticket t ON t.id = e.ticket_id WHERE e.id > ";

/// Indexes every entry that has a body. The words of each are its caller's business; none: it is not indexed.
pub(super) fn rebuild(
    conn: &mut Conn,
    terms: &dyn Fn(&EntryText) -> String,
    progress: &mut dyn FnMut(usize),
) -> Result<(), StoreError> {
    let (mut after, mut done) = (i64::MIN, 0);
    loop {
        let sql = format!("{PAGE}{after} ORDER BY e.id LIMIT {PORTION}");
        let entries: Vec<EntryText> = on_each!(&mut *conn, |c| diesel::sql_query(sql).load(c))?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.id;
        done += entries.len();
        let words: Vec<(EntryId, String)> = entries
            .iter()
            .map(|entry| (EntryId(entry.id), terms(entry)))
            .filter(|(_, words)| !words.is_empty())
            .collect();
        search::insert(conn, &words)?;
        progress(done);
    }
}
