//! Rows of tickets made outright, without looking anything up or deciding anything: what the filler writes, and the bare
//! loop of the measurements. The same sets that the desk writes for the same messages; nothing here knows where messages come from.

use domain::clock::{Clock, ClockSeed};
use domain::entry::{Entry, EntryKind};
use domain::event::{EventType, NewEvent};
use domain::intake::{Arrival, NewMessage};
use domain::job::{JobKind, NewJob};
use domain::ledger::Fate;
use domain::plan::{Decided, LedgerRow, NewAttachment, NewClient, NewIdentity, Plan, ThreadRef};
use domain::setup::{Channel, Setup};
use domain::ticket::{Kind, Priority, Speaker, State, Ticket, TicketNumber};
use domain::time::NEVER;
use domain::{
    Actor, AttachmentId, ClientId, ClockId, EntryId, Handle, IdentityId, LedgerId, Moment, OperatorId,
    TicketId,
};
use std::sync::Arc;

/// A client with one address.
#[derive(Copy, Clone, Debug)]
pub struct Author {
    pub client: ClientId,
    pub identity: IdentityId,
}

/// Makes rows, with row ids of its own: only for a database that nobody else writes to.
pub struct Rows {
    pub setup: Arc<Setup>,
    pub channel: Channel,
    /// The year in ticket numbers.
    pub year: i32,
    next_id: i64,
}

impl Rows {
    /// Row ids begin here.
    #[must_use]
    pub fn new(setup: Arc<Setup>, channel: Channel, year: i32, first_id: i64) -> Self {
        Self {
            setup,
            channel,
            year,
            next_id: first_id,
        }
    }

    /// The next row ids begin here.
    pub fn go_on_from(&mut self, first_id: i64) {
        self.next_id = first_id;
    }

    /// The next row id.
    pub fn id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    /// A client seen for the first time.
    pub fn author(&mut self, plan: &mut Plan, handle: &Handle, lang: &str) -> Author {
        let author = Author {
            client: ClientId(self.id()),
            identity: IdentityId(self.id()),
        };
        plan.clients.push(NewClient {
            id: author.client,
            name: handle.name.clone(),
            lang: lang.to_owned(),
            zone: String::new(),
        });
        plan.identities.push(NewIdentity {
            id: author.identity,
            client: author.client,
            handle: handle.clone(),
            verified: domain::Verified::Received,
        });
        author
    }

    /// A ticket as it is before its first message, with its clocks.
    pub fn ticket(&mut self, author: Author, title: &str, lang: &str, at: Moment) -> (Ticket, Vec<Clock>) {
        let id = TicketId(self.id());
        let mut ticket = Ticket {
            id,
            public_id: TicketId::new_public(),
            number: TicketNumber {
                year: self.year,
                serial: 0,
            },
            brand: self.channel.brand,
            channel: self.channel.id,
            client: author.client,
            identity: author.identity,
            team: self.channel.team,
            assignee: None,
            kind: Kind::Question,
            state: State::New,
            priority: Priority::Normal,
            topic: String::new(),
            title: title.to_owned(),
            lang: lang.to_owned(),
            outcome: None,
            occurred_at: at,
            created_at: at,
            updated_at: at,
            closes_at: NEVER,
            resolved_at: NEVER,
            version: 1,
            last_seq: 0,
            lead_due: NEVER,
            told_due: NEVER,
            merged_into: None,
            related_to: None,
            last_words: String::new(),
            last_speaker: Speaker::Client,
            link_secret: domain::id::secret(26),
        };
        let clocks = self.clocks(id, at);
        ticket.lead_due = clocks.iter().map(|clock| clock.now.due).min().unwrap_or(NEVER);
        (ticket, clocks)
    }

    /// The clocks of the first policy.
    fn clocks(&mut self, ticket: TicketId, at: Moment) -> Vec<Clock> {
        let setup = Arc::clone(&self.setup);
        let wanted = setup
            .policies
            .first()
            .map(|policy| policy.clocks.as_slice())
            .unwrap_or_default();
        let seeds = wanted.iter().map(|wanted| ClockSeed {
            id: ClockId(self.id()),
            ticket,
            kind: wanted.kind,
            policy: setup.policies.first().map(|policy| policy.id),
            calendar: wanted.calendar,
            target: wanted.target,
            started_at: at,
        });
        // The set-up of the measurements has only targets that can be counted.
        seeds
            .filter_map(|seed| Clock::start(seed, setup.as_ref()).ok())
            .collect()
    }

    /// What opening a ticket leaves besides it: participant, acknowledgement, event.
    pub fn opened(&mut self, plan: &mut Plan, ticket: &Ticket, clocks: Vec<Clock>, trace: &str) {
        plan.clocks.extend(clocks);
        plan.participants.push((ticket.id, ticket.identity));
        plan.jobs.push(NewJob {
            kind: JobKind::Acknowledge,
            subject: ticket.id.0,
            run_at: ticket.created_at,
            trace: trace.to_owned(),
        });
        plan.events.push(event(EventType::TicketOpened, ticket));
    }

    /// One message on a ticket's timeline, with its sighting.
    pub fn message(
        &mut self,
        plan: &mut Plan,
        ticket: &mut Ticket,
        arrival: &Arrival,
        message: &NewMessage,
        at: Moment,
    ) {
        let entry = EntryId(self.id());
        ticket.last_seq += 1;
        ticket.updated_at = at;
        ticket.last_words.clone_from(&message.preview);
        let fate = if ticket.last_seq == 1 {
            Fate::Opened
        } else {
            Fate::Appended
        };
        plan.entries.push(Entry {
            id: entry,
            public_id: EntryId::new_public(),
            ticket: ticket.id,
            seq: ticket.last_seq,
            kind: EntryKind::MessageIn,
            occurred_at: at,
            recorded_at: at,
            actor: Actor::Client(ticket.client),
            channel: Some(arrival.channel),
            code: String::new(),
            params: serde_json::json!({ "from": message.from.value, "name": message.from.name }),
            preview: message.preview.clone(),
            raw: message.raw.clone(),
            trace: arrival.trace.clone(),
        });
        plan.bodies.push((entry, message.body.clone()));
        plan.terms.push((entry, message.terms.clone()));
        for file in &message.attachments {
            plan.attachments.push(NewAttachment {
                id: AttachmentId(self.id()),
                entry,
                file: file.clone(),
            });
        }
        let references = message.external_ids.iter();
        plan.references.extend(references.map(|key| ThreadRef {
            key: key.clone(),
            ticket: ticket.id,
            entry,
        }));
        plan.ledger.push(LedgerRow {
            id: LedgerId(self.id()),
            channel: arrival.channel,
            fate,
            reason: String::new(),
            key: arrival.key.clone(),
            claims: true,
            ticket: Some(ticket.id),
            entry: Some(entry),
            size: arrival.size,
            trace: arrival.trace.clone(),
        });
        plan.decided.push(Decided {
            fate,
            ticket: Some(ticket.id),
            entry: Some(entry),
        });
        if fate == Fate::Appended {
            plan.events.push(event(EventType::MessageReceived, ticket));
        }
    }
}

impl Rows {
    /// An answer of ours on a ticket's timeline.
    pub fn answer(
        &mut self,
        plan: &mut Plan,
        ticket: &mut Ticket,
        operator: OperatorId,
        id: &str,
        message: &NewMessage,
        at: Moment,
    ) -> EntryId {
        let entry = EntryId(self.id());
        ticket.last_seq += 1;
        ticket.updated_at = at;
        ticket.last_speaker = Speaker::Operator;
        ticket.last_words.clone_from(&message.preview);
        plan.entries.push(Entry {
            id: entry,
            public_id: EntryId::new_public(),
            ticket: ticket.id,
            seq: ticket.last_seq,
            kind: EntryKind::MessageOut,
            occurred_at: at,
            recorded_at: at,
            actor: Actor::Operator(operator),
            channel: Some(ticket.channel),
            code: String::new(),
            params: serde_json::json!({}),
            preview: message.preview.clone(),
            raw: String::new(),
            trace: String::new(),
        });
        plan.bodies.push((entry, message.body.clone()));
        plan.terms.push((entry, message.terms.clone()));
        plan.references.push(ThreadRef {
            key: id.to_owned(),
            ticket: ticket.id,
            entry,
        });
        entry
    }
}

fn event(kind: EventType, ticket: &Ticket) -> NewEvent {
    NewEvent {
        kind,
        ticket: Some(ticket.id),
        payload: serde_json::json!({ "ticket": ticket.public_id }),
    }
}
