//! Row ids, allocated before the insert. They go up in the order in which writes begin, on all nodes: whoever asks for the
//! oldest first may ask for the order of ids. A block that is lost with its process leaves a gap and nothing else.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::id_block;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

/// Ids that one write may use at most. The sequence of PostgreSQL goes on by as many.
pub const PER_WRITE: i64 = 1 << 15;
/// Ids that SQLite's one writer takes at once.
const BLOCK: i64 = 2 * PER_WRITE;

/// The ids a connection has left.
#[derive(Debug, Default)]
pub struct IdBlock {
    next: i64,
    end: i64,
}

impl IdBlock {
    /// Makes sure that a write finds enough ids. Before its transaction, so that no rollback gives ids out twice. Beside
    /// other writers each write takes ids of its own, which are greater than those of every write that began before.
    pub fn refill(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        match conn {
            Conn::Pg(c) => {
                self.next = diesel::select(sql::<BigInt>("nextval('row_id')")).first(c)?;
                self.end = self.next + PER_WRITE;
            }
            Conn::Sqlite(_) if self.has_room() => {}
            Conn::Sqlite(_) => {
                self.next = reserve(conn, BLOCK)?;
                self.end = self.next + BLOCK;
            }
        }
        Ok(())
    }

    /// Whether another write of the same transaction would still find enough.
    pub fn has_room(&self) -> bool {
        self.end - self.next >= PER_WRITE
    }

    /// The next id. Runs past the block only if a write uses more than [`PER_WRITE`], which its caller must not.
    pub fn take(&mut self) -> i64 {
        debug_assert!(self.next < self.end, "a write used more than {PER_WRITE} ids");
        let id = self.next;
        self.next += 1;
        id
    }
}

const ROWS: &str = "rows";

#[derive(QueryableByName)]
struct Blocks {
    #[diesel(sql_type = BigInt)]
    first: i64,
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// As many ids in one piece that nobody else gets: the first of them.
pub fn reserve(conn: &mut Conn, count: i64) -> Result<i64, StoreError> {
    let Conn::Pg(c) = conn else {
        let end = on_each!(conn, |c| diesel::insert_into(id_block::table)
            .values((id_block::name.eq(ROWS), id_block::next.eq(1 + count)))
            .on_conflict(id_block::name)
            .do_update()
            .set(id_block::next.eq(id_block::next + count))
            .returning(id_block::next)
            .get_result::<i64>(c))?;
        return Ok(end - count);
    };
    let blocks = 1 + count.max(1).div_euclid(PER_WRITE);
    loop {
        let got: Blocks = diesel::sql_query(
            "SELECT MIN(n) AS first, MAX(n) AS last FROM (SELECT nextval('row_id') AS n FROM generate_series(1, $1)) AS b",
        )
        .bind::<BigInt, _>(blocks)
        .get_result(c)?;
        // Not in one piece where another writer took its own in between: those stay unused.
        if got.last - got.first == (blocks - 1) * PER_WRITE {
            return Ok(got.first);
        }
    }
}

/// The name of the counter in backups.
pub const COUNTER: &str = "row_id";

/// The first id that no write has taken yet, where that is counted beside the tables.
pub fn first_free(conn: &mut Conn) -> Result<Option<i64>, StoreError> {
    let Conn::Pg(c) = conn else { return Ok(None) };
    let last: (i64, bool) =
        diesel::select((sql::<BigInt>("last_value"), sql::<Bool>("is_called FROM row_id"))).first(c)?;
    Ok(Some(if last.1 { last.0 + PER_WRITE } else { last.0 }))
}

/// Goes on behind every id of a database that was filled from a backup: behind what its table counted, and what was counted
/// beside it.
pub fn go_on(conn: &mut Conn, counted: Option<i64>) -> Result<(), StoreError> {
    let stored: Option<i64> = on_each!(&mut *conn, |c| id_block::table
        .find(ROWS)
        .select(id_block::next)
        .first(c)
        .optional())?;
    let first = stored.max(counted).unwrap_or(1);
    on_each!(&mut *conn, |c| diesel::insert_into(id_block::table)
        .values((id_block::name.eq(ROWS), id_block::next.eq(first)))
        .on_conflict(id_block::name)
        .do_update()
        .set(id_block::next.eq(first))
        .execute(c))?;
    if let Conn::Pg(c) = conn {
        diesel::sql_query("SELECT setval('row_id', $1, false)")
            .bind::<BigInt, _>(first)
            .execute(c)?;
    }
    Ok(())
}
