//! A ticket in hand: the actions' common ground. Collects what is to be written and finishes with the leading due.

use super::breach::breach;
use crate::clock::{Clock, Step, StepKind};
use crate::entry::{Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::id::Ids;
use crate::intake::{TicketFacts, lead};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::talk::TalkNews;
use crate::ticket::{Speaker, State, Ticket};
use crate::told;
use crate::{Actor, ChannelId, ClockId, EntryId, Moment};
use std::collections::BTreeSet;

/// Why an action does not apply to the ticket as it is.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("the ticket has changed meanwhile")]
    Stale { current: i64, based_on: i64 },
    #[error("the ticket was merged into another one; work goes on there")]
    Merged,
    #[error("the ticket is closed; a new message opens a new one")]
    Closed,
    #[error("say how the ticket ended: the client still waits for an answer")]
    OutcomeRequired,
    /// Only a supervisor may.
    #[error("{reason}")]
    Supervisor { reason: String },
    #[error("{reason}")]
    Invalid { field: &'static str, reason: String },
}

/// A ticket being changed.
pub struct Edit<'a> {
    pub ticket: Ticket,
    pub clocks: Vec<Clock>,
    pub setup: &'a Setup,
    pub now: Moment,
    pub actor: Actor,
    pub trace: String,
    /// How long an answer waits before it leaves and may be undone, microseconds.
    pub hold: i64,
    /// The client's segment, for the choice of policy.
    pub segment: String,
    /// When a person registered what came; none where nobody did, or did not have to.
    pub registered_at: Option<Moment>,
    /// The state the ticket was in.
    was: State,
    pub(crate) plan: Plan,
    pub(crate) ids: &'a mut dyn Ids,
}

impl<'a> Edit<'a> {
    /// Takes a ticket in hand; refuses one that changed since the version the change is based on.
    ///
    /// # Errors
    /// [`Refusal::Stale`], [`Refusal::Merged`].
    pub fn begin(
        facts: TicketFacts,
        based_on: Option<i64>,
        setup: &'a Setup,
        now: Moment,
        actor: Actor,
        ids: &'a mut dyn Ids,
    ) -> Result<Self, Refusal> {
        let TicketFacts { ticket, clocks, .. } = facts;
        if ticket.merged_into.is_some() {
            return Err(Refusal::Merged);
        }
        match based_on {
            Some(based_on) if based_on != ticket.version => Err(Refusal::Stale {
                current: ticket.version,
                based_on,
            }),
            _ => Ok(Self {
                was: ticket.state,
                ticket,
                clocks,
                setup,
                now,
                actor,
                trace: String::new(),
                hold: 0,
                segment: String::new(),
                registered_at: None,
                plan: Plan::default(),
                ids,
            }),
        }
    }

    /// Adds a line to the timeline.
    pub(crate) fn line(
        &mut self,
        kind: EntryKind,
        at: Moment,
        code: &str,
        params: serde_json::Value,
    ) -> EntryId {
        let id = EntryId(self.ids.next_id());
        self.ticket.last_seq += 1;
        self.plan.entries.push(Entry {
            id,
            public_id: EntryId::new_public(),
            ticket: self.ticket.id,
            seq: self.ticket.last_seq,
            kind,
            occurred_at: at,
            recorded_at: self.now,
            actor: self.actor,
            channel: None,
            code: code.to_owned(),
            params,
            preview: String::new(),
            raw: String::new(),
            trace: self.trace.clone(),
        });
        id
    }

    /// The line that was added last.
    pub(crate) fn last_line(&mut self) -> Option<&mut Entry> {
        self.plan.entries.last_mut()
    }

    /// Makes the last line the words that lists show.
    pub(crate) fn say(&mut self, words: &str, channel: Option<ChannelId>, speaker: Speaker) {
        if let Some(line) = self.last_line() {
            line.preview = words.to_owned();
            line.channel = channel;
        }
        words.clone_into(&mut self.ticket.last_words);
        self.ticket.last_speaker = speaker;
    }

    /// Lets a step happen to every clock that `to` picks.
    pub(crate) fn step(
        &mut self,
        kind: StepKind,
        at: Moment,
        entry: Option<EntryId>,
        reason: &str,
        to: impl Fn(&Clock) -> bool,
    ) {
        let step = Step {
            kind,
            at,
            recorded_at: self.now,
            entry,
            reason: reason.to_owned(),
            retarget: None,
            bound: None,
            given: None,
        };
        for clock in self.clocks.iter_mut().filter(|clock| to(clock)) {
            // A calendar that is gone leaves the clock as it was: its deadline still stands.
            if clock.push(step.clone(), self.setup).is_ok() {
                self.plan.clock_steps.push((clock.id, step.clone()));
                self.plan.clock_changes.insert(clock.id, clock.clone());
            }
        }
    }

    /// An answer after another one: should that one not get through, this one has answered. Told to the newest clock of those
    /// meant that is stopped already.
    pub(crate) fn stop_again(
        &mut self,
        at: Moment,
        entry: EntryId,
        reason: &str,
        of: impl Fn(&Clock) -> bool,
    ) {
        let meant = |clock: &&Clock| of(clock) && clock.started_at <= at;
        let newest = self
            .clocks
            .iter()
            .filter(meant)
            .max_by_key(|clock| (clock.started_at, clock.id));
        let newest = newest.filter(|clock| clock.last_stop().is_some() && !clock.is_stopped_by(entry));
        if let Some(id) = newest.map(|clock| clock.id) {
            self.step(StepKind::Stop, at, Some(entry), reason, |clock| clock.id == id);
        }
    }

    /// Writes a step that was already pushed to a clock.
    pub(crate) fn record(&mut self, changes: Vec<(ClockId, Step)>) {
        for (id, step) in changes {
            if let Some(clock) = self.clocks.iter().find(|clock| clock.id == id) {
                self.plan.clock_changes.insert(id, clock.clone());
            }
            self.plan.clock_steps.push((id, step));
        }
    }

    /// A person answered: whoever waits in a chat's queue with this ticket waits no more.
    pub(crate) fn talk_answered(&mut self, entry: EntryId, at: Moment) {
        let ticket = self.ticket.id;
        self.plan.talks.push(TalkNews::Answered { ticket, entry, at });
    }

    /// Announces something about the ticket.
    pub(crate) fn event(&mut self, kind: EventType) {
        let payload = serde_json::json!({ "ticket": self.ticket.public_id });
        self.plan.events.push(NewEvent {
            kind,
            ticket: Some(self.ticket.id),
            payload,
        });
    }

    /// A change says in which state it left the ticket; one of state alone is told too.
    fn tell_states(&mut self) {
        let of_it =
            |event: &NewEvent| event.kind == EventType::TicketChanged && event.ticket == Some(self.ticket.id);
        if self.ticket.state != self.was && !self.plan.events.iter().any(of_it) {
            self.event(EventType::TicketChanged);
        }
        let state = self.ticket.state.code();
        let own = self.plan.events.iter_mut();
        for event in own.filter(|event| event.ticket == Some(self.ticket.id)) {
            if event.kind == EventType::TicketChanged {
                event.payload["state"] = state.into();
            }
        }
    }

    /// Ends a change by our side: a new version, the leading due, the rows.
    pub(crate) fn finish(mut self) -> Plan {
        self.ticket.version += 1;
        self.finish_quietly()
    }

    /// What was stopped after its deadline, before the timer came to it: the breach is told all the same, at its instant.
    fn tell_late_stops(&mut self) {
        let stops = self.plan.clock_steps.iter();
        let stopped: BTreeSet<ClockId> = stops
            .filter(|(_, step)| step.kind == StepKind::Stop)
            .map(|(clock, _)| *clock)
            .collect();
        for clock in self.clocks.iter_mut().filter(|clock| stopped.contains(&clock.id)) {
            let (ticket, public) = (self.ticket.id, &self.ticket.public_id);
            let Some(mut told) = breach(clock, ticket, public, self.now, self.ids) else {
                continue;
            };
            clock.breach_recorded = true;
            self.plan.clock_changes.insert(clock.id, clock.clone());
            self.ticket.last_seq += 1;
            told.entry.seq = self.ticket.last_seq;
            told.entry.trace.clone_from(&self.trace);
            self.plan.entries.push(told.entry);
            self.plan.events.push(told.event);
        }
    }

    /// Ends a change that nobody's open page needs to be warned of.
    pub(crate) fn finish_quietly(mut self) -> Plan {
        self.tell_late_stops();
        self.ticket.updated_at = self.now;
        self.ticket.lead_due = lead(&self.ticket, &self.clocks);
        self.tell_states();
        if self.ticket.state.is_done() && !self.was.is_done() {
            let (ticket, at) = (self.ticket.id, self.now);
            self.plan.talks.push(TalkNews::Done { ticket, at });
        }
        let wants_correction = told::moved_by(&self.plan)
            && told::correction(&self.ticket, &self.clocks, self.setup, self.now).is_some();
        if wants_correction {
            let (ticket, trace) = (self.ticket.id, self.trace.clone());
            self.plan.jobs.push(told::correction_job(ticket, self.now, trace));
        }
        self.plan.changed.insert(self.ticket.id, self.ticket);
        self.plan
    }
}
