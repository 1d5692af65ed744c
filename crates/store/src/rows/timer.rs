//! What the timer asks and writes: the earliest wake-up, and breaches in sets. Deadlines fall due by the thousand at
//! closing time, so the number of statements does not depend on how many.

use crate::cached::{Cache as _, padded};
use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock::{self, ClockRow};
use crate::rows::entry::EntryRow;
use crate::rows::insert::insert_all;
use crate::schema::{clock as clocks, entry, ticket};
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use domain::act;
use domain::clock::Verdict;
use domain::time::NEVER;
use domain::{Moment, TicketId};
use std::collections::BTreeMap;

/// Ids of tickets go up by steps that an even number may divide: the prime scatters them.
const SHARED: &str = "clock.ticket_id % 1009 % ";

/// What a round of the timer did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fired {
    /// Breaches written down, or warnings given.
    pub breaches: usize,
    /// The set-up in hand is older than what is stored: it is to be read again.
    pub behind: bool,
    /// There may be more that are due.
    pub more: bool,
}

/// One part of all tickets: several rounds beside one another never meet at a ticket.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Share {
    /// Which one, counted from 0.
    pub at: i64,
    pub of: i64,
}

impl Share {
    /// The parts that there are.
    pub fn all(of: i64) -> impl Iterator<Item = Self> {
        (0..of).map(move |at| Self { at, of })
    }
}

impl Reader<'_> {
    /// The earliest instant at which the timer has something to do.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_wake(&mut self) -> Result<Moment, StoreError> {
        let next: Option<i64> = on_each!(&mut *self.conn, |c| clocks::table
            .filter(clocks::next_at.lt(NEVER.as_micros()))
            .order(clocks::next_at)
            .select(clocks::next_at)
            .first(c)
            .optional())?;
        Ok(next.map_or(NEVER, Moment::from_micros))
    }
}

impl Tx<'_> {
    /// Writes down the breaches of clocks that are due, at most `limit`, on a share of all tickets. Tickets that another
    /// node has in hand are left to it: none fires twice.
    ///
    /// # Errors
    /// The store's own.
    pub fn fire_due(&mut self, limit: i64, share: Share) -> Result<Fired, StoreError> {
        let now = self.now;
        let due = clocks::table
            .inner_join(ticket::table.on(ticket::id.eq(clocks::ticket_id)))
            .filter(clocks::next_at.le(now.as_micros()))
            .filter(
                sql::<Bool>(SHARED)
                    .bind::<BigInt, _>(share.of)
                    .sql(" = ")
                    .bind::<BigInt, _>(share.at),
            )
            .order(clocks::next_at)
            .limit(limit);
        // Both rows are locked and looked at as they are then: whoever held the ticket before may have stopped the clock.
        let due: Vec<(ClockRow, String, i64)> = for_update!(
            &mut *self.conn,
            free due.select((ClockRow::as_select(), ticket::public_id, ticket::last_seq)),
            |locked, c| locked.cached().load(c)
        )?;
        if due.is_empty() {
            return Ok(Fired::default());
        }
        let more = due.len() as i64 == limit;
        let mut tickets = BTreeMap::new();
        let rows = due.into_iter().map(|(clock, public, seq)| {
            tickets.insert(clock.ticket_id, (public, seq));
            clock
        });
        let rows: Vec<ClockRow> = rows.collect();
        let found = clock::with_steps(self.conn, rows)?;
        let mut breaches = Vec::new();
        for clock in &found {
            let public_id = tickets
                .get(&clock.ticket.0)
                .map(|(public, _)| public.as_str())
                .unwrap_or_default();
            breaches.extend(act::breach(clock, clock.ticket, public_id, now, self));
        }
        self.write_breaches(&mut breaches, &tickets)?;
        Ok(Fired {
            breaches: breaches.len(),
            behind: false,
            more,
        })
    }

    fn write_breaches(
        &mut self,
        breaches: &mut [act::Breach],
        tickets: &BTreeMap<i64, (String, i64)>,
    ) -> Result<(), StoreError> {
        // Tickets by how many lines they get: nearly always all get one.
        let mut lines: BTreeMap<TicketId, i64> = BTreeMap::new();
        for breach in breaches.iter_mut() {
            let count = lines.entry(breach.entry.ticket).or_default();
            *count += 1;
            let last = tickets.get(&breach.entry.ticket.0).map_or(0, |(_, seq)| *seq);
            breach.entry.seq = last + *count;
        }
        let mut by_count: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (ticket, count) in lines {
            by_count.entry(count).or_default().push(ticket.0);
        }
        let now = self.now.as_micros();
        for (count, ids) in by_count {
            on_each!(&mut *self.conn, |c| diesel::update(
                ticket::table.filter(ticket::id.eq_any(padded(&ids)))
            )
            .set((
                ticket::last_seq.eq(ticket::last_seq + count),
                ticket::updated_at.eq(now)
            ))
            .cached()
            .execute(c))?;
        }
        let ids: Vec<i64> = breaches.iter().map(|breach| breach.clock.0).collect();
        on_each!(&mut *self.conn, |c| diesel::update(
            clocks::table.filter(clocks::id.eq_any(padded(&ids)))
        )
        .set((
            clocks::breach_recorded.eq(true),
            clocks::verdict.eq(Verdict::Missed.code()),
            clocks::next_at.eq(NEVER.as_micros()),
        ))
        .cached()
        .execute(c))?;
        insert_all!(
            &mut *self.conn,
            entry::table,
            breaches
                .iter()
                .map(|breach| EntryRow::from(&breach.entry))
                .collect::<Vec<_>>()
        );
        for breach in breaches.iter() {
            self.announce(breach.event.clone());
        }
        Ok(())
    }
}
