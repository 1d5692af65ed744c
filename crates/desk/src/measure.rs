//! How long clocks took that stopped before that was kept, or by a node of a version that does not keep it: worked out once, from
//! their histories, so that reports have them (`definitions.md` §13).

use crate::{Desk, DeskResult};
use domain::plan::Plan;
use domain::{Actor, TicketId};
use store::{StoreError, Tx};

/// Tickets in one write: short enough for nobody to wait for it.
const AT_ONCE: i64 = 200;

impl Desk {
    /// Measures what is not measured yet, in portions; says how many clocks. To be called now and then: once all are measured it
    /// looks into an empty index.
    ///
    /// # Errors
    /// The store is away: what is written stays, and the rest waits for the next time.
    pub async fn measure_clocks(&self) -> DeskResult<usize> {
        let (mut after, mut measured) = (TicketId(0), 0);
        loop {
            let desk = self.clone();
            let write = self
                .store()
                .write(Actor::System, move |tx: &mut Tx<'_>| desk.measure_some(tx, after));
            let portion: Result<(Option<TicketId>, usize), StoreError> = write.await;
            let (last, clocks) = portion?;
            measured += clocks;
            match last {
                Some(last) => after = last,
                None => return Ok(measured),
            }
        }
    }

    /// One portion: the last ticket that was looked at, none where none is left, and how many clocks were measured.
    fn measure_some(
        &self,
        tx: &mut Tx<'_>,
        after: TicketId,
    ) -> Result<(Option<TicketId>, usize), StoreError> {
        let tickets = tx.unmeasured(after, AT_ONCE)?;
        let last = tickets.last().copied();
        if last.is_none() {
            return Ok((None, 0));
        }
        let setup = self.setup();
        let mut plan = Plan::default();
        for facts in tx.many_ticket_facts(tickets)?.into_values() {
            for mut clock in facts.clocks {
                if clock.measure(&*setup) {
                    plan.clock_changes.insert(clock.id, clock);
                }
            }
        }
        let measured = plan.clock_changes.len();
        tx.apply(&mut plan)?;
        Ok((last, measured))
    }
}
