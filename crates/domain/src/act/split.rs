//! A message of the client's becomes a request of its own: the new ticket happened when the message did, and its clocks count
//! from there (`definitions.md` §8). The message stays readable where it was.

use super::edit::{Edit, Refusal};
use crate::clock::{Clock, ClockKind, ClockSeed, StepKind};
use crate::entry::{AttachmentRef, Body, Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::forecast::clocks_at_once;
use crate::id::Ids;
use crate::intake::{lead, year_of};
use crate::plan::Plan;
use crate::policy::{self, Request};
use crate::ticket::{Speaker, State, Ticket, TicketNumber};
use crate::time::NEVER;
use crate::{Actor, AttachmentId, ClockId, EntryId, Moment, TicketId};
use serde_json::json;

/// The message that is to stand for itself.
#[derive(Clone, Debug)]
pub struct Split {
    pub entry: Entry,
    pub body: Body,
    pub terms: String,
    pub files: Vec<AttachmentRef>,
    pub title: String,
    /// The client's other messages that nobody has answered: the first of them, with none the old ticket waits for nothing.
    pub next_asked: Option<Moment>,
}

/// Opens a ticket with the message; the old one no longer waits for an answer to it.
///
/// # Errors
/// [`Refusal::Invalid`] for what the client did not say, and for the message that opened the ticket.
pub fn split(mut edit: Edit<'_>, split: &Split) -> Result<Plan, Refusal> {
    let refuse = |reason: &str| {
        Err(Refusal::Invalid {
            field: "message",
            reason: reason.to_owned(),
        })
    };
    let entry = &split.entry;
    if entry.kind != EntryKind::MessageIn || !entry.code.is_empty() || entry.ticket != edit.ticket.id {
        return refuse("only a message of the client's on this ticket can stand for itself");
    }
    if entry.occurred_at <= edit.ticket.occurred_at {
        return refuse("the message that opened the ticket stays on it");
    }
    let ticket = new_ticket(&edit, split);
    let (id, public_id) = (TicketId(edit.ids.next_id()), ticket.public_id.clone());
    let mut ticket = Ticket { id, ..ticket };
    let params = json!({ "title": ticket.title, "to": public_id, "entry": entry.public_id });
    let line = edit.line(EntryKind::Change, edit.now, "message_split", params);
    no_longer_asked(&mut edit, split, line);
    let (setup, at) = (edit.setup, entry.occurred_at);
    let clocks = {
        let request = Request::of(&ticket, &edit.segment);
        let ids: &mut dyn Ids = &mut *edit.ids;
        clocks_at_once(setup, &request, id, at, || ClockId(ids.next_id()))
    };
    ticket.lead_due = lead(&ticket, &clocks);
    said_again(&mut edit, split, id);
    edit.plan.participants.push((id, ticket.identity));
    edit.event(EventType::TicketChanged);
    edit.plan.events.push(NewEvent {
        kind: EventType::TicketOpened,
        ticket: Some(id),
        payload: json!({ "ticket": public_id }),
    });
    let mut plan = edit.finish();
    plan.clocks.extend(clocks);
    plan.opened.push(ticket);
    Ok(plan)
}

fn new_ticket(edit: &Edit<'_>, split: &Split) -> Ticket {
    let (old, entry) = (&edit.ticket, &split.entry);
    Ticket {
        public_id: TicketId::new_public(),
        number: TicketNumber {
            year: year_of(edit.now, &edit.setup.zone),
            serial: 0,
        },
        channel: entry.channel.unwrap_or(old.channel),
        state: State::New,
        topic: String::new(),
        title: split.title.clone(),
        outcome: None,
        occurred_at: entry.occurred_at,
        created_at: edit.now,
        updated_at: edit.now,
        closes_at: NEVER,
        resolved_at: NEVER,
        version: 1,
        last_seq: 1,
        lead_due: NEVER,
        told_due: NEVER,
        merged_into: None,
        related_to: Some(old.id),
        last_words: entry.preview.clone(),
        last_speaker: Speaker::Client,
        link_secret: crate::id::secret(26),
        ..old.clone()
    }
}

/// The response that this message alone was waited for by is not due here any more; what the client asked beside it is.
fn no_longer_asked(edit: &mut Edit<'_>, split: &Split, line: EntryId) {
    let (setup, at) = (edit.setup, split.entry.occurred_at);
    let of_it =
        |clock: &Clock| clock.kind == ClockKind::NextResponse && clock.is_open() && clock.started_at == at;
    let Some(old) = edit.clocks.iter().find(|clock| of_it(clock)).cloned() else {
        return;
    };
    edit.step(StepKind::Cancel, edit.now, Some(line), "split", of_it);
    let Some(asked) = split.next_asked else { return };
    let request = Request::of(&edit.ticket, &edit.segment);
    let wanted =
        policy::choose(&setup.policies, &request).and_then(|policy| policy.clock(ClockKind::NextResponse));
    let (calendar, target) = wanted.map_or((old.calendar, old.target), |wanted| {
        (wanted.calendar, wanted.target)
    });
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::NextResponse,
        policy: old.policy,
        calendar,
        target,
        started_at: asked,
    };
    if let Ok(clock) = Clock::start(seed, setup) {
        edit.clocks.push(clock.clone());
        edit.plan.clocks.push(clock);
    }
}

/// The message as the first line of the new ticket.
fn said_again(edit: &mut Edit<'_>, split: &Split, ticket: TicketId) {
    let id = EntryId(edit.ids.next_id());
    let mut params = split.entry.params.clone();
    params["split_from"] = split.entry.public_id.clone().into();
    edit.plan.entries.push(Entry {
        id,
        public_id: EntryId::new_public(),
        ticket,
        seq: 1,
        recorded_at: edit.now,
        actor: match split.entry.actor {
            client @ Actor::Client(_) => client,
            _ => Actor::Client(edit.ticket.client),
        },
        params,
        ..split.entry.clone()
    });
    edit.plan.bodies.push((id, split.body.clone()));
    edit.plan.terms.push((id, split.terms.clone()));
    for file in &split.files {
        let own = AttachmentId(edit.ids.next_id());
        edit.plan
            .attach(own, id, file.clone(), edit.now, &split.entry.trace);
    }
}
