//! Changes of state, people and labels. What states do to clocks is `definitions.md` §7; reassigning, tagging and
//! reading do nothing to them.

use super::answer::{awaits_response, check_outcome, waits_for_answer};
use super::edit::{Edit, Refusal};
use super::promise::fulfil;
use super::retarget::retarget;
use super::waiting::{self, closes_after};
use crate::clock::{Clock, ClockKind, Promised, StepKind};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::field::FieldValue;
use crate::job::{JobKind, NewJob};
use crate::plan::{NewField, Plan};
use crate::ticket::{Kind, Outcome, Priority, State};
use crate::time::NEVER;
use crate::{EntryId, Moment, OperatorId, TeamId};
use serde_json::json;

/// What shall be different. `None` leaves a thing as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// With the name, for the timeline.
    pub assignee: Option<Option<(OperatorId, String)>>,
    pub team: Option<Option<(TeamId, String)>>,
    pub state: Option<State>,
    pub outcome: Option<Outcome>,
    pub priority: Option<Priority>,
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    pub title: Option<String>,
    pub add_tags: Vec<String>,
    pub remove_tags: Vec<String>,
    /// Fields of the desk's own that get another value.
    pub fields: Vec<SetField>,
    /// What readers call the new topic, by language code.
    pub topic_names: std::collections::BTreeMap<String, String>,
    /// The client's segment, for the choice of policy.
    pub segment: String,
}

/// A field of the desk's own that gets another value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetField {
    pub key: String,
    /// `None` empties it.
    pub value: Option<FieldValue>,
    /// What the timeline says: the names of field and value by language, the value before.
    pub told: serde_json::Value,
}

/// Makes the change; each part that differs is one line of the timeline. Nothing different: an empty plan.
///
/// # Errors
/// [`Refusal::Closed`], and [`Refusal::Invalid`] for states that nobody sets by hand.
pub fn change(mut edit: Edit<'_>, change: Change) -> Result<Plan, Refusal> {
    let before = edit.ticket.clone();
    if before.state == State::Closed {
        return Err(Refusal::Closed);
    }
    people(&mut edit, &change);
    labels(&mut edit, &change);
    // Who works on it moves nothing (`definitions.md` §8).
    if (edit.ticket.priority, edit.ticket.kind, &edit.ticket.topic)
        != (before.priority, before.kind, &before.topic)
    {
        retarget(&mut edit, &change.segment);
    }
    if let Some(state) = change.state.filter(|state| *state != before.state) {
        set_state(&mut edit, state, change.outcome.clone())?;
    }
    tags(&mut edit, &change);
    fields(&mut edit, &change);
    if edit.plan.entries.is_empty() {
        return Ok(Plan::default());
    }
    edit.event(EventType::TicketChanged);
    Ok(edit.finish())
}

fn people(edit: &mut Edit<'_>, change: &Change) {
    if let Some(assignee) = &change.assignee {
        let id = assignee.as_ref().map(|(id, _)| *id);
        if id != edit.ticket.assignee {
            let from = std::mem::replace(&mut edit.ticket.assignee, id);
            let to = assignee.as_ref().map(|(_, name)| name.clone());
            // The ids tell later whose a missed deadline was (§8), whatever people are called by then.
            let told = json!({ "to": to, "to_id": id.map(|id| id.0), "from_id": from.map(|id| id.0) });
            edit.line(EntryKind::Change, edit.now, "assigned", told);
        }
    }
    if let Some(team) = &change.team {
        let id = team.as_ref().map(|(id, _)| *id);
        if id != edit.ticket.team {
            let from = std::mem::replace(&mut edit.ticket.team, id);
            let to = team.as_ref().map(|(_, name)| name.clone());
            let told = json!({ "to": to, "to_id": id.map(|id| id.0), "from_id": from.map(|id| id.0) });
            edit.line(EntryKind::Change, edit.now, "team_changed", told);
        }
    }
}

fn labels(edit: &mut Edit<'_>, change: &Change) {
    if let Some(priority) = change.priority.filter(|new| *new != edit.ticket.priority) {
        let from = std::mem::replace(&mut edit.ticket.priority, priority);
        relabelled(edit, "priority_changed", from.code(), priority.code());
    }
    if let Some(kind) = change.kind.filter(|new| *new != edit.ticket.kind) {
        let from = std::mem::replace(&mut edit.ticket.kind, kind);
        relabelled(edit, "kind_changed", from.code(), kind.code());
    }
    if let Some(topic) = change.topic.as_ref().filter(|new| **new != edit.ticket.topic) {
        let from = std::mem::replace(&mut edit.ticket.topic, topic.clone());
        let mut told = json!({ "from": from, "to": topic });
        for (lang, name) in &change.topic_names {
            told[format!("to_{lang}")] = name.as_str().into();
        }
        edit.line(EntryKind::Change, edit.now, "topic_changed", told);
    }
    if let Some(title) = change.title.as_ref().filter(|new| **new != edit.ticket.title) {
        let from = std::mem::replace(&mut edit.ticket.title, title.clone());
        relabelled(edit, "title_changed", &from, title);
    }
}

fn relabelled(edit: &mut Edit<'_>, code: &str, from: &str, to: &str) {
    edit.line(
        EntryKind::Change,
        edit.now,
        code,
        json!({ "from": from, "to": to }),
    );
}

fn tags(edit: &mut Edit<'_>, change: &Change) {
    let id = edit.ticket.id;
    if !change.add_tags.is_empty() {
        edit.line(
            EntryKind::Change,
            edit.now,
            "tags_added",
            json!({ "tags": change.add_tags.join(", ") }),
        );
        edit.plan
            .tags
            .extend(change.add_tags.iter().map(|tag| (id, tag.clone())));
    }
    if !change.remove_tags.is_empty() {
        edit.line(
            EntryKind::Change,
            edit.now,
            "tags_removed",
            json!({ "tags": change.remove_tags.join(", ") }),
        );
        edit.plan
            .untagged
            .extend(change.remove_tags.iter().map(|tag| (id, tag.clone())));
    }
}

fn fields(edit: &mut Edit<'_>, change: &Change) {
    let ticket = edit.ticket.id;
    for field in &change.fields {
        edit.line(EntryKind::Change, edit.now, "field_changed", field.told.clone());
        edit.plan.fields.push(NewField {
            ticket,
            field: field.key.clone(),
            value: field.value.clone(),
        });
    }
}

fn set_state(edit: &mut Edit<'_>, state: State, outcome: Option<Outcome>) -> Result<(), Refusal> {
    let (from, at) = (edit.ticket.state, edit.now);
    let params =
        json!({ "from": from.code(), "to": state.code(), "outcome": outcome.as_ref().map(Outcome::code) });
    match state {
        State::New => {
            return Err(Refusal::Invalid {
                field: "state",
                reason: "a ticket is new only until somebody works on it".into(),
            });
        }
        State::Closed if from != State::Resolved => {
            return Err(Refusal::Invalid {
                field: "state",
                reason: "only a resolved ticket can be closed".into(),
            });
        }
        State::Resolved => match &outcome {
            Some(outcome) => check_outcome(edit, outcome)?,
            // Whoever lets a client go without an answer says why (`definitions.md` §6).
            None if edit.clocks.iter().any(awaits_response) => return Err(Refusal::OutcomeRequired),
            None => {}
        },
        _ => {}
    }
    let entry = edit.line(EntryKind::Change, at, "state_changed", params);
    match state {
        State::New => {}
        State::Open => reopen(edit, at, Some(entry)),
        State::WaitingClient => {
            reopen(edit, at, Some(entry));
            pause_for_client(edit, Some(entry));
        }
        State::WaitingOthers => {
            reopen(edit, at, Some(entry));
            wait_for_others(edit, at, Some(entry));
        }
        State::Resolved => resolve(edit, Some(entry), outcome.unwrap_or(Outcome::SOLVED)),
        State::Closed => {
            edit.ticket.state = State::Closed;
            edit.ticket.closes_at = at;
        }
    }
    Ok(())
}

/// Sets clocks going again that waited for the client.
pub(crate) fn resume_waiting(edit: &mut Edit<'_>, at: Moment, entry: Option<EntryId>) {
    // What does not pause by its target is told, too, that the wait is over: another target may pause.
    edit.step(StepKind::Resume, at, entry, "state_changed", Clock::waits);
}

/// Our turn again, wherever the ticket stood; the time it was resolved is a pause of the resolution clock.
pub(crate) fn reopen(edit: &mut Edit<'_>, at: Moment, entry: Option<EntryId>) {
    resume_waiting(edit, at, entry);
    if edit.ticket.state.is_done() {
        edit.step(StepKind::Resume, at, entry, "reopened", |clock| {
            clock.kind == ClockKind::Resolution && clock.now.stopped_at != NEVER
        });
        edit.ticket.outcome = None;
        edit.ticket.closes_at = NEVER;
    }
    edit.ticket.state = State::Open;
}

/// The client's turn: what waits for the client is paused from this instant.
pub(crate) fn pause_for_client(edit: &mut Edit<'_>, entry: Option<EntryId>) {
    edit.ticket.state = State::WaitingClient;
    let at = edit.now;
    edit.step(StepKind::Pause, at, entry, "waiting_client", |clock| {
        clock.kind.pauses_for_client() && clock.is_open()
    });
    if let Some(entry) = entry {
        waiting::begin(edit, entry);
    }
}

/// Another department's turn, or an outside party's. They are ours to manage: it pauses nothing, unless the desk says that it
/// pauses the resolution.
pub(crate) fn wait_for_others(edit: &mut Edit<'_>, at: Moment, entry: Option<EntryId>) {
    resume_waiting(edit, at, entry);
    edit.ticket.state = State::WaitingOthers;
    if edit.setup.rules.waiting_others_pauses {
        edit.step(StepKind::Pause, at, entry, "waiting_others", |clock| {
            clock.kind == ClockKind::Resolution && clock.is_open()
        });
    }
}

/// Resolved: the resolution clock stops; a response still open is cancelled as closed without an answer (§6).
pub(crate) fn resolve(edit: &mut Edit<'_>, entry: Option<EntryId>, outcome: Outcome) {
    let at = edit.now;
    edit.step(
        StepKind::Cancel,
        at,
        entry,
        "closed_without_answer",
        waits_for_answer,
    );
    edit.step(StepKind::Stop, at, entry, "resolved", |clock| {
        clock.kind == ClockKind::Resolution && clock.is_open()
    });
    fulfil(edit, Promised::Solution, at, entry);
    if [Outcome::WITHDRAWN, Outcome::NOT_A_REQUEST].contains(&outcome) {
        // Nobody waits any more for what the client took back, or for what was no request.
        let reason = outcome.code().to_owned();
        edit.step(StepKind::Cancel, at, entry, &reason, |clock| {
            clock.kind.outlives_resolution() && clock.is_open()
        });
    }
    edit.ticket.state = State::Resolved;
    edit.ticket.resolved_at = at;
    edit.ticket.outcome = Some(outcome);
    let closes = closes_after(edit.setup, at);
    edit.ticket.closes_at = closes.unwrap_or(NEVER);
    if let Some(closes) = closes {
        // "By" includes the instant: the message of the last microsecond still comes back here.
        let run_at = closes.saturating_add(1);
        let (subject, trace) = (edit.ticket.id.0, edit.trace.clone());
        edit.plan.jobs.push(NewJob {
            kind: JobKind::Close,
            subject,
            run_at,
            trace,
        });
    }
}
