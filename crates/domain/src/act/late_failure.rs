//! An answer given on a ticket that has become part of another turns out undelivered: the client still waits, and waits
//! on the survivor (`definitions.md` §5, §8). The absorbed ticket's own history stays true, for a merge taken back.

use super::carry::carry;
use super::edit::Edit;
use super::merge::{Merge, take_up};
use super::statutory::{not_fulfilled, void_terms};
use crate::clock::{Clock, Step};
use crate::event::EventType;
use crate::id::Ids;
use crate::intake::{TicketFacts, void_answer, wakes};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::ticket::State;
use crate::time::NEVER;
use crate::{Actor, ClockId, EntryId, HandleKind, Moment, TicketId};
use std::collections::BTreeMap;

/// Merges of merges; more than this is a circle.
const DEPTH: usize = 16;

/// A merge that stands, with what the choice of a policy asks of the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    pub merge: Merge,
    pub segment: String,
}

/// Everything a failure may touch: tickets with what they were merged into, and how.
pub(crate) struct Ground<'a> {
    pub plan: &'a mut Plan,
    pub tickets: &'a mut BTreeMap<TicketId, TicketFacts>,
    /// By the absorbed ticket.
    pub merges: &'a mut BTreeMap<TicketId, Standing>,
    pub setup: &'a Setup,
    pub now: Moment,
    pub ids: &'a mut dyn Ids,
}

/// An answer that did not arrive.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) struct Failure {
    pub ticket: TicketId,
    pub answer: EntryId,
    pub at: Moment,
    /// Written by a machine of ours: it answered nothing.
    pub automatic: bool,
    /// It goes on by another way than the client asked for, by such an address: only terms of the law are as if it had not been
    /// sent (§9).
    pub other_way: Option<HandleKind>,
}

impl Failure {
    /// Takes back what the answer did to these clocks.
    fn void(&self, clocks: &mut [Clock], now: Moment, setup: &Setup) -> Vec<(ClockId, Step)> {
        match self.other_way {
            Some(_) => void_terms(clocks, self.answer, self.at, now, setup),
            None => void_answer(clocks, self.answer, self.at, now, setup),
        }
    }
}

impl Ground<'_> {
    /// Voids an answer of a ticket that is part of another, level by level up to the ticket that goes on.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        let Some(absorbed) = self.tickets.get_mut(&failure.ticket) else {
            return;
        };
        let asked = failure.other_way.is_none() && wakes(&absorbed.ticket, &absorbed.clocks, failure.answer);
        let mut wakes = void(self.plan, &mut absorbed.clocks, failure, self.now, self.setup);
        if asked && !failure.automatic {
            absorbed.ticket.state = State::Open;
            absorbed.ticket.outcome = None;
            absorbed.ticket.closes_at = NEVER;
            self.plan.changed.insert(failure.ticket, absorbed.ticket.clone());
            wakes = true;
        }
        let mut from = failure.ticket;
        for _ in 0..DEPTH {
            match self.pass_on(from, failure, wakes) {
                Some(into) => from = into,
                None => break,
            }
        }
    }

    /// Carries what is open again on a ticket over to the one it became part of.
    fn pass_on(&mut self, from: TicketId, failure: &Failure, wakes: bool) -> Option<TicketId> {
        let absorbed = self.tickets.get(&from)?.clone();
        let mut survivor = self.tickets.get(&absorbed.ticket.merged_into?)?.clone();
        let standing = self.merges.get_mut(&from)?;
        let merged_into = survivor.ticket.merged_into.take();
        let before = survivor.ticket.state;
        let mut edit = Edit::begin(
            survivor.clone(),
            None,
            self.setup,
            self.now,
            Actor::System,
            &mut *self.ids,
        )
        .ok()?;
        edit.plan = std::mem::take(self.plan);
        let steps = failure.void(&mut edit.clocks, self.now, self.setup);
        if let Some(asked) = failure.other_way.filter(|_| wakes || !steps.is_empty()) {
            not_fulfilled(&mut edit, asked);
        }
        edit.record(steps);
        if wakes {
            let line = match failure.other_way {
                // It stays an answer: nobody has to take the ticket up.
                Some(_) => None,
                None => take_up(&mut edit, &absorbed.ticket, &absorbed.clocks),
            };
            let carried = carry(
                &mut edit,
                &absorbed.clocks,
                standing.merge.entry,
                &standing.segment,
            );
            let doc = &mut standing.merge.doc;
            doc.moved.extend(carried.moved.iter().map(|id| id.0));
            doc.started.extend(carried.started.iter().map(|id| id.0));
            // Taken back, the survivor is again what it was, unless somebody moved it since the merge.
            if before == doc.before.after {
                doc.before.after = edit.ticket.state;
                doc.state_entry = doc.state_entry.or(line.map(|line| line.0));
            }
            edit.plan.remerged.push(standing.merge.clone());
        }
        edit.ticket.merged_into = merged_into;
        edit.event(match failure.other_way {
            Some(_) => EventType::ClockChanged,
            None => EventType::MessageFailed,
        });
        (survivor.ticket, survivor.clocks) = (edit.ticket.clone(), edit.clocks.clone());
        *self.plan = edit.finish_quietly();
        self.keep(from, survivor)
    }

    /// Remembers both sides as the plan has them now, for whatever comes next in the same batch.
    fn keep(&mut self, from: TicketId, survivor: TicketFacts) -> Option<TicketId> {
        let into = survivor.ticket.id;
        let absorbed = self.tickets.get_mut(&from)?;
        for clock in &mut absorbed.clocks {
            if let Some(changed) = self.plan.clock_changes.get(&clock.id) {
                clock.clone_from(changed);
            }
        }
        absorbed.clocks.retain(|clock| clock.ticket == from);
        self.tickets.insert(into, survivor);
        if let (Some(facts), Some(changed)) = (self.tickets.get_mut(&into), self.plan.changed.get(&into)) {
            facts.ticket.clone_from(changed);
        }
        Some(into)
    }
}

/// Takes back what the answer did to these clocks; true where it did anything.
fn void(plan: &mut Plan, clocks: &mut [Clock], failure: &Failure, now: Moment, setup: &Setup) -> bool {
    let steps = failure.void(clocks, now, setup);
    for (id, _) in &steps {
        if let Some(clock) = clocks.iter().find(|clock| clock.id == *id) {
            plan.clock_changes.insert(*id, clock.clone());
        }
    }
    let any = !steps.is_empty();
    plan.clock_steps.extend(steps);
    any
}
