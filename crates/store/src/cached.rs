//! Statements that are prepared once a connection. Diesel keeps those whose text it knows beforehand; the others (lists of
//! values on SQLite, updates, statements put together from parts) would be parsed and planned anew each time, which
//! costs more than running most of them. A statement is kept under its text; how many texts there can be is kept small
//! by [`padded`], and a connection that has kept very many starts afresh.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement that stays prepared.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Cached<Q>(Q);

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Cached<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q, DB: Backend> QueryFragment<DB> for Cached<Q>
where
    Q: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, Conn> RunQueryDsl<Conn> for Cached<Q> {}

/// Keeps a statement prepared.
pub(crate) trait Cache: Sized {
    /// For statements whose text hardly varies.
    fn cached(self) -> Cached<Self> {
        Cached(self)
    }
}

impl<Q> Cache for Q {}

/// Lists longer than this are rare, and as long as they are: SQLite takes 32,766 values.
const LONG: usize = 4_096;

/// A list of values as long as the next power of two, its last value repeated, so that lists of all lengths share a few
/// statements.
pub(crate) fn padded<I>(values: I) -> Vec<I::Item>
where
    I: IntoIterator<Item: Clone>,
{
    let mut values: Vec<I::Item> = values.into_iter().collect();
    if values.len() <= LONG
        && let Some(last) = values.last().cloned()
    {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::padded;

    #[test]
    fn lists_of_all_lengths_share_a_few() {
        assert_eq!(padded([1, 2, 3, 4, 5]), [1, 2, 3, 4, 5, 5, 5, 5]);
        assert_eq!(padded([7]), [7]);
        assert!(
            padded(Vec::<i64>::new()).is_empty(),
            "nothing is in an empty list"
        );
    }
}
