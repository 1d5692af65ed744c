//! The statutory term on a ticket: registered by a person, extended once by a supervisor, no longer there when the kind
//! of the request changes (`definitions.md` §9).

use super::answer::{Answer, message_out};
use super::edit::{Edit, Refusal};
use super::paper::OnDispatch;
use crate::clock::{Clock, ClockKind, ClockSeed, Step, StepKind, Target};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::void_answer;
use crate::plan::Plan;
use crate::policy::Request;
use crate::setup::Setup;
use crate::term::{self, StartsOn, Term};
use crate::ticket::Speaker;
use crate::{CalendarId, ClockId, EntryId, HandleKind, Moment};

/// The way the client asked to be answered by, where an answer goes by another one: no term of the law is fulfilled by it (§9),
/// unless the client agreed to that.
#[must_use]
pub fn other_way(asked: Option<HandleKind>, by: HandleKind, agreed: bool) -> Option<HandleKind> {
    asked.filter(|asked| *asked != by && !agreed)
}

/// A final answer on the merits left: terms of the law that had begun by then are fulfilled by it, if it went the way the
/// client asked for. If not, they go on, which the ticket says.
pub(super) fn fulfil_terms(
    edit: &mut Edit<'_>,
    at: Moment,
    entry: EntryId,
    reason: &str,
    other_way: Option<HandleKind>,
) {
    let of_law = |clock: &Clock| clock.kind == ClockKind::Statutory && clock.started_at <= at;
    if let Some(asked) = other_way {
        if edit.clocks.iter().any(|clock| of_law(clock) && clock.is_open()) {
            not_fulfilled(edit, asked);
        }
        return;
    }
    edit.step(StepKind::Stop, at, Some(entry), reason, |clock| {
        of_law(clock) && clock.is_open()
    });
    edit.stop_again(at, entry, reason, of_law);
}

/// A final answer goes on by another way than the client asked for: the terms it had fulfilled go on as if it had not been sent
/// (§5, §9), and the ticket says so.
pub(super) fn unfulfil_terms(edit: &mut Edit<'_>, answer: EntryId, asked: HandleKind) {
    let (at, setup) = (edit.now, edit.setup);
    let steps = void_terms(&mut edit.clocks, answer, at, at, setup);
    if steps.is_empty() {
        return;
    }
    edit.record(steps);
    not_fulfilled(edit, asked);
    edit.event(EventType::ClockChanged);
}

/// Takes back that an answer fulfilled terms of the law, and nothing else it did.
pub(super) fn void_terms(
    clocks: &mut [Clock],
    answer: EntryId,
    at: Moment,
    now: Moment,
    setup: &Setup,
) -> Vec<(ClockId, Step)> {
    let fulfilled = |clock: &&mut Clock| clock.kind == ClockKind::Statutory && clock.is_stopped_by(answer);
    let terms = clocks.iter_mut().filter(fulfilled);
    terms
        .flat_map(|clock| void_answer(std::slice::from_mut(clock), answer, at, now, setup))
        .collect()
}

pub(super) fn not_fulfilled(edit: &mut Edit<'_>, asked: HandleKind) {
    let params = serde_json::json!({ "asked": asked.code() });
    edit.line(EntryKind::Clock, edit.now, "term_not_fulfilled", params);
}

/// Registers what was received on paper: the registration's clock stops, the term begins.
///
/// # Errors
/// [`Refusal::Invalid`] when nothing waits for registration, or for an instant that cannot be.
pub fn register(mut edit: Edit<'_>, at: Moment, segment: &str) -> Result<(Plan, EntryId), Refusal> {
    let waits = |clock: &Clock| clock.kind == ClockKind::Registration && clock.is_open();
    if !edit.clocks.iter().any(waits) {
        return Err(invalid("registration", "nothing waits to be registered here"));
    }
    if at > edit.now || at < edit.ticket.occurred_at {
        let reason = "registration lies between the receipt and now";
        return Err(invalid("registration", reason));
    }
    let params = serde_json::json!({ "at": at.as_micros() });
    let entry = edit.line(EntryKind::Change, at, "ticket_registered", params);
    edit.step(StepKind::Stop, at, Some(entry), "registered", waits);
    let ticket = edit.ticket.clone();
    let chosen = term::choose(&edit.setup.terms, &Request::of(&ticket, segment)).cloned();
    let runs = edit
        .clocks
        .iter()
        .any(|clock| clock.kind == ClockKind::Statutory && clock.is_open());
    if let Some(term) = chosen.filter(|term| term.starts_on == StartsOn::Registration && !runs) {
        start(&mut edit, &term, at);
    }
    edit.event(EventType::ClockChanged);
    Ok((edit.finish(), entry))
}

/// The clock that an extension is about, with the days it may get.
///
/// # Errors
/// [`Refusal::Invalid`]: no term runs, it was extended before, it is over, or it cannot be extended so far.
pub fn extendable(edit: &Edit<'_>, days: u32) -> Result<(ClockId, Target, CalendarId, Moment), Refusal> {
    let open = |clock: &&Clock| clock.kind == ClockKind::Statutory && clock.is_open();
    let Some(clock) = edit.clocks.iter().find(open) else {
        return Err(invalid("extension", "no statutory term runs here"));
    };
    if edit.now > clock.now.due {
        return Err(invalid("extension", "the term is over: it stays missed"));
    }
    if clock.rule().0 != clock.target {
        return Err(invalid(
            "extension",
            "the term was extended before, and may be only once",
        ));
    }
    let term = clock.policy.and_then(|id| edit.setup.term(id));
    let most = term.map_or(0, |term| term.extension);
    let Some(term) = term.filter(|_| (1..=most).contains(&days)) else {
        let reason = format!("{days} is not allowed: the term may be extended by 1 to {most} working days");
        return Err(invalid("extension", &reason));
    };
    let (target, calendar) = (term.target(days), clock.calendar);
    let counted = edit.setup.calendars.get(&calendar);
    let due = counted.and_then(|calendar| calendar.due(clock.started_at, &target).ok());
    match due {
        Some(due) => Ok((clock.id, target, calendar, due.at)),
        None => Err(invalid("extension", "the new term cannot be counted")),
    }
}

/// Extends the term with a notice to the client, both at this instant.
///
/// # Errors
/// As [`extendable`].
pub fn extend(
    mut edit: Edit<'_>,
    days: u32,
    reason: &str,
    notice: &Answer,
) -> Result<(Plan, EntryId), Refusal> {
    extendable(&edit, days)?;
    let entry = message_out(&mut edit, notice, "", Speaker::System);
    extended(&mut edit, days, reason, entry)?;
    edit.event(EventType::MessageQueued);
    Ok((edit.finish(), entry))
}

/// Writes the notice of an extension on paper: the term is extended when it is dispatched, if that is in time.
///
/// # Errors
/// As [`extendable`].
pub fn extend_on_paper(
    mut edit: Edit<'_>,
    days: u32,
    reason: &str,
    notice: &Answer,
) -> Result<(Plan, EntryId), Refusal> {
    let (.., due) = extendable(&edit, days)?;
    let entry = message_out(&mut edit, notice, "", Speaker::System);
    let later = OnDispatch {
        extension: Some((days, reason.to_owned())),
        ..OnDispatch::default()
    };
    if let Some(line) = edit.last_line() {
        line.params["on_dispatch"] = serde_json::json!(later);
    }
    let params = serde_json::json!({ "due": due.as_micros(), "days": days, "why": reason });
    edit.line(EntryKind::Clock, edit.now, "term_extension_written", params);
    edit.event(EventType::MessageQueued);
    Ok((edit.finish(), entry))
}

/// The notice left: in time the term is longer, and too late it is not, which the ticket says.
pub(super) fn extend_on_dispatch(edit: &mut Edit<'_>, notice: EntryId, days: u32, reason: &str) {
    if extended(edit, days, reason, notice).is_err() {
        let params = serde_json::json!({ "days": days, "why": reason });
        edit.line(EntryKind::Clock, edit.now, "term_extension_too_late", params);
    }
}

fn extended(edit: &mut Edit<'_>, days: u32, reason: &str, notice: EntryId) -> Result<(), Refusal> {
    let (id, target, calendar, due) = extendable(edit, days)?;
    let at = edit.now;
    let params = serde_json::json!({ "due": due.as_micros(), "days": days, "why": reason });
    edit.line(EntryKind::Clock, at, "term_extended", params);
    push(
        edit,
        id,
        &Step {
            kind: StepKind::Retarget,
            at,
            recorded_at: at,
            entry: Some(notice),
            reason: "extended".into(),
            retarget: Some((target, calendar)),
            bound: None,
            given: None,
        },
    );
    Ok(())
}

/// Another kind of request, another law: the term that holds now runs, the one that does not is called off.
pub(super) fn retarget_term(edit: &mut Edit<'_>, request: &Request<'_>) {
    let setup = edit.setup;
    let chosen = term::choose(&setup.terms, request);
    let at = edit.now;
    let is_of_law = |clock: &Clock| matches!(clock.kind, ClockKind::Statutory | ClockKind::Registration);
    let gone: Vec<ClockId> = edit
        .clocks
        .iter()
        .filter(|clock| is_of_law(clock) && clock.is_open())
        .filter(|clock| chosen.is_none_or(|term| !same_law(setup.term_name(clock.policy), &term.name)))
        .map(|clock| clock.id)
        .collect();
    edit.step(StepKind::Cancel, at, None, "rule_gone", |clock| {
        gone.contains(&clock.id)
    });
    let Some(term) = chosen else {
        return;
    };
    let known = |kind: ClockKind| {
        move |clock: &Clock| clock.kind == kind && clock.now.verdict != crate::clock::Verdict::Cancelled
    };
    if edit.ticket.state.is_done() || edit.clocks.iter().any(known(ClockKind::Statutory)) {
        return;
    }
    let waits = edit
        .clocks
        .iter()
        .any(|clock| clock.kind == ClockKind::Registration && clock.is_open());
    if waits {
        return;
    }
    let (term, received) = (term.clone(), edit.ticket.occurred_at);
    let by_hand = setup.registers_by_hand(edit.ticket.channel);
    match term.starts_on {
        StartsOn::Registration if by_hand => match edit.registered_at {
            Some(at) => start(edit, &term, at),
            None => start_registration(edit, &term, received),
        },
        StartsOn::Registration | StartsOn::Receipt => start(edit, &term, received),
    }
}

fn same_law(known: Option<&str>, name: &str) -> bool {
    known == Some(name)
}

fn start(edit: &mut Edit<'_>, term: &Term, at: Moment) {
    begin(edit, term, (ClockKind::Statutory, term.target(0)), at);
}

/// Somebody has to register it first.
fn start_registration(edit: &mut Edit<'_>, term: &Term, at: Moment) {
    begin(edit, term, (ClockKind::Registration, term.registration()), at);
}

fn begin(edit: &mut Edit<'_>, term: &Term, (kind, target): (ClockKind, Target), at: Moment) {
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind,
        policy: Some(term.id),
        calendar: term.calendar,
        target,
        started_at: at,
    };
    // Terms are checked when they are applied.
    if let Ok(clock) = Clock::start(seed, edit.setup) {
        edit.clocks.push(clock.clone());
        edit.plan.clocks.push(clock);
    }
}

/// One step of one clock.
pub(super) fn push(edit: &mut Edit<'_>, id: ClockId, step: &Step) {
    let setup = edit.setup;
    let mut added = Vec::new();
    for clock in edit.clocks.iter_mut().filter(|clock| clock.id == id) {
        if clock.push(step.clone(), setup).is_ok() {
            added.push((id, step.clone()));
        }
    }
    edit.record(added);
}

fn invalid(field: &'static str, reason: &str) -> Refusal {
    Refusal::Invalid {
        field,
        reason: reason.to_owned(),
    }
}
