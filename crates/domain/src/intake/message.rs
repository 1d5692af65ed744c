//! A message: opens a ticket or goes onto the timeline of one.

use super::comeback::resolution_again;
use super::decide::{Verdict, Work};
use super::side_task::asked;
use super::thread::{Place, place};
use super::{Arrival, Automatic, Known, NewConsent, NewMessage, ThreadHint, ThreadRef, TicketFacts};
use crate::clock::{Clock, ClockKind, ClockSeed, Step, StepKind};
use crate::entry::{Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::forecast::clocks_at_once;
use crate::handle::Handle;
use crate::job::{JobKind, NewJob};
use crate::ledger::Fate;
use crate::plan::Handoff;
use crate::policy::{self, Request};
use crate::setup::Channel;
use crate::talk::TalkNews;
use crate::ticket::{Kind, Priority, Speaker, State, Ticket, TicketNumber};
use crate::time::{MINUTE, NEVER};
use crate::{
    Actor, AttachmentId, ChannelId, ClockId, EntryId, IdentityId, LedgerId, Moment, TicketId, Verified,
};
use std::collections::BTreeSet;

/// At most so many acknowledgements an hour to one address (`definitions.md` §11).
const ACKNOWLEDGEMENTS_AN_HOUR: i64 = 3;

/// So long an acknowledgement waits for an automatic answer, where there are any (`definitions.md` §11).
pub const ACKNOWLEDGEMENT_HOLD: i64 = MINUTE;

/// What another system's clock said of a line that was cut to its receipt, microseconds (`definitions.md` §1).
pub const CLOCK_AHEAD: &str = "clock_ahead";

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

    pub(super) fn state_of(&self, id: TicketId) -> Option<State> {
        self.facts.tickets.get(&id).map(|facts| facts.ticket.state)
    }

    /// A ticket that came into another state is told of.
    pub(super) fn tell_state(&mut self, id: TicketId, was: Option<State>) {
        let state = self.state_of(id);
        if state == was {
            return;
        }
        self.event(EventType::TicketChanged, id);
        if let (Some(event), Some(state)) = (self.plan.events.last_mut(), state) {
            event.payload["state"] = state.code().into();
        }
    }

    fn new_ticket(
        &mut self,
        message: &NewMessage,
        channel: &Channel,
        sender: &Known,
        related: Option<TicketId>,
        occurred_at: Moment,
    ) -> Ticket {
        let brand_lang = self
            .setup
            .brand(channel.brand)
            .map(|brand| brand.lang.clone())
            .unwrap_or_default();
        let lang = [
            message.wishes.lang.as_deref().unwrap_or_default(),
            &message.guessed_lang,
            &sender.lang,
            &brand_lang,
        ]
        .into_iter()
        .find(|lang| !lang.is_empty())
        .unwrap_or("ru")
        .to_owned();
        Ticket {
            id: TicketId(self.ids.next_id()),
            public_id: TicketId::new_public(),
            number: TicketNumber {
                year: year_of(self.now, &self.setup.zone),
                serial: 0,
            },
            brand: channel.brand,
            channel: channel.id,
            client: sender.client,
            identity: sender.identity,
            team: channel.team,
            assignee: None,
            kind: message.wishes.kind.unwrap_or(Kind::Question),
            state: State::New,
            priority: message.wishes.priority.unwrap_or(Priority::Normal),
            topic: message.wishes.topic.clone().unwrap_or_default(),
            title: message.title.clone(),
            lang,
            outcome: None,
            occurred_at,
            created_at: self.now,
            updated_at: self.now,
            closes_at: NEVER,
            resolved_at: NEVER,
            version: 1,
            last_seq: 0,
            lead_due: NEVER,
            told_due: NEVER,
            merged_into: None,
            related_to: related,
            last_words: String::new(),
            last_speaker: Speaker::Client,
            link_secret: crate::id::secret(26),
        }
    }

    fn start_clocks(&mut self, ticket: &Ticket, sender: &Known, occurred_at: Moment) -> Vec<Clock> {
        let request = Request {
            channel: ticket.channel,
            kind: ticket.kind,
            priority: ticket.priority,
            topic: &ticket.topic,
            segment: &sender.segment,
            lang: &ticket.lang,
            team: ticket.team,
        };
        let (setup, ids) = (self.setup, &mut *self.ids);
        clocks_at_once(setup, &request, ticket.id, occurred_at, || ClockId(ids.next_id()))
    }

    /// The talk goes on with the address its client used last.
    fn goes_on_with(&mut self, id: TicketId, sender: &Known) {
        if let Some(facts) = self.facts.tickets.get_mut(&id)
            && facts.ticket.client == sender.client
        {
            facts.ticket.identity = sender.identity;
        }
    }

    /// The timeline entry of the message, with all that hangs on it.
    fn entry(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        id: TicketId,
        sender: &Known,
        occurred_at: Moment,
    ) -> EntryId {
        let entry = EntryId(self.ids.next_id());
        let others: Vec<_> = message
            .others
            .iter()
            .map(|handle| self.identity(handle, message, Verified::Addressed))
            .collect();
        let (wishes, author) = (&message.wishes, &message.from);
        let stated = wishes.reach.iter();
        let mut reach: Vec<(&Handle, IdentityId)> = stated
            .map(|handle| (handle, self.stated(handle, author, sender)))
            .collect();
        let vouched = wishes.vouched.iter();
        reach.extend(vouched.map(|handle| (handle, self.vouched(handle, author, sender))));
        let now = self.now;
        if let Some(facts) = self.facts.tickets.get_mut(&id) {
            let stated = reach.iter().map(|(_, identity)| *identity);
            for identity in others
                .iter()
                .chain([sender])
                .map(|known| known.identity)
                .chain(stated)
            {
                if facts.participants.insert(identity) {
                    self.plan.participants.push((id, identity));
                }
            }
            let ticket = &mut facts.ticket;
            ticket.last_seq += 1;
            ticket.updated_at = now;
            ticket.last_words.clone_from(&message.preview);
            ticket.last_speaker = Speaker::Client;
            self.plan.entries.push(Entry {
                id: entry,
                public_id: EntryId::new_public(),
                ticket: id,
                seq: ticket.last_seq,
                kind: EntryKind::MessageIn,
                occurred_at,
                recorded_at: now,
                actor: Actor::Client(sender.client),
                channel: Some(arrival.channel),
                code: if message.automatic == Automatic::No {
                    String::new()
                } else {
                    "automatic".into()
                },
                params: params(message, &reach, now),
                preview: message.preview.clone(),
                raw: message.raw.clone(),
                trace: arrival.trace.clone(),
            });
        }
        let phone = message.wishes.answer.as_ref().map(|wish| wish.phone.as_str());
        if let Some(phone) = phone.and_then(crate::client::typed_phone) {
            self.plan.claims.push((sender.client, phone));
        }
        if let Some(consent) = &message.wishes.consent {
            self.plan.consents.push(NewConsent {
                client: sender.client,
                ticket: id,
                channel: arrival.channel,
                given_at: occurred_at,
                consent: consent.clone(),
            });
        }
        self.plan.bodies.push((entry, message.body.clone()));
        self.plan.terms.push((entry, message.terms.clone()));
        for file in &message.attachments {
            let id = AttachmentId(self.ids.next_id());
            self.plan.attach(id, entry, file.clone(), now, &arrival.trace);
        }
        for key in &message.external_ids {
            // The first message under an id keeps it.
            if self.facts.references.insert(key.clone(), id).is_none() {
                self.plan.references.push(ThreadRef {
                    key: key.clone(),
                    ticket: id,
                    entry,
                });
            }
        }
        entry
    }

    /// A client's message makes the ticket ours again and sets the clocks going (`definitions.md` §6, §7).
    fn clients_turn_is_over(&mut self, id: TicketId, sender: &Known, at: Moment, entry: EntryId) {
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
    fn handoff(&mut self, id: TicketId, sender: &Known, at: Moment, (entry, arrival): (EntryId, &Arrival)) {
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
    fn talks(&mut self, ticket: TicketId, channel: ChannelId, entry: EntryId, at: Moment) {
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

    /// Writes the ticket as it stands now: into the new row, or as a change of the old one.
    pub(super) fn keep(&mut self, id: TicketId) {
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return;
        };
        facts.ticket.lead_due = lead(&facts.ticket, &facts.clocks);
        match self.plan.opened.iter_mut().find(|opened| opened.id == id) {
            Some(opened) => opened.clone_from(&facts.ticket),
            None => drop(self.plan.changed.insert(id, facts.ticket.clone())),
        }
        if crate::told::moved_by(&self.plan)
            && crate::told::correction(&facts.ticket, &facts.clocks, self.setup, self.now).is_some()
            && !self
                .plan
                .jobs
                .iter()
                .any(|job| job.kind == JobKind::Correct && job.subject == id.0)
        {
            let job = crate::told::correction_job(id, self.now, String::new());
            self.plan.jobs.push(job);
        }
        // A clock that was both started and changed in this batch is written once, as it stands now.
        for clock in &mut self.plan.clocks {
            if let Some(changed) = self.plan.clock_changes.remove(&clock.id) {
                *clock = changed;
            }
        }
    }

    pub(super) fn event(&mut self, kind: EventType, id: TicketId) {
        let public_id = self
            .facts
            .tickets
            .get(&id)
            .map(|facts| facts.ticket.public_id.clone());
        self.plan.events.push(NewEvent {
            kind,
            ticket: Some(id),
            payload: serde_json::json!({ "ticket": public_id }),
        });
    }
}

/// The earliest of all running dues and of what the client was told (`definitions.md` §6).
#[must_use]
pub fn lead(ticket: &Ticket, clocks: &[Clock]) -> Moment {
    if ticket.state.is_done() {
        let goes_on = |clock: &&Clock| clock.kind.outlives_resolution();
        let dues = clocks.iter().filter(goes_on).filter_map(Clock::leading_due);
        return dues.fold(NEVER, Moment::min);
    }
    let open = || clocks.iter().filter(|clock| clock.is_open());
    // What was told stands while a clock stands behind it; while we wait for the client it is suspended.
    let stands = open().next().is_some() && !open().any(Clock::is_paused);
    let told = if stands { ticket.told_due } else { NEVER };
    clocks
        .iter()
        .filter_map(Clock::leading_due)
        .fold(told, Moment::min)
}

/// Who wrote, as it stood on the message, and how they would like to hear from us where they said so.
fn params(message: &NewMessage, reach: &[(&Handle, IdentityId)], now: Moment) -> serde_json::Value {
    let mut params = serde_json::json!({ "from": message.from.value, "name": message.from.name });
    if let Some(wish) = &message.wishes.answer {
        params["answer_by"] = wish.by.code().into();
        params["phone"] = wish.phone.as_str().into();
    }
    if message
        .hints
        .iter()
        .any(|hint| matches!(hint, ThreadHint::Edits(_)))
    {
        params["edited"] = true.into();
    }
    if let Some(said) = message.happened.cut_from(now) {
        params[CLOCK_AHEAD] = said.as_micros().into();
    }
    if !reach.is_empty() {
        let stated = reach.iter().map(|(handle, identity)| {
            serde_json::json!({ "kind": handle.kind.code(), "value": handle.value, "identity": identity.0 })
        });
        params["reach"] = stated.collect();
    }
    params
}

pub(super) fn verdict(fate: Fate, ticket: TicketId, entry: EntryId) -> Verdict {
    let mut verdict = Verdict::new(fate, "");
    verdict.decided.ticket = Some(ticket);
    verdict.decided.entry = Some(entry);
    verdict
}

/// The year of a ticket number: the desk's own; UTC's while the desk has no zone.
pub(crate) fn year_of(at: Moment, zone: &str) -> i32 {
    let timestamp = at.to_timestamp();
    timestamp
        .in_tz(zone)
        .map_or_else(
            |_| timestamp.to_zoned(jiff::tz::TimeZone::UTC).year(),
            |zoned| zoned.year(),
        )
        .into()
}
