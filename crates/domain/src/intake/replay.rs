//! Something set aside, decided about once more because a person says that it is a request. The same decision as at the
//! door, but for the sighting: it has its number and its key already.

use super::{Arrival, Facts, LedgerRow, Plan, decide};
use crate::entry::{Entry, EntryKind};
use crate::id::Ids;
use crate::ledger::Fate;
use crate::setup::Setup;
use crate::{Actor, EntryId, Moment};

/// What is to be written, and the fate that the sighting has from now on.
#[derive(Debug)]
pub struct Replayed {
    pub plan: Plan,
    pub sighting: LedgerRow,
}

/// Decides about an arrival that waited.
///
/// # Errors
/// The fate it would have instead of a ticket: it cannot be accepted as it is.
pub fn replay(
    arrival: &Arrival,
    mut facts: Facts,
    setup: &Setup,
    now: Moment,
    actor: Actor,
    ids: &mut dyn Ids,
) -> Result<Replayed, Fate> {
    // Its own first sighting does not make it a second one.
    facts.keys.remove(&(arrival.channel, arrival.key.clone()));
    let mut plan = decide(std::slice::from_ref(arrival), facts, setup, now, ids);
    let Some(sighting) = plan.ledger.pop() else {
        return Err(Fate::Quarantined);
    };
    if !matches!(sighting.fate, Fate::Opened | Fate::Appended) {
        return Err(sighting.fate);
    }
    tell(&mut plan, &sighting, now, actor, ids);
    Ok(Replayed { plan, sighting })
}

/// Who let it in stands on the timeline.
fn tell(plan: &mut Plan, sighting: &LedgerRow, now: Moment, actor: Actor, ids: &mut dyn Ids) {
    let Some(id) = sighting.ticket else { return };
    let opened = plan.opened.iter_mut().find(|ticket| ticket.id == id);
    let Some(ticket) = opened.or_else(|| plan.changed.get_mut(&id)) else {
        return;
    };
    ticket.last_seq += 1;
    plan.entries.push(Entry {
        id: EntryId(ids.next_id()),
        public_id: EntryId::new_public(),
        ticket: id,
        seq: ticket.last_seq,
        kind: EntryKind::Change,
        occurred_at: now,
        recorded_at: now,
        actor,
        channel: None,
        code: "ticket_restored".into(),
        params: serde_json::json!({}),
        preview: String::new(),
        raw: String::new(),
        trace: sighting.trace.clone(),
    });
}
