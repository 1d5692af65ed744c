//! Many rows at once, the way each database likes it: PostgreSQL takes one statement with many rows, and very many by
//! `COPY`, which has nothing to parse or to plan; SQLite many executions of one prepared statement.

/// `insert_all!(conn, table, rows)`; with `or skip` rows whose key is there already are left as they are, with `or touch`
/// one thing about them is set anew.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        match $conn {
            $crate::conn::Conn::Pg(c) if rows.len() < $crate::rows::insert::MANY => {
                if !rows.is_empty() {
                    diesel::insert_into($table).values(&rows[..]).execute(c)?;
                }
            }
            $crate::conn::Conn::Pg(c) => {
                diesel::dsl::copy_from($table)
                    .from_insertable(&rows[..])
                    .execute(c)?;
            }
            $crate::conn::Conn::Sqlite(c) => {
                for row in &rows {
                    $crate::cached::Cache::cached(diesel::insert_into($table).values(row)).execute(c)?;
                }
            }
        }
    }};
    ($conn:expr, $table:expr, $rows:expr, or skip) => {{
        let rows = $rows;
        match $conn {
            $crate::conn::Conn::Pg(c) => {
                for chunk in rows.chunks($crate::rows::insert::CHUNK) {
                    diesel::insert_into($table)
                        .values(chunk)
                        .on_conflict_do_nothing()
                        .execute(c)?;
                }
            }
            $crate::conn::Conn::Sqlite(c) => {
                for row in &rows {
                    let row = diesel::insert_into($table).values(row).on_conflict_do_nothing();
                    $crate::cached::Cache::cached(row).execute(c)?;
                }
            }
        }
    }};
    ($conn:expr, $table:expr, $rows:expr, or touch $key:expr, $set:expr) => {{
        let rows = $rows;
        match $conn {
            $crate::conn::Conn::Pg(c) => {
                for chunk in rows.chunks($crate::rows::insert::CHUNK) {
                    diesel::insert_into($table)
                        .values(chunk)
                        .on_conflict($key)
                        .do_update()
                        .set($set)
                        .execute(c)?;
                }
            }
            $crate::conn::Conn::Sqlite(c) => {
                for row in &rows {
                    let row = diesel::insert_into($table)
                        .values(row)
                        .on_conflict($key)
                        .do_update()
                        .set($set);
                    $crate::cached::Cache::cached(row).execute(c)?;
                }
            }
        }
    }};
}
pub(crate) use insert_all;

/// Rows in one statement: PostgreSQL takes 65,535 parameters, a row has at most 32.
pub const CHUNK: usize = 1_000;
/// From so many rows on they are copied. That takes two trips to the server instead of one, and of fewer rows it costs the
/// server about as much as parsing them would: measured with mails of 65 a commit, and with breaches of 2,000.
pub const MANY: usize = 200;
