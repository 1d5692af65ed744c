//! Many rows of any table in one statement, which both databases prepare once.

use super::cells::quoted;
use super::{Cell, ColumnKind, Table};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Bool, HasSqlType, Nullable, Text};

/// Rows in one statement of SQLite, where longer ones gain nothing, and of PostgreSQL.
const FEW: usize = 16;
const MANY: usize = 1_000;

struct Insert<'a> {
    table: &'a Table,
    rows: &'a [Vec<Cell>],
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: Connection> RunQueryDsl<C> for Insert<'_> {}

const NO_NUMBER: Option<i64> = None;

impl<DB> QueryFragment<DB> for Insert<'_>
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Bool> + HasSqlType<Text> + HasSqlType<Binary>,
    Option<i64>: ToSql<Nullable<BigInt>, DB>,
    Option<bool>: ToSql<Nullable<Bool>, DB>,
    Option<String>: ToSql<Nullable<Text>, DB>,
    Option<Vec<u8>>: ToSql<Nullable<Binary>, DB>,
    i64: ToSql<BigInt, DB>,
    bool: ToSql<Bool, DB>,
    String: ToSql<Text, DB>,
    Vec<u8>: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(&quoted(&self.table.name));
        for (index, column) in self.table.columns.iter().enumerate() {
            out.push_sql(if index == 0 { " (" } else { ", " });
            out.push_sql(&quoted(&column.name));
        }
        for (index, row) in self.rows.iter().enumerate() {
            out.push_sql(if index == 0 { ") VALUES (" } else { "), (" });
            for (index, (cell, column)) in row.iter().zip(&self.table.columns).enumerate() {
                if index > 0 {
                    out.push_sql(", ");
                }
                match (cell, column.kind) {
                    (Cell::Integer(value), _) => out.push_bind_param::<BigInt, _>(value)?,
                    (Cell::Boolean(value), _) => out.push_bind_param::<Bool, _>(value)?,
                    (Cell::Text(value), _) => out.push_bind_param::<Text, _>(value)?,
                    (Cell::Bytes(value), _) => out.push_bind_param::<Binary, _>(value)?,
                    (Cell::Null, ColumnKind::Integer) => {
                        out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&NO_NUMBER)?;
                    }
                    (Cell::Null, ColumnKind::Boolean) => {
                        out.push_bind_param::<Nullable<Bool>, Option<bool>>(&None)?;
                    }
                    (Cell::Null, ColumnKind::Text) => {
                        out.push_bind_param::<Nullable<Text>, Option<String>>(&None)?;
                    }
                    (Cell::Null, ColumnKind::Bytes) => {
                        out.push_bind_param::<Nullable<Binary>, Option<Vec<u8>>>(&None)?;
                    }
                }
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

/// Writes rows; each has as many cells as the table has columns.
pub(super) fn insert(conn: &mut Conn, table: &Table, rows: &[Vec<Cell>]) -> Result<(), StoreError> {
    let most = if matches!(conn, Conn::Sqlite(_)) {
        FEW
    } else {
        MANY
    };
    for rows in rows.chunks(most) {
        // A rest of any length would be a statement of its own: on SQLite they go one by one.
        let step = if rows.len() < most && most == FEW {
            1
        } else {
            rows.len()
        };
        for rows in rows.chunks(step) {
            let insert = Insert { table, rows };
            on_each!(&mut *conn, |c| insert.execute(c))?;
        }
    }
    Ok(())
}
