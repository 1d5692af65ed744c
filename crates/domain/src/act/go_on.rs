//! A message that its client has not seen where it was left goes on by the next address; where there is none, it did not
//! get through, and that is loud.

use super::delivery::{Attempted, write_down};
use super::edit::Edit;
use super::late_failure::{Failure, Ground, Standing};
use super::statutory::unfulfil_terms;
use crate::delivery::DeliveryFate;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::id::Ids;
use crate::intake::{DeliveryFact, TicketFacts};
use crate::job::{JobKind, NewJob};
use crate::plan::{NewDelivery, Plan, ThreadRef};
use crate::setup::Setup;
use crate::{ChannelId, DeliveryId, Handle, HandleKind, IdentityId, Moment, TicketId};
use std::collections::BTreeMap;

/// Where a message goes on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NextWay {
    pub channel: ChannelId,
    pub identity: IdentityId,
    pub to: Handle,
    /// Under which the other side will see it.
    pub external_id: String,
    /// The client asked to be answered by such an address, and neither this one is, nor was the message so far on a way that
    /// was agreed (§9).
    pub other_way: Option<HandleKind>,
}

/// Why a message goes on by another way; the ticket's page says it.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum GoesOn {
    /// It lies where its client was, and they did not come back to see it.
    Unseen,
    /// It did not arrive, or came back.
    Failed,
}

impl GoesOn {
    const fn code(self) -> &'static str {
        match self {
            Self::Unseen => "went_on",
            Self::Failed => "passed_on",
        }
    }
}

/// Sends the same message to the next address. It stays one answer, given when it was given.
#[must_use]
pub fn go_on(mut edit: Edit<'_>, delivery: &DeliveryFact, why: GoesOn, way: NextWay) -> Plan {
    let ticket = edit.ticket.id;
    let params = serde_json::json!({ "address": way.to.value });
    edit.line(EntryKind::Delivery, edit.now, why.code(), params);
    edit.plan.references.push(ThreadRef {
        key: way.external_id.clone(),
        ticket,
        entry: delivery.entry,
    });
    let id = DeliveryId(edit.ids.next_id());
    edit.plan.sent.push(NewDelivery {
        id,
        entry: delivery.entry,
        ticket,
        channel: way.channel,
        identity: way.identity,
        external_id: way.external_id,
    });
    let (run_at, trace) = (edit.now, edit.trace.clone());
    edit.plan.jobs.push(NewJob {
        kind: JobKind::Deliver,
        subject: id.0,
        run_at,
        trace,
    });
    if let Some(asked) = way.other_way {
        unfulfil_terms(&mut edit, delivery.entry, asked);
    }
    edit.event(EventType::MessageQueued);
    edit.finish_quietly()
}

/// The ticket that the message was written on is part of another and stays so: the message goes on under its own number, and
/// what is answered to it lands on the other.
pub fn stay_part_of(plan: &mut Plan, ticket: TicketId, into: Option<TicketId>) {
    if let Some(ticket) = plan.changed.get_mut(&ticket) {
        ticket.merged_into = into;
    }
}

/// The same for the terms that its answer had fulfilled: they go on where the work goes on. `tickets` holds the message's own
/// and all it was merged into.
pub fn terms_go_on_after_merge(
    plan: &mut Plan,
    (delivery, asked): (&DeliveryFact, HandleKind),
    mut tickets: BTreeMap<TicketId, TicketFacts>,
    mut merges: BTreeMap<TicketId, Standing>,
    (setup, now, ids): (&Setup, Moment, &mut dyn Ids),
) {
    if let (Some(own), Some(changed)) = (
        tickets.get_mut(&delivery.ticket),
        plan.changed.get(&delivery.ticket),
    ) {
        own.ticket.clone_from(changed);
    }
    let mut ground = Ground {
        plan,
        tickets: &mut tickets,
        merges: &mut merges,
        setup,
        now,
        ids,
    };
    ground.fail(&Failure {
        ticket: delivery.ticket,
        answer: delivery.entry,
        at: now,
        automatic: delivery.automatic,
        other_way: Some(asked),
    });
}

/// The same for a message that its channel refused for good: it is known to be lost there, and still no answer is void while
/// another address is left.
#[must_use]
pub fn go_on_after(mut edit: Edit<'_>, delivery: &DeliveryFact, end: Attempted, way: NextWay) -> Plan {
    write_down(&mut edit, delivery, end);
    go_on(edit, delivery, GoesOn::Failed, way)
}

/// Nobody came back to see it, and there is no other address: it did not get through (`definitions.md` §5).
#[must_use]
pub fn nobody_sees(to: &Handle) -> Attempted {
    no_way_left(to, "the client did not come back and left no other address")
}

/// It came back, and by now there is no other address: it did not get through either.
#[must_use]
pub fn came_back_for_good(to: &Handle) -> Attempted {
    no_way_left(to, "it came back, and there is no other address")
}

fn no_way_left(to: &Handle, reason: &str) -> Attempted {
    Attempted {
        fate: DeliveryFate::Failed,
        status: "4.4.7".to_owned(),
        reason: reason.to_owned(),
        external_ids: Vec::new(),
        to: to.label().to_owned(),
    }
}
