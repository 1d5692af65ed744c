//! Statements put together from parts: for lists, whose conditions depend on what is asked. The text comes from this
//! crate alone; whatever comes from outside is bound.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::scope::{Extent, Scope};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

/// What `domain::time::NEVER` is as a literal: partial indexes are used only by a condition with the same constant.
pub(crate) const NEVER: &str = "253402207200999999";

/// The condition of the indexes over open tickets, word for word.
pub(crate) const IS_OPEN: &str = "ticket.state NOT IN ('resolved', 'closed') AND ticket.merged_into IS NULL";

/// The condition of the index over tickets that are done, word for word.
pub(crate) const IS_DONE: &str = "ticket.state IN ('resolved', 'closed') AND ticket.merged_into IS NULL";

/// A row that is an id.
#[derive(QueryableByName)]
pub(crate) struct IdRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
}

/// Which database a statement is for, where the two differ.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Dialect {
    Postgres,
    Sqlite,
}

impl Dialect {
    pub(crate) fn of(conn: &Conn) -> Self {
        match conn {
            Conn::Pg(_) => Self::Postgres,
            Conn::Sqlite(_) => Self::Sqlite,
        }
    }
}

/// A value from outside.
#[derive(Clone, Debug)]
enum Value {
    Int(i64),
    Text(String),
}

/// A statement with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds text of ours.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a number as a bound value.
    pub(crate) fn int(&mut self, value: i64) -> &mut Self {
        self.bind(Value::Int(value))
    }

    /// Adds a text as a bound value.
    pub(crate) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.bind(Value::Text(value.into()))
    }

    /// Adds numbers as a list in parentheses; nothing is in an empty one.
    pub(crate) fn ints(&mut self, values: impl IntoIterator<Item = i64>) -> &mut Self {
        self.push("(");
        for (at, value) in padded(values).into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.int(value);
        }
        if self.text.ends_with('(') {
            self.push("NULL");
        }
        self.push(")")
    }

    /// Adds `AND` with the condition of a scope; every list of tickets passes through here.
    pub(crate) fn within(&mut self, scope: &Scope) -> &mut Self {
        match &scope.0 {
            Extent::All => self,
            Extent::Teams(ids) => self
                .push(" AND ticket.team_id IN ")
                .ints(ids.iter().map(|id| id.0)),
            Extent::Client(id) => self.push(" AND ticket.client_id = ").int(id.0),
            Extent::Ticket(id) => self.push(" AND ticket.id = ").int(id.0),
        }
    }

    /// Both databases know a value by `$` and its number; SQLite numbers them as they first appear.
    fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Runs the statement.
    pub(crate) fn load<R>(&self, conn: &mut Conn) -> Result<Vec<R>, StoreError>
    where
        R: QueryableByName<Pg> + QueryableByName<Sqlite> + 'static,
    {
        Ok(on_each!(conn, |c| {
            let mut query = diesel::sql_query(self.text.as_str()).into_boxed();
            for value in &self.values {
                query = match value {
                    Value::Int(value) => query.bind::<BigInt, _>(*value),
                    Value::Text(value) => query.bind::<Text, _>(value.as_str()),
                };
            }
            query.cached().load(c)?
        }))
    }

    /// How the database would run the statement, one line a step. PostgreSQL is told to prefer indexes, so that a
    /// small table shows what a large one would do.
    pub(crate) fn plan(&self, conn: &mut Conn) -> Result<Vec<String>, StoreError> {
        match Dialect::of(conn) {
            Dialect::Sqlite => {
                let steps: Vec<SqliteStep> = self.after("EXPLAIN QUERY PLAN ").load(conn)?;
                Ok(steps.into_iter().map(|step| step.detail).collect())
            }
            Dialect::Postgres => {
                conn.execute(
                    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; \
                     SET LOCAL enable_sort = off",
                )?;
                let steps: Vec<PostgresStep> = self.after("EXPLAIN (COSTS OFF) ").load(conn)?;
                Ok(steps.into_iter().map(|step| step.detail).collect())
            }
        }
    }

    fn after(&self, word: &'static str) -> Self {
        Self {
            text: format!("{word}{}", self.text),
            values: self.values.clone(),
        }
    }
}

/// A step of SQLite's plan.
#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// A step of PostgreSQL's plan.
#[derive(QueryableByName)]
struct PostgresStep {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_literal_never_is_never() {
        assert_eq!(NEVER, domain::time::NEVER.as_micros().to_string());
    }

    #[test]
    fn values_are_numbered_as_they_appear_and_never_become_text() {
        let mut sql = Sql::new("SELECT ");
        sql.int(5)
            .push(", ")
            .text("'; DROP TABLE ticket")
            .push(" IN ")
            .ints([7, 8, 9])
            .push(" OR 1 IN ")
            .ints([]);
        assert_eq!(sql.text, "SELECT $1, $2 IN ($3, $4, $5, $6) OR 1 IN (NULL)");
        assert_eq!(sql.values.len(), 6);
    }
}
