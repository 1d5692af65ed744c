//! A public answer: it stops the response clocks at its instant and goes to the client by a door (`definitions.md` §5).

use super::beside::Beside;
use super::callback::written_instead;
use super::change::{pause_for_client, reopen, resolve, wait_for_others};
use super::correct::tell;
use super::edit::{Edit, Refusal};
use super::promise::{Promise, fulfil, give};
use super::statutory::fulfil_terms;
use super::update::start_update;
use crate::clock::{Clock, ClockKind, Promised, StepKind};
use crate::draft::{Before, DraftKey, DraftKind, Held};
use crate::entry::{AttachmentRef, Body, EntryKind};
use crate::event::EventType;
use crate::job::{JobKind, NewJob};
use crate::plan::{NewAttachment, NewDelivery, Plan, ThreadRef};
use crate::setup::Setup;
use crate::ticket::{Outcome, Speaker, State, Ticket};
use crate::told::{self, Told, Why};
use crate::{Actor, AttachmentId, ChannelId, DeliveryId, EntryId, HandleKind, IdentityId};

/// An answer ready to be committed.
#[derive(Clone, Debug)]
pub struct Answer {
    pub body: Body,
    pub preview: String,
    pub terms: String,
    pub files: Vec<AttachmentRef>,
    /// By which door, to which address.
    pub channel: ChannelId,
    pub identity: IdentityId,
    /// Under which the other side will see it.
    pub external_id: String,
    /// The state the ticket goes to with the answer.
    pub then: Option<State>,
    pub outcome: Option<Outcome>,
    /// What the client is promised with it.
    pub promise: Option<Promise>,
    /// It answers the request on its merits, whatever the state: «ответ по существу».
    pub on_merits: bool,
    /// The client asked to be answered in another way: by such an address. No term of the law is fulfilled by it (§9).
    pub other_way: Option<HandleKind>,
    /// A program gives it by itself: credited to automation, never to an operator (`definitions.md` §5).
    pub automatic: bool,
    /// It goes instead of the acknowledgement and carries the same facts.
    pub acknowledges: Option<Acknowledges>,
}

/// What an answer tells that goes instead of the acknowledgement (`definitions.md` §11).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Acknowledges {
    /// The deadline that the client is told; `None` where no clock runs any more.
    pub told: Option<Told>,
}

/// Whether an answer stops a clock that waits for one. Whoever asked for a person has not got one by what a program wrote
/// (`definitions.md` §6), and a policy may say that automatic answers do not count (§5).
fn stops(clock: &Clock, setup: &Setup, by_person: bool, automatic: bool) -> bool {
    let own = || {
        let policy = clock.policy.and_then(|id| setup.policy(id));
        policy.and_then(|policy| policy.clock(clock.kind))
    };
    let by_person = by_person && !automatic;
    (clock.kind != ClockKind::Handoff || by_person)
        && !(automatic && own().is_some_and(|own| own.ignores_automatic))
}

/// The clocks that an automatic answer would leave running: what the client may still be told.
#[must_use]
pub fn left_by_automatic<'c>(edit: &'c Edit<'_>, then: Option<State>) -> Vec<&'c Clock> {
    let ends = |clock: &&Clock| {
        then == Some(State::Resolved) || waits_for_answer(clock) && stops(clock, edit.setup, false, true)
    };
    edit.clocks.iter().filter(|clock| !ends(clock)).collect()
}

/// The reason of a stop by an automatic answer.
pub const AUTOMATIC: &str = "answered_automatically";

/// Whether a clock waits for an answer.
pub(crate) fn waits_for_answer(clock: &Clock) -> bool {
    matches!(
        clock.kind,
        ClockKind::FirstResponse | ClockKind::NextResponse | ClockKind::PeriodicUpdate | ClockKind::Handoff
    ) && clock.is_open()
}

/// Whether it is a wait for an answer that only an answer ends.
pub(crate) fn is_response(clock: &Clock) -> bool {
    matches!(clock.kind, ClockKind::FirstResponse | ClockKind::NextResponse)
}

/// Whether the client waits for an answer by this clock.
pub(crate) fn awaits_response(clock: &Clock) -> bool {
    is_response(clock) && clock.is_open()
}

/// Commits an answer at this instant, the press of Send.
///
/// # Errors
/// [`Refusal::Closed`].
pub fn answer(mut edit: Edit<'_>, answer: Answer) -> Result<(Plan, EntryId), Refusal> {
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    let at = edit.now;
    let before = edit.ticket.clone();
    let entry = message_out(&mut edit, &answer, "", Speaker::Operator);
    if answer.automatic {
        edit.ticket.last_speaker = Speaker::System;
    }
    let (by_person, reason, setup) = (edit.actor.is_person(), reason(&answer), edit.setup);
    let answers = |clock: &Clock| stops(clock, setup, by_person, answer.automatic);
    edit.step(StepKind::Stop, at, Some(entry), reason, |clock| {
        waits_for_answer(clock) && answers(clock)
    });
    edit.stop_again(at, entry, reason, |clock| is_response(clock) && answers(clock));
    edit.stop_again(at, entry, reason, |clock| {
        clock.kind == ClockKind::Handoff && answers(clock)
    });
    if by_person {
        edit.talk_answered(entry, at);
    }
    carry(&mut edit, &answer, entry)?;
    if answer.then != Some(State::Resolved) {
        start_update(&mut edit, entry, at);
    }
    match answer.then {
        Some(State::Resolved) => {
            let outcome = answer.outcome.unwrap_or(Outcome::SOLVED);
            check_outcome(&edit, &outcome)?;
            resolve(&mut edit, Some(entry), outcome);
        }
        Some(State::WaitingClient) => pause_for_client(&mut edit, Some(entry)),
        Some(State::WaitingOthers) => wait_for_others(&mut edit, at, Some(entry)),
        Some(State::Open) => reopen(&mut edit, at, Some(entry)),
        Some(State::New | State::Closed) => {
            let reason =
                "with an answer a ticket goes to open, waiting_client, waiting_others or resolved".into();
            return Err(Refusal::Invalid {
                field: "then",
                reason,
            });
        }
        None => {
            // New is what nobody has answered yet.
            let unanswered = answer.automatic && edit.clocks.iter().any(awaits_response);
            if edit.ticket.state == State::New && !unanswered {
                edit.ticket.state = State::Open;
            }
        }
    }
    hold(&mut edit, entry, &before);
    draft_is_done(&mut edit, DraftKind::Reply);
    edit.event(EventType::MessageQueued);
    Ok((edit.finish(), entry))
}

/// Why a clock was stopped by it: a program's answer is told apart in reports.
fn reason(answer: &Answer) -> &'static str {
    if answer.automatic { AUTOMATIC } else { "answered" }
}

/// Remembers what the ticket was, so that the answer can be undone until its window ends.
pub(crate) fn hold(edit: &mut Edit<'_>, entry: EntryId, before: &Ticket) {
    let Some(sent) = edit.plan.sent.last().filter(|_| edit.hold > 0) else {
        return;
    };
    edit.plan.held.push(Held {
        entry,
        ticket: edit.ticket.id,
        delivery: sent.id,
        actor: edit.actor,
        at: edit.now,
        until: edit.now.saturating_add(edit.hold),
        before: Before {
            state: before.state,
            outcome: before.outcome.clone(),
            closes_at: before.closes_at.as_micros(),
            resolved_at: Some(before.resolved_at.as_micros()),
            told_due: (before.told_due != edit.ticket.told_due).then(|| before.told_due.as_micros()),
            after: edit.ticket.state,
        },
    });
}

/// What a person was writing has been said.
pub(crate) fn draft_is_done(edit: &mut Edit<'_>, kind: DraftKind) {
    if let Actor::Operator(operator) = edit.actor {
        let ticket = edit.ticket.id;
        edit.plan.drafts_done.push(DraftKey {
            ticket,
            operator,
            kind,
        });
    }
}

/// Refuses an outcome that is not on the desk's list.
pub(crate) fn check_outcome(edit: &Edit<'_>, outcome: &Outcome) -> Result<(), Refusal> {
    let rules = &edit.setup.rules;
    if rules.offers(outcome) {
        return Ok(());
    }
    let known: Vec<&str> = rules.outcomes.iter().map(|named| named.outcome.code()).collect();
    Err(Refusal::Invalid {
        field: "outcome",
        reason: format!(
            "{outcome} is no outcome of this desk: choose one of {}",
            known.join(", ")
        ),
    })
}

/// What the message says beside its words: a promise, an answer on the merits, a deadline that moved.
fn carry(edit: &mut Edit<'_>, answer: &Answer, entry: EntryId) -> Result<(), Refusal> {
    let at = edit.now;
    let goes_on = !matches!(answer.then, Some(State::Resolved | State::WaitingClient));
    let correction = told::correction(&edit.ticket, &edit.clocks, edit.setup, at).filter(|_| goes_on);
    if let Some((told, why)) = &correction {
        tell(edit, told, *why, entry);
    }
    let beside = Beside {
        new_due: correction.map(|(told, _)| told.due),
        ..beside(answer)
    };
    if let Some(line) = edit.last_line() {
        line.params = beside.params();
        if answer.on_merits {
            line.params["on_merits"] = true.into();
        }
        if answer.automatic {
            line.params["automatic"] = true.into();
        }
    }
    if let Some(acknowledges) = &answer.acknowledges {
        if let Some(told) = &acknowledges.told {
            tell(edit, told, Why::Later, entry);
        }
        let ticket = edit.ticket.id;
        edit.plan.acknowledged.push((answer.identity, ticket));
        edit.plan.acknowledged_otherwise.push(ticket);
    }
    match answer.promise {
        // A message that only moves the date does not keep the promise it moves.
        Some(promise) if promise.what == Promised::Answer => {}
        _ => fulfil(edit, Promised::Answer, at, Some(entry)),
    }
    written_instead(edit, at, entry);
    if let Some(promise) = answer.promise {
        give(edit, promise, Some(entry))?;
    }
    if answer.on_merits || answer.then == Some(State::Resolved) {
        fulfil_terms(edit, at, entry, reason(answer), answer.other_way);
    }
    Ok(())
}

/// What an answer tells beside its words by itself.
pub(super) fn beside(answer: &Answer) -> Beside {
    Beside {
        then: answer.then,
        promise: answer.promise.map(|promise| (promise.what, promise.due)),
        new_due: None,
    }
}

/// Writes a message of ours with its delivery and job. `code` tells machine-made ones.
pub(crate) fn message_out(edit: &mut Edit<'_>, answer: &Answer, code: &str, speaker: Speaker) -> EntryId {
    let entry = edit.line(EntryKind::MessageOut, edit.now, code, beside(answer).params());
    if speaker == Speaker::Operator {
        edit.say(&answer.preview, Some(answer.channel), speaker);
    } else if let Some(line) = edit.last_line() {
        line.preview.clone_from(&answer.preview);
        line.channel = Some(answer.channel);
    }
    let delivery = DeliveryId(edit.ids.next_id());
    let ticket = edit.ticket.id;
    edit.plan.bodies.push((entry, answer.body.clone()));
    edit.plan.terms.push((entry, answer.terms.clone()));
    for file in &answer.files {
        let id = AttachmentId(edit.ids.next_id());
        edit.plan.attachments.push(NewAttachment {
            id,
            entry,
            file: file.clone(),
        });
    }
    edit.plan.references.push(ThreadRef {
        key: answer.external_id.clone(),
        ticket,
        entry,
    });
    edit.plan.sent.push(NewDelivery {
        id: delivery,
        entry,
        ticket,
        channel: answer.channel,
        identity: answer.identity,
        external_id: answer.external_id.clone(),
    });
    let (run_at, trace) = (edit.now.saturating_add(edit.hold), edit.trace.clone());
    edit.plan.jobs.push(NewJob {
        kind: JobKind::Deliver,
        subject: delivery.0,
        run_at,
        trace,
    });
    entry
}

/// A person decides that the client's last message needs no answer; counted apart from met and missed (§6).
///
/// # Errors
/// [`Refusal::Invalid`] when no answer is waited for.
pub fn answer_not_needed(mut edit: Edit<'_>) -> Result<Plan, Refusal> {
    if !edit.clocks.iter().any(waits_for_answer) {
        return Err(Refusal::Invalid {
            field: "ticket",
            reason: "no answer is waited for".into(),
        });
    }
    let at = edit.now;
    let entry = edit.line(EntryKind::Change, at, "answer_not_needed", serde_json::json!({}));
    edit.step(StepKind::Cancel, at, Some(entry), "not_needed", waits_for_answer);
    if edit.ticket.state == State::New {
        edit.ticket.state = State::Open;
    }
    edit.event(EventType::TicketChanged);
    Ok(edit.finish())
}
