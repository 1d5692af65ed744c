//! Row ids, allocated before the insert: each writing connection takes blocks from one counter. A block that is
//! lost with its process leaves a gap and nothing else.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::id_block;
use diesel::prelude::*;

/// Ids taken at once.
const BLOCK: i64 = 1 << 16;
/// Ids that one write may use at most.
pub const PER_WRITE: i64 = 1 << 15;

/// The ids a connection has left.
#[derive(Debug, Default)]
pub struct IdBlock {
    next: i64,
    end: i64,
}

impl IdBlock {
    /// Makes sure that a write finds enough ids. In a transaction of its own, so that no rollback gives ids out twice.
    pub fn refill(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        if self.has_room() {
            return Ok(());
        }
        let end: i64 = on_each!(conn, |c| diesel::insert_into(id_block::table)
            .values((id_block::name.eq("rows"), id_block::next.eq(1 + BLOCK)))
            .on_conflict(id_block::name)
            .do_update()
            .set(id_block::next.eq(id_block::next + BLOCK))
            .returning(id_block::next)
            .get_result(c))?;
        (self.next, self.end) = (end - BLOCK, end);
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
