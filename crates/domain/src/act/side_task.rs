//! A side task: another department or an outside party is asked, and answers to the operator, never to the client. A clock
//! of its own beside the others, which it neither moves nor pauses (`definitions.md` §6, §7).

use super::edit::{Edit, Refusal};
use crate::clock::{Clock, ClockKind, ClockSeed, StepKind, Target};
use crate::entry::{Body, EntryKind};
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::State;
use crate::told;
use crate::{CalendarId, ClockId, EntryId, Moment};
use serde_json::json;

/// What somebody is to be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// Public id of the task.
    pub task: String,
    /// Who is asked, as people call them.
    pub to: String,
    pub target: Target,
    pub calendar: CalendarId,
    pub body: Body,
    pub preview: String,
}

/// Asks: a line that the client never sees, and a clock from this instant on.
///
/// # Errors
/// [`Refusal::Closed`] for a ticket that is over; [`Refusal::Invalid`] for a target that cannot be counted.
pub fn ask_side_task(
    mut edit: Edit<'_>,
    question: &Question,
    terms: String,
) -> Result<(Plan, EntryId, ClockId), Refusal> {
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    let params = json!({ "side_task": question.task, "party": question.to });
    let entry = line(
        &mut edit,
        "side_task_asked",
        params,
        &question.body,
        &question.preview,
        terms,
    );
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::SideTask,
        policy: None,
        calendar: question.calendar,
        target: question.target,
        started_at: edit.now,
    };
    let mut clock = Clock::start(seed, edit.setup).map_err(|error| Refusal::Invalid {
        field: "within",
        reason: error.to_string(),
    })?;
    clock.entry = Some(entry);
    let waits = told::clients_deadline(&edit.ticket, &edit.clocks, edit.setup);
    edit.plan.ends_after = waits.filter(|due| *due < clock.now.due);
    let id = clock.id;
    edit.clocks.push(clock.clone());
    edit.plan.clocks.push(clock);
    edit.event(EventType::ClockChanged);
    Ok((edit.finish(), entry, id))
}

/// What a department or an outside party answers.
#[derive(Clone, Copy, Debug)]
pub struct PartyAnswer<'a> {
    /// Public id of the task.
    pub task: &'a str,
    /// Who was asked.
    pub party: &'a str,
    pub clock: ClockId,
    pub at: Moment,
    pub body: &'a Body,
    pub preview: &'a str,
    pub terms: &'a str,
}

/// The answer came: the clock stops, and a ticket that waited for others is ours again. A second answer adds to the first, and
/// one to a question that was taken back is kept all the same. The answer's line is the plan's first.
#[must_use]
pub fn side_task_answered(mut edit: Edit<'_>, answer: PartyAnswer<'_>) -> (Plan, EntryId) {
    let PartyAnswer {
        body, preview, at, ..
    } = answer;
    let params = json!({ "side_task": answer.task, "party": answer.party });
    let terms = answer.terms.to_owned();
    let entry = line(&mut edit, "side_task_answered", params, body, preview, terms);
    if let Some(line) = edit.last_line() {
        line.occurred_at = at;
    }
    edit.step(StepKind::Stop, at, Some(entry), "answered", |one| {
        one.id == answer.clock && one.is_open()
    });
    if edit.ticket.state == State::WaitingOthers {
        edit.ticket.state = State::Open;
        let params = json!({ "from": State::WaitingOthers.code(), "to": State::Open.code() });
        edit.line(EntryKind::Change, at, "state_changed", params);
    }
    edit.event(EventType::NoteAdded);
    (edit.finish_quietly(), entry)
}

/// The question is taken back: the clock ends in neither met nor missed.
///
/// # Errors
/// [`Refusal::Invalid`] where it is over already.
pub fn withdraw_side_task(mut edit: Edit<'_>, clock: ClockId, to: &str) -> Result<Plan, Refusal> {
    if !edit.clocks.iter().any(|one| one.id == clock && one.is_open()) {
        return Err(Refusal::Invalid {
            field: "task",
            reason: "the task is answered or withdrawn already".into(),
        });
    }
    let at = edit.now;
    let entry = edit.line(
        EntryKind::Clock,
        at,
        "side_task_withdrawn",
        json!({ "party": to }),
    );
    edit.step(StepKind::Cancel, at, Some(entry), "withdrawn", |one| {
        one.id == clock
    });
    edit.event(EventType::ClockChanged);
    Ok(edit.finish())
}

fn line(
    edit: &mut Edit<'_>,
    code: &str,
    params: serde_json::Value,
    body: &Body,
    preview: &str,
    terms: String,
) -> EntryId {
    let entry = edit.line(EntryKind::Note, edit.now, code, params);
    if let Some(line) = edit.last_line() {
        preview.clone_into(&mut line.preview);
    }
    edit.plan.bodies.push((entry, body.clone()));
    edit.plan.terms.push((entry, terms));
    entry
}
