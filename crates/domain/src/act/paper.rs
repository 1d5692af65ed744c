//! A letter of ours on paper: written it answers nothing, dispatched it is an answer at the date in the register, and one that
//! comes back voids nothing and asks for work (`definitions.md` §5).

use super::answer::{Answer, check_outcome, draft_is_done, hold, message_out, waits_for_answer};
use super::callback::written_instead;
use super::change::{pause_for_client, reopen, resolve, wait_for_others};
use super::edit::{Edit, Refusal};
use super::late;
use super::promise::{Promise, fulfil, give};
use super::statutory::{extend_on_dispatch, fulfil_terms};
use super::update::start_update;
use crate::clock::{Clock, ClockKind, Promised, StepKind};
use crate::delivery::DeliveryFate;
use crate::draft::DraftKind;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::DeliveryFact;
use crate::plan::{DeliveryNews, Plan};
use crate::ticket::{Outcome, Speaker, State};
use crate::time::NEVER;
use crate::{CalendarId, EntryId, HandleKind, Moment};
use serde::{Deserialize, Serialize};

/// What a letter does once it leaves; kept on its line until then.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct OnDispatch {
    pub then: Option<State>,
    pub outcome: Option<Outcome>,
    pub on_merits: bool,
    /// Code of the kind of address by which the client asked to be answered instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_way: Option<HandleKind>,
    /// What it promises: code, due in microseconds, calendar, whether a supervisor does.
    pub promise: Option<(String, i64, i64, bool)>,
    /// A program wrote it: whoever asked for a person has not got one by it (§6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_program: bool,
    /// It is the notice of an extension of the term of the law: by so many working days, and why.
    #[serde(default)]
    pub extension: Option<(u32, String)>,
}

/// A letter in the register, for the lines about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Registered {
    pub number: String,
    pub tracking: String,
}

/// Writes a letter. No clock moves before it leaves.
///
/// # Errors
/// [`Refusal::Closed`], and [`Refusal::Invalid`] for a state that no answer leads to.
pub fn write_letter(mut edit: Edit<'_>, answer: &Answer) -> Result<(Plan, EntryId), Refusal> {
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    if matches!(answer.then, Some(State::New | State::Closed)) {
        let reason =
            "with an answer a ticket goes to open, waiting_client, waiting_others or resolved".into();
        return Err(Refusal::Invalid {
            field: "then",
            reason,
        });
    }
    if let Some(outcome) = &answer.outcome {
        check_outcome(&edit, outcome)?;
    }
    let before = edit.ticket.clone();
    let entry = message_out(&mut edit, answer, "", Speaker::Operator);
    let later = OnDispatch {
        then: answer.then,
        outcome: answer.outcome.clone(),
        on_merits: answer.on_merits,
        other_way: answer.other_way,
        promise: answer.promise.map(|promise| {
            let due = promise.due.as_micros();
            (
                promise.what.code().to_owned(),
                due,
                promise.calendar.0,
                promise.by_supervisor,
            )
        }),
        by_program: !edit.actor.is_person(),
        extension: None,
    };
    if let Some(line) = edit.last_line() {
        line.params["on_dispatch"] = serde_json::json!(later);
    }
    if edit.ticket.state == State::New {
        edit.ticket.state = State::Open;
    }
    hold(&mut edit, entry, &before);
    draft_is_done(&mut edit, DraftKind::Reply);
    edit.event(EventType::MessageQueued);
    Ok((edit.finish(), entry))
}

/// The letter has its number and can be printed.
#[must_use]
pub fn letter_prepared(mut edit: Edit<'_>, letter: &Registered) -> Plan {
    let params = serde_json::json!({ "letter": letter.number });
    edit.line(EntryKind::Delivery, edit.now, "letter_prepared", params);
    edit.event(EventType::MessageQueued);
    edit.finish_quietly()
}

/// It left at that instant: an answer, if it is one, is given then.
///
/// # Errors
/// As [`super::answer`].
pub fn letter_dispatched(
    mut edit: Edit<'_>,
    delivery: &DeliveryFact,
    at: Moment,
    letter: &Registered,
    later: Option<&OnDispatch>,
) -> Result<Plan, Refusal> {
    let now = edit.now;
    let params = serde_json::json!({ "letter": letter.number, "tracking": letter.tracking });
    edit.line(EntryKind::Delivery, at, "letter_dispatched", params);
    if let Some(later) = later {
        let breached = late::breached(&edit);
        // Everything it does is done at its own instant, and written down now.
        edit.now = at;
        match &later.extension {
            Some((days, why)) => extend_on_dispatch(&mut edit, delivery.entry, *days, why),
            None => answers(&mut edit, delivery.entry, at, later)?,
        }
        edit.now = now;
        for line in &mut edit.plan.entries {
            line.recorded_at = now;
        }
        for (_, step) in &mut edit.plan.clock_steps {
            step.recorded_at = now;
        }
        late::taken_back(&mut edit, &breached, at);
    }
    fate(&mut edit, delivery, DeliveryFate::Sent, "");
    edit.event(EventType::MessageDelivered);
    Ok(edit.finish())
}

fn answers(edit: &mut Edit<'_>, entry: EntryId, at: Moment, later: &OnDispatch) -> Result<(), Refusal> {
    // What the client wrote after it left is not answered by it.
    let begun = |clock: &Clock| clock.started_at <= at;
    let wrote_since = edit
        .clocks
        .iter()
        .any(|clock| clock.kind == ClockKind::NextResponse && clock.is_open() && !begun(clock));
    edit.step(StepKind::Stop, at, Some(entry), "answered", |clock| {
        let by_whom = clock.kind != ClockKind::Handoff || !later.by_program;
        waits_for_answer(clock) && begun(clock) && by_whom
    });
    let promise = later
        .promise
        .as_ref()
        .and_then(promised)
        .filter(|promise| promise.due > at);
    if promise.is_none_or(|promise| promise.what != Promised::Answer) {
        fulfil(edit, Promised::Answer, at, Some(entry));
    }
    written_instead(edit, at, entry);
    if let Some(promise) = promise {
        give(edit, promise, Some(entry))?;
    }
    if later.on_merits || later.then == Some(State::Resolved) {
        fulfil_terms(edit, at, entry, "answered", later.other_way);
    }
    if later.then != Some(State::Resolved) {
        start_update(edit, entry, at);
    }
    match later.then {
        _ if wrote_since => {}
        Some(State::Resolved) => {
            resolve(
                edit,
                Some(entry),
                later.outcome.clone().unwrap_or(Outcome::SOLVED),
            );
        }
        Some(State::WaitingClient) => pause_for_client(edit, Some(entry)),
        Some(State::WaitingOthers) => wait_for_others(edit, at, Some(entry)),
        Some(State::Open) => reopen(edit, at, Some(entry)),
        Some(State::New | State::Closed) | None => {}
    }
    Ok(())
}

fn promised((what, due, calendar, by_supervisor): &(String, i64, i64, bool)) -> Option<Promise> {
    Some(Promise {
        what: Promised::parse(what).ok()?,
        due: Moment::from_micros(*due),
        calendar: CalendarId(*calendar),
        by_supervisor: *by_supervisor,
    })
}

/// Its addressee has it.
#[must_use]
pub fn letter_delivered(mut edit: Edit<'_>, delivery: &DeliveryFact, letter: &Registered) -> Plan {
    let params = serde_json::json!({ "letter": letter.number });
    edit.line(EntryKind::Delivery, edit.now, "letter_delivered", params);
    fate(&mut edit, delivery, DeliveryFate::Delivered, "");
    edit.event(EventType::MessageDelivered);
    edit.finish()
}

/// It came back. The answer was given all the same; somebody has to see to it, so that a ticket that was done is open again.
#[must_use]
pub fn letter_returned(
    mut edit: Edit<'_>,
    delivery: &DeliveryFact,
    letter: &Registered,
    reason: &str,
) -> Plan {
    let params = serde_json::json!({ "letter": letter.number, "why": reason });
    edit.line(EntryKind::Delivery, edit.now, "letter_returned", params);
    if edit.ticket.state != State::Closed {
        edit.ticket.state = State::Open;
        edit.ticket.outcome = None;
        edit.ticket.closes_at = NEVER;
    }
    fate(&mut edit, delivery, DeliveryFate::Bounced, reason);
    edit.event(EventType::MessageFailed);
    edit.finish()
}

fn fate(edit: &mut Edit<'_>, delivery: &DeliveryFact, fate: DeliveryFate, reason: &str) {
    edit.plan.deliveries.push(DeliveryNews {
        id: delivery.id,
        fate,
        status: String::new(),
        reason: reason.to_owned(),
    });
}
