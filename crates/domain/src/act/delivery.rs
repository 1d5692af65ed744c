//! What became of an attempt to bring a message out.

use super::edit::Edit;
use crate::delivery::DeliveryFate;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::{DeliveryFact, void_answer};
use crate::plan::{DeliveryNews, Plan, ThreadRef};
use crate::ticket::State;
use crate::time::NEVER;

/// The end of one attempt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attempted {
    pub fate: DeliveryFate,
    pub status: String,
    pub reason: String,
    /// Ids under which the other side knows the message beside ours.
    pub external_ids: Vec<String>,
    /// The address, for the line on the timeline.
    pub to: String,
}

/// Writes the fate of a message. A final failure voids the answer and stays loud on the ticket (`definitions.md` §5).
#[must_use]
pub fn attempted(mut edit: Edit<'_>, delivery: &DeliveryFact, end: Attempted) -> Plan {
    let failed = end.fate.is_final_failure();
    let references = end.external_ids.iter().map(|key| ThreadRef {
        key: key.clone(),
        ticket: edit.ticket.id,
        entry: delivery.entry,
    });
    edit.plan.references.extend(references);
    if failed && !delivery.fate.is_final_failure() {
        let params = serde_json::json!({ "to": end.to, "status": end.status, "reason": end.reason });
        edit.line(EntryKind::Delivery, edit.now, "failed", params);
        {
            let steps = void_answer(&mut edit.clocks, delivery.entry, edit.now, edit.now, edit.setup);
            edit.record(steps);
            if !delivery.automatic && edit.ticket.state == State::Resolved {
                edit.ticket.state = State::Open;
                edit.ticket.outcome = None;
                edit.ticket.closes_at = NEVER;
            }
        }
    }
    edit.plan.deliveries.push(DeliveryNews {
        id: delivery.id,
        fate: end.fate,
        status: end.status,
        reason: end.reason,
    });
    edit.event(if failed {
        EventType::MessageFailed
    } else {
        EventType::MessageDelivered
    });
    edit.finish_quietly()
}
