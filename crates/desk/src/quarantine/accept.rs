//! "This is a request": decided about by the same rules as at the door, at the time it came (`definitions.md` §1).

use super::{is_second, second};
use crate::error::{DeskError, DeskResult, InWrite};
use crate::receive::prepared;
use crate::{Desk, desk::require};
use channel::{Inbound, Sighting, What};
use domain::event::{EventType, NewEvent};
use domain::intake::{Arrival, Wanted, replay};
use domain::ledger::Fate;
use domain::setup::Setup;
use domain::{Permission, Principal};
use serde_json::json;
use std::sync::Arc;
use store::Tx;
use store::rows::Blob;

/// What a person states about something that cannot tell by itself.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    /// A mail address or a telephone number.
    pub sender: Option<String>,
    pub name: Option<String>,
    pub title: Option<String>,
}

/// Where it went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Accepted {
    pub fate: Fate,
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
}

impl Desk {
    /// Accepts something that was set aside: opens its ticket, or appends it to the talk it belongs to, as of the
    /// instant it came.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; [`DeskError::Invalid`] where the sender is not known and not
    /// stated; [`DeskError::Conflict`] (`already_decided`) where somebody was faster.
    pub async fn accept_quarantined(
        &self,
        principal: &Principal,
        public_id: &str,
        stated: Acceptance,
    ) -> DeskResult<Accepted> {
        require(principal, Permission::Supervise)?;
        let item = self.set_aside(principal, public_id).await?;
        let message = self.message_of(&item, &stated).await?;
        let sighting = Sighting {
            channel: item.channel,
            size: u64::try_from(item.size).unwrap_or_default(),
            what: What::Understood(Inbound::Message(Box::new(message))),
            trace: item.trace.clone(),
        };
        let (arrival, blobs) = prepared(self, sighting).await?;
        let (setup, id) = (self.setup(), public_id.to_owned());
        let (arrival, blobs) = (Arc::new(arrival), Arc::new(blobs));
        let accepted: Result<Accepted, InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                write(tx, &id, &arrival, &blobs, &setup)
            })
            .await;
        match accepted.map_err(DeskError::from) {
            Err(error) if is_second(&error) => Err(self.came_second(public_id).await),
            other => other,
        }
    }
}

fn write(
    tx: &mut Tx<'_>,
    public_id: &str,
    arrival: &Arrival,
    blobs: &[Blob],
    setup: &Setup,
) -> Result<Accepted, InWrite> {
    let claimed = tx
        .decide_quarantined(public_id, "accepted", "")?
        .ok_or_else(second)?;
    let arrival = Arrival {
        key: claimed.key.clone(),
        ..arrival.clone()
    };
    let facts = tx.intake_facts(&Wanted::of(std::slice::from_ref(&arrival)))?;
    let (now, actor) = (tx.now, tx.actor);
    let mut replayed = replay(&arrival, facts, setup, now, actor, tx).map_err(|_| DeskError::Conflict {
        code: "conflict",
        reason: "the channel it came by is not set up any more: add it again, then accept".into(),
    })?;
    tx.keep_blobs(blobs)?;
    tx.apply(&mut replayed.plan)?;
    let sighting = &replayed.sighting;
    tx.change_fate(&claimed, sighting.fate, sighting.ticket, sighting.entry)?;
    let plan = &replayed.plan;
    let ticket = plan
        .opened
        .iter()
        .chain(plan.changed.values())
        .find(|ticket| Some(ticket.id) == sighting.ticket)
        .ok_or_else(|| DeskError::Internal("an accepted message has no ticket".into()))?;
    let accepted = Accepted {
        fate: sighting.fate,
        ticket: ticket.public_id.clone(),
        number: setup.number.show(ticket.number),
    };
    tx.audit(
        "quarantine.accepted",
        public_id,
        &json!({ "ticket": accepted.ticket, "fate": accepted.fate.code() }),
    )?;
    tx.announce(NewEvent {
        kind: EventType::QuarantineChanged,
        ticket: None,
        payload: json!({ "item": public_id }),
    });
    Ok(accepted)
}
