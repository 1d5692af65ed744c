//! A conversation that we begin: a ticket whose first word is ours. No first response is due; the client's reply starts
//! the next one (`definitions.md` §6).

use super::answer::{Answer, message_out};
use super::edit::{Edit, Refusal};
use crate::event::EventType;
use crate::id::Ids;
use crate::intake::{Known, TicketFacts, lead, year_of};
use crate::plan::{NewClient, NewIdentity, Plan};
use crate::setup::{Channel, Setup};
use crate::ticket::{Kind, Priority, Speaker, State, Ticket, TicketNumber};
use crate::time::NEVER;
use crate::{Actor, ClientId, Handle, IdentityId, Moment, OperatorId, TeamId, TicketId, Verified};
use std::collections::BTreeSet;

/// A conversation to begin.
#[derive(Clone, Debug)]
pub struct Outreach {
    /// By which door it goes out, and the answer comes back.
    pub channel: Channel,
    pub to: Handle,
    /// Whose address it is, where somebody knows it.
    pub known: Option<Known>,
    pub title: String,
    pub lang: String,
    pub team: Option<TeamId>,
    pub assignee: Option<OperatorId>,
    /// Its identity is settled here.
    pub message: Answer,
    /// Whose turn it is afterwards.
    pub then: State,
}

/// Opens the ticket with our message on it.
///
/// # Errors
/// [`Refusal::Invalid`] for a state that no conversation begins in.
pub fn reach_out(
    outreach: Outreach,
    setup: &Setup,
    now: Moment,
    actor: Actor,
    ids: &mut dyn Ids,
) -> Result<Plan, Refusal> {
    if !matches!(outreach.then, State::Open | State::WaitingClient) {
        return Err(Refusal::Invalid {
            field: "then",
            reason: "a conversation begins open or waiting_client".into(),
        });
    }
    let (client, identity) = match &outreach.known {
        Some(known) => (known.client, known.identity),
        None => (ClientId(ids.next_id()), IdentityId(ids.next_id())),
    };
    let ticket = ticket(&outreach, setup, now, TicketId(ids.next_id()), client, identity);
    let facts = TicketFacts {
        ticket,
        participants: BTreeSet::new(),
        clocks: Vec::new(),
    };
    let mut edit = Edit::begin(facts, None, setup, now, actor, ids)?;
    if outreach.known.is_none() {
        edit.plan.clients.push(NewClient {
            id: client,
            name: outreach.to.name.clone(),
            lang: outreach.lang.clone(),
            zone: String::new(),
        });
        edit.plan.identities.push(NewIdentity {
            id: identity,
            client,
            handle: outreach.to.clone(),
            verified: Verified::Stated,
        });
    }
    let message = Answer {
        channel: outreach.channel.id,
        identity,
        ..outreach.message
    };
    message_out(&mut edit, &message, "", Speaker::Operator);
    let id = edit.ticket.id;
    edit.plan.participants.push((id, identity));
    edit.event(EventType::TicketOpened);
    edit.event(EventType::MessageQueued);
    let Edit {
        mut ticket,
        clocks,
        mut plan,
        ..
    } = edit;
    ticket.lead_due = lead(&ticket, &clocks);
    plan.opened.push(ticket);
    Ok(plan)
}

fn ticket(
    outreach: &Outreach,
    setup: &Setup,
    now: Moment,
    id: TicketId,
    client: ClientId,
    identity: IdentityId,
) -> Ticket {
    Ticket {
        id,
        public_id: TicketId::new_public(),
        number: TicketNumber {
            year: year_of(now, &setup.zone),
            serial: 0,
        },
        brand: outreach.channel.brand,
        channel: outreach.channel.id,
        client,
        identity,
        team: outreach.team.or(outreach.channel.team),
        assignee: outreach.assignee,
        kind: Kind::Question,
        state: outreach.then,
        priority: Priority::Normal,
        topic: String::new(),
        title: outreach.title.clone(),
        lang: outreach.lang.clone(),
        outcome: None,
        occurred_at: now,
        created_at: now,
        updated_at: now,
        closes_at: NEVER,
        resolved_at: NEVER,
        version: 1,
        last_seq: 0,
        lead_due: NEVER,
        told_due: NEVER,
        merged_into: None,
        related_to: None,
        last_words: String::new(),
        last_speaker: Speaker::Operator,
        link_secret: crate::id::secret(26),
    }
}
