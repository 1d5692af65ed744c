//! Whose letter it is.

use super::{Ready, from_of};
use crate::Desk;
use crate::error::{DeskError, InWrite};
use crate::ticket::edit::within;
use domain::client::CallWish;
use domain::id::Ids as _;
use domain::intake::{self, Arrival, Facts, Known, NewMessage, Wanted};
use domain::plan::NewIdentity;
use domain::{IdentityId, Verified};
use std::collections::BTreeMap;
use store::Tx;
use store::rows::HeldClient;

impl Desk {
    /// Whose letter it is: the client that was named, the one of the ticket that was named, else whoever has the address. In a
    /// house of several clients the address goes with the name.
    pub(super) fn whose(
        &self,
        tx: &mut Tx<'_>,
        ready: &Ready,
        arrival: &mut Arrival,
    ) -> Result<(Facts, Vec<NewIdentity>), InWrite> {
        let mut facts = tx.intake_facts(&Wanted::of(std::slice::from_ref(arrival)))?;
        let named = match (&ready.client, &ready.ticket) {
            (Some(client), _) => {
                let held = tx.hold_clients(std::slice::from_ref(client))?.pop();
                let held = held.filter(|held| held.merged_into.is_none());
                Some(held.map(known_as).ok_or(DeskError::NotFound("client"))?)
            }
            (None, Some(ticket)) => {
                let ticket = within(&ready.scope, tx.ticket_facts(ticket)?)?.ticket;
                let facts = tx.client_facts(ticket.client, ticket.identity)?;
                Some(Known {
                    identity: IdentityId(0),
                    client: facts.id,
                    client_name: facts.name,
                    lang: facts.lang,
                    zone: facts.zone,
                    segment: facts.segment,
                    calls: CallWish {
                        none: facts.no_calls,
                        hours: facts.call_hours,
                        ways: BTreeMap::new(),
                    },
                    acknowledged: 0,
                    verified: Verified::Received,
                    alone: false,
                })
            }
            (None, None) => None,
        };
        let Some(mut known) = named else {
            return Ok((facts, Vec::new()));
        };
        known.calls.ways = tx.client_wishes(known.client)?.into_iter().collect();
        let (client, from) = (known.client, from_of(arrival)?.key());
        if facts
            .handles
            .get(&from)
            .is_some_and(|known| known.client != client)
        {
            let message = message_of(arrival)?;
            let own = format!("{}; {}", message.from.value, message.from.name);
            message.from.value = own;
            facts = tx.intake_facts(&Wanted::of(std::slice::from_ref(arrival)))?;
        }
        let handle = from_of(arrival)?;
        match facts.handles.get(&handle.key()) {
            Some(known) if known.client == client => Ok((facts, Vec::new())),
            Some(_) => Err(DeskError::Conflict {
                code: "conflict",
                reason:
                    "the address under that name is another client's: choose that client, or merge the two"
                        .into(),
            }
            .into()),
            None => {
                let new = NewIdentity {
                    id: IdentityId(tx.next_id()),
                    client,
                    handle: handle.clone(),
                    verified: Verified::Received,
                };
                known.identity = new.id;
                facts.handles.insert(handle.key(), known);
                Ok((facts, vec![new]))
            }
        }
    }
}

fn known_as(held: HeldClient) -> Known {
    Known {
        identity: IdentityId(0),
        client: held.id,
        client_name: held.profile.name,
        lang: held.profile.lang,
        zone: held.profile.zone,
        segment: held.profile.segment,
        calls: CallWish {
            none: held.profile.no_calls,
            hours: held.profile.call_hours,
            ways: BTreeMap::new(),
        },
        acknowledged: 0,
        verified: Verified::Received,
        alone: false,
    }
}

fn message_of(arrival: &mut Arrival) -> Result<&mut NewMessage, DeskError> {
    match &mut arrival.what {
        intake::What::Message(message) => Ok(message),
        _ => Err(DeskError::Internal("a letter was no message".into())),
    }
}
