//! Search rows: the same folded words on both databases, each in its own index.

use crate::conn::Conn;
use crate::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use domain::EntryId;

/// FTS5's table as diesel sees it; its row id is the entry's.
mod fts {
    diesel::table! {
        search (rowid) {
            rowid -> BigInt,
            terms -> Text,
        }
    }
}

/// Longer "words" are data, not words; PostgreSQL takes lexemes of at most 2,046 bytes.
const LONGEST_WORD: usize = 200;

/// Indexes the words of entries.
pub(crate) fn insert(conn: &mut Conn, terms: &[(EntryId, String)]) -> Result<(), StoreError> {
    if terms.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(c) => {
            for (entry, words) in terms {
                diesel::insert_into(fts::search::table)
                    .values((
                        fts::search::rowid.eq(entry.0),
                        fts::search::terms.eq(short(words)),
                    ))
                    .execute(c)?;
            }
        }
        Conn::Pg(c) => {
            let (ids, words): (Vec<i64>, Vec<String>) =
                terms.iter().map(|(entry, words)| (entry.0, short(words))).unzip();
            diesel::sql_query(
                "INSERT INTO search (entry_id, terms) \
                 SELECT id, array_to_tsvector(array_remove(string_to_array(words, ' '), '')) \
                 FROM unnest($1, $2) AS new (id, words)",
            )
            .bind::<Array<BigInt>, _>(ids)
            .bind::<Array<Text>, _>(words)
            .execute(c)?;
        }
    }
    Ok(())
}

/// Takes entries out of the index.
pub(crate) fn remove(conn: &mut Conn, entries: &[i64]) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => {
            for entry in entries {
                diesel::delete(fts::search::table.filter(fts::search::rowid.eq(entry))).execute(c)?;
            }
        }
        Conn::Pg(c) => {
            diesel::sql_query("DELETE FROM search WHERE entry_id = ANY($1)")
                .bind::<Array<BigInt>, _>(entries)
                .execute(c)?;
        }
    }
    Ok(())
}

fn short(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    for word in words
        .split(' ')
        .filter(|word| !word.is_empty() && word.len() <= LONGEST_WORD)
    {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}
