//! A message of ours that did not get through is sent once more, perhaps to another address. It counts from now.

use super::answer::waits_for_answer;
use super::edit::{Edit, Refusal};
use crate::clock::{Clock, ClockKind, SENT_AGAIN, StepKind, Verdict};
use crate::delivery::DeliveryFate;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::Known;
use crate::job::{JobKind, NewJob};
use crate::plan::{NewDelivery, NewIdentity, Plan, ThreadRef};
use crate::ticket::State;
use crate::{ChannelId, DeliveryId, EntryId, Handle, HandleKind, IdentityId, Verified};

/// What goes out again.
#[derive(Clone, Debug)]
pub struct Resend {
    pub entry: EntryId,
    /// What became of the last attempt.
    pub fate: DeliveryFate,
    /// It was written by a person: then it is an answer, and stops what an answer stops.
    pub is_answer: bool,
    /// The client asked to be answered in another way than this goes.
    pub other_way: Option<HandleKind>,
    pub channel: ChannelId,
    /// Under which the other side will see it.
    pub external_id: String,
    pub to: Handle,
    /// Whose address it is, where somebody knows it.
    pub known: Option<Known>,
}

/// Sends a message again. The talk goes on with the address it goes to.
///
/// # Errors
/// [`Refusal::Invalid`] for a message that is not known to have failed, or another client's address;
/// [`Refusal::Closed`].
pub fn send_again(mut edit: Edit<'_>, again: Resend) -> Result<Plan, Refusal> {
    let refuse = |field, reason: &str| {
        Err(Refusal::Invalid {
            field,
            reason: reason.to_owned(),
        })
    };
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    if !again.fate.is_final_failure() {
        return refuse(
            "message",
            "this message has not failed: there is nothing to send again",
        );
    }
    let identity = match &again.known {
        Some(known) if known.client != edit.ticket.client => {
            return refuse("to", "this address is another client's: use one of this client's");
        }
        Some(known) => known.identity,
        None => {
            let id = IdentityId(edit.ids.next_id());
            edit.plan.identities.push(NewIdentity {
                id,
                client: edit.ticket.client,
                handle: again.to.clone(),
                verified: Verified::Stated,
            });
            id
        }
    };
    let (at, ticket) = (edit.now, edit.ticket.id);
    edit.ticket.identity = identity;
    edit.plan.participants.push((ticket, identity));
    let params = serde_json::json!({ "address": again.to.value });
    edit.line(EntryKind::Delivery, at, "sent_again", params);
    if again.is_answer {
        answers_again(&mut edit, again.entry, again.other_way);
    }
    edit.plan.references.push(ThreadRef {
        key: again.external_id.clone(),
        ticket,
        entry: again.entry,
    });
    let delivery = DeliveryId(edit.ids.next_id());
    edit.plan.sent.push(NewDelivery {
        id: delivery,
        entry: again.entry,
        ticket,
        channel: again.channel,
        identity,
        external_id: again.external_id,
    });
    let trace = edit.trace.clone();
    edit.plan.jobs.push(NewJob {
        kind: JobKind::Deliver,
        subject: delivery.0,
        run_at: at,
        trace,
    });
    edit.event(EventType::MessageQueued);
    Ok(edit.finish())
}

/// It answers now what it had answered before it failed: responses, a promise it kept, a term of the law; and what it promised
/// is promised again, where there is still time.
fn answers_again(edit: &mut Edit<'_>, entry: EntryId, other_way: Option<HandleKind>) {
    let at = edit.now;
    let had_stopped = |clock: &Clock| {
        clock.kind != ClockKind::Resolution
            && (clock.kind != ClockKind::Statutory || other_way.is_none())
            && clock.is_open()
            && clock
                .steps
                .iter()
                .any(|step| step.kind == StepKind::Stop && step.entry == Some(entry))
    };
    edit.step(StepKind::Stop, at, Some(entry), "answered", |clock| {
        waits_for_answer(clock) || had_stopped(clock)
    });
    edit.step(StepKind::Void, at, Some(entry), SENT_AGAIN, |clock| {
        clock.kind == ClockKind::Promise
            && clock.entry == Some(entry)
            && clock.now.verdict == Verdict::Cancelled
            && clock.now.due > at
    });
}
