//! Deadlines follow the segment of their client (`definitions.md` §8): none is put into the past.

use crate::error::InWrite;
use crate::recount::join;
use domain::ClientId;
use domain::event::{EventType, NewEvent};
use domain::plan::Plan;
use domain::recount::{Correction, recount};
use domain::setup::Setup;
use store::Tx;

/// Open tickets of one client that follow at once. Nobody has more.
const MOST_TICKETS: i64 = 1_000;

/// Works the deadlines of a client's open tickets out anew, as clients of that segment have them, and announces them.
pub(super) fn follow(tx: &mut Tx<'_>, setup: &Setup, client: ClientId, segment: &str) -> Result<(), InWrite> {
    let open = tx.open_tickets_of(client, MOST_TICKETS)?;
    let facts = tx.many_ticket_facts(open.into_iter().collect())?;
    let (now, actor) = (tx.now, tx.actor);
    let correction = Correction {
        policies: true,
        calendars: Vec::new(),
    };
    let mut whole = Plan::default();
    for (ticket, facts) in facts {
        let public_id = facts.ticket.public_id.clone();
        let done = recount(facts, &correction, segment, setup, now, actor, tx);
        if let Some((plan, _)) = done {
            join(&mut whole, plan);
            whole.events.push(NewEvent {
                kind: EventType::ClockChanged,
                ticket: Some(ticket),
                payload: serde_json::json!({ "ticket": public_id }),
            });
        }
    }
    tx.apply(&mut whole)?;
    Ok(())
}

/// Announces that what is known of a client changed.
pub(super) fn announce(tx: &mut Tx<'_>, public_id: &str) {
    tx.announce(NewEvent {
        kind: EventType::ClientChanged,
        ticket: None,
        payload: serde_json::json!({ "client": public_id }),
    });
}
