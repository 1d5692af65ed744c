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

/// A ticket whose first word is ours.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// By which door it goes out, and the answer comes back.
    pub channel: Channel,
    pub to: Handle,
    /// Whose address it is, where somebody knows it.
    pub known: Option<Known>,
    /// Whose it is said to be, where nobody knows the address.
    pub client: Option<ClientId>,
    pub title: String,
    pub lang: String,
    pub team: Option<TeamId>,
    pub assignee: Option<OperatorId>,
    /// Whose turn it is afterwards.
    pub then: State,
}

/// A conversation to begin.
#[derive(Clone, Debug)]
pub struct Outreach {
    pub beginning: Beginning,
    /// Its identity is settled here.
    pub message: Answer,
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
    let Outreach { beginning, message } = outreach;
    if !matches!(beginning.then, State::Open | State::WaitingClient) {
        return Err(Refusal::Invalid {
            field: "then",
            reason: "a conversation begins open or waiting_client".into(),
        });
    }
    let (channel, mut edit) = (beginning.channel.id, begin(&beginning, setup, now, actor, ids)?);
    let identity = edit.ticket.identity;
    let message = Answer {
        channel,
        identity,
        ..message
    };
    message_out(&mut edit, &message, "", Speaker::Operator);
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

/// The ticket in hand, with whoever it is of, and nothing said yet.
pub(super) fn begin<'a>(
    beginning: &Beginning,
    setup: &'a Setup,
    now: Moment,
    actor: Actor,
    ids: &'a mut dyn Ids,
) -> Result<Edit<'a>, Refusal> {
    let (client, identity) = match (&beginning.known, beginning.client) {
        (Some(known), _) => (known.client, known.identity),
        (None, Some(client)) => (client, IdentityId(ids.next_id())),
        (None, None) => (ClientId(ids.next_id()), IdentityId(ids.next_id())),
    };
    let ticket = ticket(beginning, setup, now, TicketId(ids.next_id()), client, identity);
    let facts = TicketFacts {
        ticket,
        participants: BTreeSet::new(),
        clocks: Vec::new(),
    };
    let mut edit = Edit::begin(facts, None, setup, now, actor, ids)?;
    if beginning.known.is_none() {
        if beginning.client.is_none() {
            edit.plan.clients.push(NewClient {
                id: client,
                name: beginning.to.name.clone(),
                lang: beginning.lang.clone(),
                zone: String::new(),
            });
        }
        edit.plan.identities.push(NewIdentity {
            id: identity,
            client,
            handle: beginning.to.clone(),
            verified: Verified::Stated,
        });
    }
    let id = edit.ticket.id;
    edit.plan.participants.push((id, identity));
    Ok(edit)
}

fn ticket(
    beginning: &Beginning,
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
        brand: beginning.channel.brand,
        channel: beginning.channel.id,
        client,
        identity,
        team: beginning.team.or(beginning.channel.team),
        assignee: beginning.assignee,
        kind: Kind::Question,
        state: beginning.then,
        priority: Priority::Normal,
        topic: String::new(),
        title: beginning.title.clone(),
        lang: beginning.lang.clone(),
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
