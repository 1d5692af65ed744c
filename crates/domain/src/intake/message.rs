//! A message: opens a ticket or goes onto the timeline of one.

use super::decide::{Verdict, Work};
use super::keep::lead;
use super::side_task::asked;
use super::thread::{Place, place};
use super::{Arrival, Automatic, Known, NewMessage, TicketFacts};
use crate::event::EventType;
use crate::job::{JobKind, NewJob};
use crate::ledger::Fate;
use crate::setup::Channel;
use crate::time::MINUTE;
use crate::{EntryId, LedgerId, TicketId};
use std::collections::BTreeSet;

/// At most so many acknowledgements an hour to one address (`definitions.md` §11).
const ACKNOWLEDGEMENTS_AN_HOUR: i64 = 3;

/// So long an acknowledgement waits for an automatic answer, where there are any (`definitions.md` §11).
pub const ACKNOWLEDGEMENT_HOLD: i64 = MINUTE;

/// Decides about one message.
pub(super) fn decide(
    work: &mut Work<'_>,
    arrival: &Arrival,
    message: &NewMessage,
    ledger: LedgerId,
) -> Verdict {
    let Some(channel) = work.setup.channel(arrival.channel).cloned() else {
        return work.quarantine(
            arrival,
            ledger,
            "unknown_channel",
            &message.from.value,
            &message.title,
            &message.raw,
        );
    };
    // An out-of-office note of whoever was asked answers nothing.
    if message.automatic == Automatic::No
        && let Some(task) = asked(message, &work.facts).cloned()
        && let Some(done) = work.party_answered(arrival, message, &task)
    {
        return done;
    }
    if message.automatic == Automatic::No
        && let Some(own) = &message.own
        && let Some(operator) = work.facts.operators.get(&message.from.value).copied()
        && let Some(done) = work.by_one_of_us(arrival, message, &channel, (own, operator))
    {
        return done;
    }
    match work.place(message) {
        // An out-of-office answer to nothing we know asks for nothing; a person may still see it.
        Place::Open { .. } if message.automatic == Automatic::Reply => work.quarantine(
            arrival,
            ledger,
            "automatic_reply",
            &message.from.value,
            &message.title,
            &message.raw,
        ),
        found => work.put(arrival, message, &channel, found),
    }
}

impl Work<'_> {
    /// Where a message of its author's goes.
    pub(super) fn place(&self, message: &NewMessage) -> Place {
        let known = self.facts.handles.get(&message.from.key());
        place(message, message.happened.at(self.now), known, &self.facts)
    }

    /// Puts it there.
    pub(super) fn put(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        channel: &Channel,
        found: Place,
    ) -> Verdict {
        match found {
            Place::Append(ticket) => self.append(arrival, message, ticket),
            Place::Open { related } => self.open(arrival, message, channel, related),
        }
    }

    fn open(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        channel: &Channel,
        related: Option<TicketId>,
    ) -> Verdict {
        let sender = self.author(message, None);
        let occurred_at = message.happened.at(self.now);
        let mut ticket = self.new_ticket(message, channel, &sender, related, occurred_at);
        let mut clocks = Vec::new();
        // Automatic mail starts nothing.
        if message.automatic == Automatic::No {
            clocks = self.start_clocks(&ticket, &sender, occurred_at);
        }
        ticket.lead_due = lead(&ticket, &clocks);
        let acknowledge = message.automatic == Automatic::No
            && channel.acknowledges
            && !message.wishes.silent
            && sender.acknowledged < ACKNOWLEDGEMENTS_AN_HOUR;
        if acknowledge {
            if let Some(known) = self.facts.handles.get_mut(&message.from.key()) {
                known.acknowledged += 1;
            }
            self.plan.jobs.push(NewJob {
                kind: JobKind::Acknowledge,
                subject: ticket.id.0,
                run_at: if channel.automatic_answers {
                    self.now.saturating_add(ACKNOWLEDGEMENT_HOLD)
                } else {
                    self.now
                },
                trace: arrival.trace.clone(),
            });
        }
        let id = ticket.id;
        self.plan
            .tags
            .extend(message.wishes.tags.iter().map(|tag| (id, tag.clone())));
        self.plan.clocks.extend(clocks.iter().cloned());
        self.facts.public_ids.insert(ticket.public_id.clone(), id);
        self.facts.secrets.insert(ticket.link_secret.clone(), id);
        self.facts.talks.insert(message.from.key(), id);
        self.plan.opened.push(ticket.clone());
        self.facts.tickets.insert(
            id,
            TicketFacts {
                ticket,
                participants: BTreeSet::new(),
                clocks,
            },
        );
        self.event(EventType::TicketOpened, id);
        let entry = self.entry(arrival, message, id, &sender, occurred_at);
        if message.automatic == Automatic::No {
            if message.wants_person {
                self.handoff(id, &sender, occurred_at, (entry, arrival));
            }
            self.call_for(id, message, &sender, occurred_at, true);
            self.talks(id, arrival.channel, entry, occurred_at);
        }
        self.keep(id);
        verdict(Fate::Opened, id, entry)
    }

    fn append(&mut self, arrival: &Arrival, message: &NewMessage, id: TicketId) -> Verdict {
        let sender = self.author(message, Some(id));
        let occurred_at = message.happened.at(self.now);
        let entry = self.entry(arrival, message, id, &sender, occurred_at);
        let was = self.state_of(id);
        if message.automatic == Automatic::No {
            self.goes_on_with(id, &sender);
            self.clients_turn_is_over(id, &sender, occurred_at, entry);
            if message.wants_person {
                self.handoff(id, &sender, occurred_at, (entry, arrival));
            }
            self.call_for(id, message, &sender, occurred_at, false);
            self.talks(id, arrival.channel, entry, occurred_at);
        }
        self.event(EventType::MessageReceived, id);
        self.tell_state(id, was);
        self.keep(id);
        verdict(Fate::Appended, id, entry)
    }

    /// The talk goes on with the address its client used last.
    fn goes_on_with(&mut self, id: TicketId, sender: &Known) {
        if let Some(facts) = self.facts.tickets.get_mut(&id)
            && facts.ticket.client == sender.client
        {
            facts.ticket.identity = sender.identity;
        }
    }
}

pub(super) fn verdict(fate: Fate, ticket: TicketId, entry: EntryId) -> Verdict {
    let mut verdict = Verdict::new(fate, "");
    verdict.decided.ticket = Some(ticket);
    verdict.decided.entry = Some(entry);
    verdict
}
