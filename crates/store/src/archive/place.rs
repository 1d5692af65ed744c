//! What is in a database: tables, columns, indexes, counters. Asked of its catalogue.

use super::cells::quoted;
use super::{Column, ColumnKind, Table};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::ids;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Typed {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Counter {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

/// All tables but what is made from others (`search…`) and the lists of migrations.
pub(super) fn tables(conn: &mut Conn) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::new();
    for name in names(conn)? {
        let columns = columns(conn, &name)?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

fn names(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let sql = match conn {
        Conn::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        Conn::Pg(_) => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()",
    };
    let found: Vec<Name> = on_each!(conn, |c| diesel::sql_query(sql).load(c))?;
    let made = |name: &String| {
        ["sqlite_", "search", "__diesel"]
            .iter()
            .any(|made| name.starts_with(made))
    };
    let mut names: Vec<String> = found
        .into_iter()
        .map(|row| row.name)
        .filter(|name| !made(name))
        .collect();
    names.sort();
    Ok(names)
}

/// The columns of a table, in their order.
pub(crate) fn columns(conn: &mut Conn, table: &str) -> Result<Vec<Column>, StoreError> {
    let found: Vec<Typed> = match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query("SELECT name, lower(type) AS kind FROM pragma_table_info(?) ORDER BY cid")
                .bind::<Text, _>(table)
                .load(c)?
        }
        Conn::Pg(c) => diesel::sql_query(
            "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
        )
        .bind::<Text, _>(table)
        .load(c)?,
    };
    let column = |row: Typed| {
        let kind = match row.kind.as_str() {
            "integer" | "bigint" => ColumnKind::Integer,
            "boolean" => ColumnKind::Boolean,
            "text" => ColumnKind::Text,
            "blob" | "bytea" => ColumnKind::Bytes,
            other => {
                return Err(StoreError::Corrupt(format!(
                    "{table}.{} is of the type {other}",
                    row.name
                )));
            }
        };
        Ok(Column { name: row.name, kind })
    };
    found.into_iter().map(column).collect()
}

/// The first table that holds a row.
pub(super) fn first_filled(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    for name in names(conn)? {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {}) AS found", quoted(&name));
        let rows: Vec<Found> = on_each!(&mut *conn, |c| diesel::sql_query(sql).load(c))?;
        if rows.iter().any(|row| row.found) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Statements that drop every index which is no table's own, and those that make them again.
pub(crate) fn indexes(conn: &mut Conn) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            "SELECT name, sql AS kind FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        }
        Conn::Pg(_) => {
            "SELECT i.indexname::text AS name, i.indexdef AS kind FROM pg_indexes i \
             WHERE i.schemaname = current_schema() AND i.tablename NOT LIKE '\\_\\_diesel%' \
               AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conname = i.indexname \
                               AND k.connamespace = current_schema()::regnamespace)"
        }
    };
    let found: Vec<Typed> = on_each!(conn, |c| diesel::sql_query(sql).load(c))?;
    let drops = found
        .iter()
        .map(|index| format!("DROP INDEX {}", quoted(&index.name)))
        .collect();
    Ok((drops, found.into_iter().map(|index| index.kind).collect()))
}

/// The last id that each counting table gave out, and the first row id that is free where a sequence counts them.
pub(super) fn counters(conn: &mut Conn) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows = ids::first_free(conn)?.map(|first| (ids::COUNTER.to_owned(), first));
    let counters: Vec<Counter> = match conn {
        Conn::Sqlite(c) => diesel::sql_query("SELECT name, seq AS value FROM sqlite_sequence").load(c)?,
        Conn::Pg(c) => {
            let mut counters = Vec::new();
            for Typed { name, kind } in diesel::sql_query(COUNTING).load::<Typed>(c)? {
                let sql = format!(
                    "SELECT '{name}' AS name, CASE WHEN is_called THEN last_value ELSE 0 END AS value FROM {kind}"
                );
                counters.extend(diesel::sql_query(sql).load::<Counter>(c)?);
            }
            counters
        }
    };
    Ok(counters
        .into_iter()
        .map(|counter| (counter.name, counter.value))
        .chain(rows)
        .collect())
}

/// Counting tables and their sequences, quoted where they have to be.
const COUNTING: &str = "SELECT table_name::text AS name, \
    pg_get_serial_sequence(quote_ident(table_name), column_name) AS kind FROM information_schema.columns \
    WHERE table_schema = current_schema() AND is_identity = 'YES'";

/// Lets each counting table go on behind what it gave out.
pub(super) fn set_counters(conn: &mut Conn, counters: &BTreeMap<String, i64>) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query("DELETE FROM sqlite_sequence").execute(c)?;
            for (name, value) in counters.iter().filter(|(name, _)| *name != ids::COUNTER) {
                diesel::sql_query("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)")
                    .bind::<Text, _>(name)
                    .bind::<BigInt, _>(value)
                    .execute(c)?;
            }
        }
        Conn::Pg(c) => {
            for Typed { name, kind } in diesel::sql_query(COUNTING).load::<Typed>(c)? {
                let value = counters.get(&name).copied().unwrap_or_default();
                diesel::sql_query("SELECT setval($1::regclass, greatest($2, 1), $2 > 0)")
                    .bind::<Text, _>(kind)
                    .bind::<BigInt, _>(value)
                    .execute(c)?;
            }
        }
    }
    Ok(())
}
