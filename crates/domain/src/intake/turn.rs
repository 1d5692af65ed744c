//! What a client's message does to the ticket it goes onto: it is our turn again, clocks go on or start, and a person is asked for
//! (`definitions.md` §6, §7).

use super::comeback::resolution_again;
use super::decide::Work;
use super::{Arrival, Known};
use crate::clock::{Clock, ClockKind, ClockSeed, Step, StepKind};
use crate::job::{JobKind, NewJob};
use crate::plan::Handoff;
use crate::policy::{self, Request};
use crate::talk::TalkNews;
use crate::ticket::State;
use crate::time::NEVER;
use crate::{ChannelId, ClockId, EntryId, Moment, TicketId};

impl Work<'_> {
    /// A client's message makes the ticket ours again and sets the clocks going (`definitions.md` §6, §7).
    pub(super) fn clients_turn_is_over(&mut self, id: TicketId, sender: &Known, at: Moment, entry: EntryId) {
        let (now, setup) = (self.now, self.setup);
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return;
        };
        let came_back = facts.ticket.state.is_done();
        if facts.ticket.state != State::New {
            facts.ticket.state = State::Open;
            facts.ticket.outcome = None;
            facts.ticket.closes_at = NEVER;
        }
        for clock in &mut facts.clocks {
            let waits = clock.waits() && clock.kind.pauses_for_client();
            let reopened = clock.kind == ClockKind::Resolution && clock.now.stopped_at != NEVER;
            if waits || reopened {
                let reason = if reopened { "reopened" } else { "client_answered" };
                // What becomes known late may have happened before we began to wait: then we never had to.
                let since = clock.still_since().unwrap_or(at);
                let step = Step {
                    kind: StepKind::Resume,
                    at: at.max(since),
                    recorded_at: now,
                    entry: Some(entry),
                    reason: reason.into(),
                    retarget: None,
                    bound: None,
                    given: None,
                };
                if clock.push(step.clone(), setup).is_ok() {
                    self.plan.clock_steps.push((clock.id, step));
                    self.plan.clock_changes.insert(clock.id, clock.clone());
                }
            }
        }
        if came_back {
            let ids = &mut *self.ids;
            let again = resolution_again(facts, setup, at, now, entry, || ClockId(ids.next_id()));
            if let Some(clock) = again {
                let steps = clock.steps.iter().map(|step| (clock.id, step.clone()));
                self.plan.clock_steps.extend(steps);
                facts.clocks.push(clock.clone());
                self.plan.clocks.push(clock);
            }
        }
        self.next_response(id, sender, at, came_back);
    }

    /// Starts the next-response clock when the client speaks after an answer or comes back, and none runs yet.
    fn next_response(&mut self, id: TicketId, sender: &Known, at: Moment, came_back: bool) {
        let Some(facts) = self.facts.tickets.get(&id) else {
            return;
        };
        let responses = || {
            facts
                .clocks
                .iter()
                .filter(|clock| matches!(clock.kind, ClockKind::FirstResponse | ClockKind::NextResponse))
        };
        let last_answer = responses().filter_map(Clock::last_stop).max();
        let due_already = responses().any(Clock::is_open);
        // An answer given after this message happened answers it, even if it is recorded only now.
        // A ticket that is not new has been dealt with without one: we wrote first, or nobody needed an answer.
        let untouched = !came_back && facts.ticket.state == State::New;
        let answered = last_answer.map_or(untouched, |answer| answer >= at);
        if due_already || answered {
            return;
        }
        self.start_one(id, sender, ClockKind::NextResponse, at);
    }

    /// The client's word for a person: somebody of ours is to take over, whatever answers by itself (§6).
    pub(super) fn handoff(
        &mut self,
        id: TicketId,
        sender: &Known,
        at: Moment,
        (entry, arrival): (EntryId, &Arrival),
    ) {
        self.plan.handoffs.push(Handoff {
            entry,
            ticket: id,
            channel: arrival.channel,
            at,
        });
        let open = |clock: &Clock| clock.kind == ClockKind::Handoff && clock.is_open();
        let facts = self.facts.tickets.get(&id);
        if facts.is_some_and(|facts| !facts.clocks.iter().any(open)) {
            self.start_one(id, sender, ClockKind::Handoff, at);
            self.plan.jobs.push(NewJob {
                kind: JobKind::Handoff,
                subject: entry.0,
                run_at: self.now,
                trace: arrival.trace.clone(),
            });
        }
    }

    /// Whoever writes by a conversational door is in a talk.
    pub(super) fn talks(&mut self, ticket: TicketId, channel: ChannelId, entry: EntryId, at: Moment) {
        if let Some(times) = self.setup.talks.get(&channel).copied() {
            self.plan.talks.push(TalkNews::Said {
                ticket,
                entry,
                channel,
                at,
                times,
            });
        }
    }

    /// Starts a clock that the ticket's policy has.
    fn start_one(&mut self, id: TicketId, sender: &Known, kind: ClockKind, at: Moment) {
        let Some(facts) = self.facts.tickets.get(&id) else {
            return;
        };
        let ticket = facts.ticket.clone();
        let request = Request::of(&ticket, &sender.segment);
        let setup = self.setup;
        let Some(policy) = policy::choose(&setup.policies, &request) else {
            return;
        };
        let Some(wanted) = policy.clock(kind) else {
            return;
        };
        let seed = ClockSeed {
            id: ClockId(self.ids.next_id()),
            ticket: id,
            kind: wanted.kind,
            policy: Some(policy.id),
            calendar: wanted.calendar,
            target: wanted.target,
            started_at: at,
        };
        if let (Ok(clock), Some(facts)) = (Clock::start(seed, setup), self.facts.tickets.get_mut(&id)) {
            facts.clocks.push(clock.clone());
            self.plan.clocks.push(clock);
        }
    }
}
