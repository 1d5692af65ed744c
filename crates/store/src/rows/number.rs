//! Ticket numbers: one counter a year, raised once for all tickets of a write.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::number_seq;
use diesel::prelude::*;
use domain::ticket::Ticket;
use std::collections::BTreeMap;

/// Gives new tickets their serial numbers, in their order.
pub(crate) fn assign(conn: &mut Conn, opened: &mut [Ticket]) -> Result<(), StoreError> {
    let mut wanted: BTreeMap<i32, i64> = BTreeMap::new();
    for ticket in opened.iter().filter(|ticket| ticket.number.serial == 0) {
        *wanted.entry(ticket.number.year).or_default() += 1;
    }
    for (year, count) in wanted {
        let after: i64 = on_each!(conn, |c| diesel::insert_into(number_seq::table)
            .values((number_seq::year.eq(year), number_seq::next.eq(1 + count)))
            .on_conflict(number_seq::year)
            .do_update()
            .set(number_seq::next.eq(number_seq::next + count))
            .returning(number_seq::next)
            .get_result(c))?;
        let unnumbered = opened
            .iter_mut()
            .filter(|t| t.number.year == year && t.number.serial == 0);
        for (serial, ticket) in (after - count..after).zip(unnumbered) {
            ticket.number.serial = serial;
        }
    }
    Ok(())
}
