//! Search: folded words into each database's own language. What a user typed never reaches a query parser as it is.

use crate::rows::read_sql::{Dialect, Sql};
use domain::ticket::TicketNumber;

/// Entries that are looked at, newest first: a list of results is bounded, however common the word.
const MOST_HITS: i64 = 2_000;

/// What is looked for, folded and stemmed as the texts were.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SearchWords {
    /// Every one of these must be among an entry's words.
    pub all: Vec<String>,
    /// And one that begins so.
    pub prefix: Option<String>,
    /// Or the ticket has this number.
    pub number: Option<TicketNumber>,
}

impl SearchWords {
    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.prefix.is_none() && self.number.is_none()
    }

    fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        let whole = self.all.iter().map(|word| (word.as_str(), false));
        whole.chain(self.prefix.iter().map(|word| (word.as_str(), true)))
    }

    /// FTS5's query: strings in double quotes, joined by AND; a star after the last makes it a prefix.
    fn for_sqlite(&self) -> String {
        self.join(" AND ", |word, prefix| {
            format!(
                "\"{}\"{}",
                word.replace('"', "\"\""),
                if prefix { " *" } else { "" }
            )
        })
    }

    /// A `tsquery`: lexemes in single quotes, with quotes and backslashes doubled.
    fn for_postgres(&self) -> String {
        self.join(" & ", |word, prefix| {
            let word = word.replace('\\', "\\\\").replace('\'', "''");
            format!("'{word}'{}", if prefix { ":*" } else { "" })
        })
    }

    fn join(&self, and: &str, one: impl Fn(&str, bool) -> String) -> String {
        let words: Vec<String> = self.words().map(|(word, prefix)| one(word, prefix)).collect();
        words.join(and)
    }
}

/// Adds the entries that are found, as rows of `id`.
pub(super) fn hits(sql: &mut Sql, dialect: Dialect, words: &SearchWords) {
    let mut parts = 0;
    if words.words().next().is_some() {
        match dialect {
            Dialect::Sqlite => sql
                .push("SELECT * FROM (SELECT rowid AS id FROM search WHERE search MATCH ")
                .text(words.for_sqlite())
                .push(" ORDER BY rowid DESC LIMIT ")
                .int(MOST_HITS)
                .push(") AS words"),
            Dialect::Postgres => sql
                .push("SELECT * FROM (SELECT entry_id AS id FROM search WHERE terms @@ CAST(")
                .text(words.for_postgres())
                .push(" AS tsquery) ORDER BY entry_id DESC LIMIT ")
                .int(MOST_HITS)
                .push(") AS words"),
        };
        parts += 1;
    }
    if let Some(number) = words.number {
        if parts > 0 {
            sql.push(" UNION ALL ");
        }
        sql.push(
            "SELECT max(entry.id) AS id FROM entry JOIN ticket ON ticket.id = entry.ticket_id \
             WHERE ticket.number_year = ",
        )
        .int(i64::from(number.year))
        .push(" AND ticket.number_serial = ")
        .int(number.serial);
        parts += 1;
    }
    if parts == 0 {
        sql.push("SELECT entry.id FROM entry WHERE 1 = 0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str], prefix: Option<&str>) -> SearchWords {
        SearchWords {
            all: all.iter().map(|word| (*word).to_owned()).collect(),
            prefix: prefix.map(str::to_owned),
            number: None,
        }
    }

    #[test]
    fn words_are_quoted_for_each_database() {
        let asked = words(&["карт", "a\"b'c\\d"], Some("бан"));
        assert_eq!(asked.for_sqlite(), "\"карт\" AND \"a\"\"b'c\\d\" AND \"бан\" *");
        assert_eq!(asked.for_postgres(), "'карт' & 'a\"b''c\\\\d' & 'бан':*");
    }

    #[test]
    fn nothing_asked_for_finds_nothing() {
        assert!(words(&[], None).is_empty());
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let mut sql = Sql::default();
            hits(&mut sql, dialect, &words(&[], None));
            assert_eq!(format!("{sql:?}").matches("1 = 0").count(), 1);
        }
    }
}
