//! Rows whose columns are known only when they are read.

use super::{Cell, Column, ColumnKind, Table};
use crate::conn::Conn;
use crate::error::StoreError;
use diesel::backend::Backend;
use diesel::connection::DefaultLoadingMode;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::pg::{Pg, PgRowByRowLoadingMode};
use diesel::prelude::*;
use diesel::row::{Field as _, NamedRow};
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Text};
use diesel::sqlite::{Sqlite, SqliteType};

/// Ids of PostgreSQL's types (`pg_type.dat`).
const BOOL: u32 = 16;
const BYTEA: u32 = 17;
const INT4: u32 = 23;
const INT8: u32 = 20;

/// One row, as it came.
struct Cells(Vec<Cell>);

fn each_field<'a, R, DB>(
    row: &R,
    read: impl Fn(DB::RawValue<'_>) -> deserialize::Result<Cell>,
) -> deserialize::Result<Cells>
where
    R: NamedRow<'a, DB>,
    DB: Backend,
{
    let mut cells = Vec::with_capacity(row.field_count());
    for index in 0..row.field_count() {
        let field = diesel::row::Row::get(row, index).ok_or("a column is missing")?;
        cells.push(match field.value() {
            None => Cell::Null,
            Some(value) => read(value)?,
        });
    }
    Ok(Cells(cells))
}

impl QueryableByName<Sqlite> for Cells {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        each_field::<_, Sqlite>(row, |value| match value.value_type() {
            None => Ok(Cell::Null),
            Some(SqliteType::Text) => Ok(Cell::Text(FromSql::<Text, Sqlite>::from_sql(value)?)),
            Some(SqliteType::Binary) => Ok(Cell::Bytes(FromSql::<Binary, Sqlite>::from_sql(value)?)),
            Some(SqliteType::Float | SqliteType::Double) => Err("a fraction where none may be".into()),
            Some(_) => Ok(Cell::Integer(FromSql::<BigInt, Sqlite>::from_sql(value)?)),
        })
    }
}

impl QueryableByName<Pg> for Cells {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        each_field::<_, Pg>(row, |value| match value.get_oid().get() {
            BOOL => Ok(Cell::Boolean(FromSql::<Bool, Pg>::from_sql(value)?)),
            BYTEA => Ok(Cell::Bytes(FromSql::<Binary, Pg>::from_sql(value)?)),
            INT8 => Ok(Cell::Integer(FromSql::<BigInt, Pg>::from_sql(value)?)),
            INT4 => {
                let number: i32 = FromSql::<Integer, Pg>::from_sql(value)?;
                Ok(Cell::Integer(i64::from(number)))
            }
            _ => Ok(Cell::Text(FromSql::<Text, Pg>::from_sql(value)?)),
        })
    }
}

/// Reads all rows of a table one by one, in no order.
pub(super) fn each_row<E: From<StoreError>>(
    conn: &mut Conn,
    table: &Table,
    each: &mut dyn FnMut(&[Cell]) -> Result<(), E>,
) -> Result<(), E> {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let query = diesel::sql_query(format!(
        "SELECT {} FROM {}",
        names.join(", "),
        quoted(&table.name)
    ));
    let mut one = |row: QueryResult<Cells>| {
        let Cells(mut cells) = row.map_err(StoreError::from)?;
        for (cell, column) in cells.iter_mut().zip(&table.columns) {
            settle(cell, column);
        }
        each(&cells)
    };
    match conn {
        Conn::Sqlite(c) => {
            let rows = query.load_iter::<Cells, DefaultLoadingMode>(c);
            rows.map_err(StoreError::from)?.try_for_each(&mut one)
        }
        Conn::Pg(c) => {
            let rows = query.load_iter::<Cells, PgRowByRowLoadingMode>(c);
            rows.map_err(StoreError::from)?.try_for_each(&mut one)
        }
    }
}

/// SQLite keeps truth as a number.
fn settle(cell: &mut Cell, column: &Column) {
    if let (Cell::Integer(number), ColumnKind::Boolean) = (&*cell, column.kind) {
        *cell = Cell::Boolean(*number != 0);
    }
}

/// A name as an identifier of SQL.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
