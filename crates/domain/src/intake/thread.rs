//! Which ticket a message belongs to. A hint is a claim: possession of a secret proves it, anything else is believed
//! only from somebody who is already in the talk. A stranger who guesses a number opens a ticket of his own.

use super::{Facts, Known, NewMessage, ThreadHint, TicketFacts};
use crate::ticket::{State, Ticket};
use crate::time::NEVER;
use crate::{IdentityId, Moment, TicketId};

/// Where a message goes.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// Onto the timeline of this ticket.
    Append(TicketId),
    /// Into a ticket of its own, beside the one it speaks of, if it speaks of one.
    Open { related: Option<TicketId> },
}

/// Finds the place of what happened at that instant by the hints, nearest first.
pub fn place(message: &NewMessage, at: Moment, sender: Option<&Known>, facts: &Facts) -> Place {
    let mut related = None;
    for hint in &message.hints {
        let (found, proven) = meant(hint, message, facts);
        let Some(ticket) = found.and_then(|id| facts.survivor(*id)) else {
            continue;
        };
        let id = ticket.ticket.id;
        // Whoever was in the talk of a ticket that was merged is in the talk of the survivor.
        let named = found.and_then(|id| facts.tickets.get(id));
        let invited = proven
            || sender
                .is_some_and(|known| ticket.admits(known) || named.is_some_and(|named| named.admits(known)));
        if invited && !is_closed(&ticket.ticket, at) {
            return Place::Append(id);
        }
        related.get_or_insert(id);
    }
    Place::Open { related }
}

/// The ticket that a hint speaks of, and whether the hint proves that its bearer belongs to it.
fn meant<'a>(hint: &ThreadHint, message: &NewMessage, facts: &'a Facts) -> (Option<&'a TicketId>, bool) {
    match hint {
        ThreadHint::Secret(secret) => (facts.secrets.get(secret), true),
        ThreadHint::Ticket(id) => (facts.public_ids.get(id), true),
        ThreadHint::Talk => (facts.talks.get(&message.from.key()), true),
        ThreadHint::Reference(id) | ThreadHint::Edits(id) => (facts.references.get(id), false),
        ThreadHint::Number(number) => (number.parse().ok().and_then(|n| facts.numbers.get(&n)), false),
    }
}

/// The ticket that a hint speaks of, or what it was merged into, whoever names it.
pub(super) fn named<'a>(
    hint: &ThreadHint,
    message: &NewMessage,
    facts: &'a Facts,
) -> Option<&'a TicketFacts> {
    meant(hint, message, facts).0.and_then(|id| facts.survivor(*id))
}

/// Whether a message of that instant comes too late for the ticket, whenever the job that closes it ran or will run.
fn is_closed(ticket: &Ticket, at: Moment) -> bool {
    let over = ticket.closes_at < at;
    match ticket.state {
        State::Closed => over || ticket.closes_at == NEVER,
        State::Resolved => over,
        State::New | State::Open | State::WaitingClient | State::WaitingOthers => false,
    }
}

impl Facts {
    /// The ticket itself, or what it was merged into.
    pub(super) fn survivor(&self, id: TicketId) -> Option<&TicketFacts> {
        /// Merges of merges; more than this is a circle.
        const DEPTH: usize = 16;
        let mut facts = self.tickets.get(&id)?;
        for _ in 0..DEPTH {
            match facts.ticket.merged_into {
                Some(into) => facts = self.tickets.get(&into)?,
                None => return Some(facts),
            }
        }
        None
    }

    /// Whether an address was already part of the talk of a ticket, or of one that became part of it.
    pub(super) fn takes_part(&self, identity: IdentityId, id: TicketId) -> bool {
        let in_it = self
            .tickets
            .iter()
            .filter(|(_, facts)| facts.participants.contains(&identity));
        in_it
            .filter_map(|(named, _)| self.survivor(*named))
            .any(|survivor| survivor.ticket.id == id)
    }
}

impl TicketFacts {
    /// Whether somebody is in the talk: the client by any address, or whoever was addressed in it.
    fn admits(&self, known: &Known) -> bool {
        (self.ticket.client == known.client && known.is_believed())
            || self.participants.contains(&known.identity)
    }
}
