//! What became of an attempt to bring a message out.

use super::edit::Edit;
use super::late_failure::{Failure, Ground, Standing};
use super::lost::ask_for_help;
use crate::TicketId;
use crate::delivery::DeliveryFate;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::{DeliveryFact, TicketFacts, void_answer, wakes};
use crate::plan::{DeliveryNews, Plan, ThreadRef};
use crate::ticket::State;
use crate::time::NEVER;
use std::collections::BTreeMap;

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
    if write_down(&mut edit, delivery, end) {
        let wakes = !delivery.automatic && wakes(&edit.ticket, &edit.clocks, delivery.entry);
        let steps = void_answer(&mut edit.clocks, delivery.entry, edit.now, edit.now, edit.setup);
        edit.record(steps);
        if wakes {
            edit.ticket.state = State::Open;
            edit.ticket.outcome = None;
            edit.ticket.closes_at = NEVER;
        }
        let (now, trace) = (edit.now, edit.trace.clone());
        ask_for_help(&mut edit.plan, delivery, now, &trace);
    }
    edit.finish_quietly()
}

/// The same for a message of a ticket that is part of another by now: its fate stands on its own timeline, its failure
/// is the survivor's. `tickets` holds the ticket in hand, too, and all it was merged into.
#[must_use]
pub fn attempted_after_merge(
    mut edit: Edit<'_>,
    delivery: &DeliveryFact,
    end: Attempted,
    mut tickets: BTreeMap<TicketId, TicketFacts>,
    mut merges: BTreeMap<TicketId, Standing>,
) -> Plan {
    let failed = write_down(&mut edit, delivery, end);
    edit.ticket.updated_at = edit.now;
    let Some(absorbed) = tickets.get_mut(&edit.ticket.id) else {
        return edit.plan;
    };
    edit.ticket.merged_into = absorbed.ticket.merged_into;
    absorbed.ticket.clone_from(&edit.ticket);
    edit.plan.changed.insert(edit.ticket.id, edit.ticket);
    if failed {
        ask_for_help(&mut edit.plan, delivery, edit.now, &edit.trace);
        let mut ground = Ground {
            plan: &mut edit.plan,
            tickets: &mut tickets,
            merges: &mut merges,
            setup: edit.setup,
            now: edit.now,
            ids: edit.ids,
        };
        ground.fail(&Failure {
            ticket: delivery.ticket,
            answer: delivery.entry,
            at: edit.now,
            automatic: delivery.automatic,
            other_way: None,
        });
    }
    edit.plan
}

/// The fate, with its line where it is a failure that nobody knew of. True for such a one.
pub(super) fn write_down(edit: &mut Edit<'_>, delivery: &DeliveryFact, end: Attempted) -> bool {
    let failed = end.fate.is_final_failure();
    let is_news = failed && !delivery.fate.is_final_failure();
    let references = end.external_ids.iter().map(|key| ThreadRef {
        key: key.clone(),
        ticket: edit.ticket.id,
        entry: delivery.entry,
    });
    edit.plan.references.extend(references);
    if is_news {
        let params = serde_json::json!({ "to": end.to, "status": end.status, "reason": end.reason });
        edit.line(EntryKind::Delivery, edit.now, "failed", params);
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
    is_news
}
