//! Deadlines follow what is known of their client, segment and word about calls (`definitions.md` §5, §8): none is put into
//! the past.

use crate::error::InWrite;
use crate::recount::join;
use domain::ClientId;
use domain::act::{Callee, Edit, callback_follows};
use domain::client::Profile;
use domain::event::{EventType, NewEvent};
use domain::intake::TicketFacts;
use domain::plan::Plan;
use domain::recount::{Correction, Occasion, recount};
use domain::setup::Setup;
use store::Tx;

/// Open tickets of one client that follow at once. Nobody has more.
const MOST_TICKETS: i64 = 1_000;

/// Lets the deadlines of a client's open tickets follow what is known of the client now: each of the cards before may have
/// been that of some of them.
pub(super) fn follow(
    tx: &mut Tx<'_>,
    setup: &Setup,
    client: ClientId,
    before: &[&Profile],
    after: &Profile,
) -> Result<(), InWrite> {
    let differs =
        |part: fn(&Profile) -> (&str, &str, bool)| before.iter().any(|one| part(one) != part(after));
    let (now, actor) = (tx.now, tx.actor);
    if differs(|one| (&one.segment, "", false)) {
        let correction = Correction {
            policies: true,
            calendars: Vec::new(),
        };
        let occasion = Occasion {
            segment: &after.segment,
            why: "",
        };
        each_open(tx, client, &mut |facts, tx| {
            Ok(recount(facts, &correction, occasion, setup, now, actor, tx).map(|(plan, _)| plan))
        })?;
    }
    if differs(|one| (&one.call_hours, &one.zone, one.no_calls)) {
        let callee = callee(after, &setup.zone);
        each_open(tx, client, &mut |facts, tx| {
            let edit = Edit::begin(facts, None, setup, now, actor, tx)?;
            Ok(callback_follows(edit, &callee))
        })?;
    }
    Ok(())
}

/// What a client wants of calls. Hours without a zone of the client's are in the desk's.
pub(crate) fn callee(client: &Profile, desk_zone: &str) -> Callee {
    Callee::of(
        &client.segment,
        client.no_calls,
        &client.call_hours,
        &client.zone,
        desk_zone,
    )
}

type Change<'a> = dyn FnMut(TicketFacts, &mut Tx<'_>) -> Result<Option<Plan>, InWrite> + 'a;

/// Changes the open tickets of a client, and announces that their deadlines did.
fn each_open(tx: &mut Tx<'_>, client: ClientId, change: &mut Change<'_>) -> Result<(), InWrite> {
    let open = tx.open_tickets_of(client, MOST_TICKETS)?;
    let facts = tx.many_ticket_facts(open.into_iter().collect())?;
    let mut whole = Plan::default();
    for (ticket, facts) in facts {
        let public_id = facts.ticket.public_id.clone();
        if let Some(plan) = change(facts, tx)? {
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
