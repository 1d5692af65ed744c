//! Two tickets of one client become one: the absorbed points to the survivor, whose clocks take over its deadlines. And
//! the merge is taken back (`definitions.md` §8).

use super::carry::{carry, next_response};
use super::change::{pause_for_client, reopen};
use super::edit::{Edit, Refusal};
use super::undo::{LastSaid, forget};
use crate::clock::{Clock, ClockKind, ClockSeed, StepKind};
use crate::draft::Before;
use crate::entry::{Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::intake::{TicketFacts, lead};
use crate::plan::{NewMerge, Plan};
use crate::ticket::{State, Ticket};
use crate::time::NEVER;
use crate::{ClockId, EntryId, Moment, TicketId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a merge did to the survivor.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MergeDoc {
    /// Clocks that moved over as they were.
    pub moved: Vec<i64>,
    /// Clocks that began on the survivor.
    pub started: Vec<i64>,
    pub before: Before,
    /// What the client had been told about the survivor, and what stands since; microseconds.
    pub told: (i64, i64),
    /// The line about the state, where the merge changed it.
    pub state_entry: Option<i64>,
    /// Tags that the survivor has from the absorbed.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A merge that stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merge {
    pub absorbed: TicketId,
    pub survivor: TicketId,
    pub entry: EntryId,
    pub at: Moment,
    pub doc: MergeDoc,
}

/// What was said last on either side, and what the survivor gets beside it.
#[derive(Clone, Debug, Default)]
pub struct BothSides {
    pub survivor: Option<LastSaid>,
    pub absorbed: Option<LastSaid>,
    /// Tags that only the absorbed has.
    pub new_tags: Vec<String>,
}

/// Makes `absorbed` part of the ticket in hand.
///
/// # Errors
/// [`Refusal::Closed`] for a closed survivor, [`Refusal::Merged`] for a ticket that is part of another already,
/// [`Refusal::Invalid`] for another client's.
pub fn merge(
    mut edit: Edit<'_>,
    absorbed: TicketFacts,
    segment: &str,
    said: BothSides,
) -> Result<Plan, Refusal> {
    check(&edit, &absorbed.ticket)?;
    let TicketFacts {
        mut ticket, clocks, ..
    } = absorbed;
    let before = edit.ticket.clone();
    let entry = edit.line(
        EntryKind::Change,
        edit.now,
        "ticket_absorbed",
        json!({ "number": edit.setup.number.show(ticket.number) }),
    );
    let state_entry = take_up(&mut edit, &ticket, &clocks);
    let carried = carry(&mut edit, &clocks, entry, segment);
    edit.ticket.told_due = edit.ticket.told_due.min(ticket.told_due);
    if let (Some(theirs), ours) = (said.absorbed, said.survivor)
        && ours.is_none_or(|ours| ours.at < theirs.at)
    {
        edit.ticket.last_words = theirs.words;
        edit.ticket.last_speaker = theirs.speaker;
    }
    let survivor = edit.ticket.id;
    let tags = said.new_tags.iter().map(|tag| (survivor, tag.clone()));
    edit.plan.tags.extend(tags);
    edit.plan.merges.push(NewMerge {
        absorbed: ticket.id,
        survivor: edit.ticket.id,
        entry,
        doc: MergeDoc {
            moved: carried.moved.iter().map(|id| id.0).collect(),
            started: carried.started.iter().map(|id| id.0).collect(),
            before: Before {
                state: before.state,
                outcome: before.outcome.clone(),
                closes_at: before.closes_at.as_micros(),
                resolved_at: Some(before.resolved_at.as_micros()),
                told_due: None,
                after: edit.ticket.state,
            },
            told: (before.told_due.as_micros(), edit.ticket.told_due.as_micros()),
            state_entry: state_entry.map(|entry| entry.0),
            tags: said.new_tags,
        },
    });
    let into = edit.setup.number.show(edit.ticket.number);
    beside(&mut edit, &mut ticket, "ticket_merged", json!({ "number": into }));
    ticket.merged_into = Some(edit.ticket.id);
    ticket.lead_due = NEVER;
    announce(&mut edit, EventType::TicketMerged, &ticket);
    edit.event(EventType::TicketChanged);
    edit.plan.changed.insert(ticket.id, ticket);
    Ok(edit.finish())
}

fn check(edit: &Edit<'_>, absorbed: &Ticket) -> Result<(), Refusal> {
    let refuse = |reason: &str| {
        Err(Refusal::Invalid {
            field: "into",
            reason: reason.to_owned(),
        })
    };
    if absorbed.id == edit.ticket.id {
        return refuse("a ticket cannot be merged with itself: name another one");
    }
    if absorbed.client != edit.ticket.client {
        return refuse("only tickets of one client are merged: these are of two");
    }
    if absorbed.merged_into.is_some() {
        return Err(Refusal::Merged);
    }
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    Ok(())
}

/// A merge stops no clock: where the absorbed ticket is our turn, the survivor is, too. Answers the line about it.
pub(crate) fn take_up(edit: &mut Edit<'_>, absorbed: &Ticket, clocks: &[Clock]) -> Option<EntryId> {
    let from = edit.ticket.state;
    let runs = clocks.iter().any(|clock| clock.is_open() && !clock.is_paused());
    let ours = runs || matches!(absorbed.state, State::New | State::Open | State::WaitingOthers);
    let to = match (from, absorbed.state) {
        (State::Resolved, State::WaitingClient) if !runs => State::WaitingClient,
        (State::Resolved | State::WaitingClient, _) if ours && !absorbed.state.is_done() => State::Open,
        _ => return None,
    };
    let params = json!({ "from": from.code(), "to": to.code() });
    let line = edit.line(EntryKind::Change, edit.now, "state_changed", params);
    let at = edit.now;
    reopen(edit, at, Some(line));
    if to == State::WaitingClient {
        pause_for_client(edit, Some(line));
    }
    Some(line)
}

/// A line on the timeline of the ticket that is not in hand, whose version it raises.
fn beside(edit: &mut Edit<'_>, ticket: &mut Ticket, code: &str, params: serde_json::Value) {
    ticket.last_seq += 1;
    ticket.version += 1;
    ticket.updated_at = edit.now;
    edit.plan.entries.push(Entry {
        id: EntryId(edit.ids.next_id()),
        public_id: EntryId::new_public(),
        ticket: ticket.id,
        seq: ticket.last_seq,
        kind: EntryKind::Change,
        occurred_at: edit.now,
        recorded_at: edit.now,
        actor: edit.actor,
        channel: None,
        code: code.to_owned(),
        params,
        preview: String::new(),
        raw: String::new(),
        trace: edit.trace.clone(),
    });
}

fn announce(edit: &mut Edit<'_>, kind: EventType, ticket: &Ticket) {
    let payload = json!({ "ticket": ticket.public_id, "survivor": edit.ticket.public_id });
    edit.plan.events.push(NewEvent {
        kind,
        ticket: Some(ticket.id),
        payload,
    });
}

/// What happened on the survivor's own timeline since the merge.
#[derive(Clone, Debug, Default)]
pub struct Since {
    /// What was said last on it.
    pub said: Option<LastSaid>,
    /// The first message of the client's own to it after the merge.
    pub asked: Option<Moment>,
}

/// Takes a merge back: both tickets go on by their own histories. What came in meanwhile stays where it came in.
#[must_use]
pub fn unmerge(
    mut edit: Edit<'_>,
    absorbed: TicketFacts,
    merge: &Merge,
    segment: &str,
    since: &Since,
) -> Plan {
    let TicketFacts {
        mut ticket, clocks, ..
    } = absorbed;
    give_back_clocks(&mut edit, merge);
    restore_state(&mut edit, merge, since);
    end_what_began(&mut edit, merge, segment, since);
    let mut theirs = restored(&mut edit, clocks, merge);
    for clock in edit.plan.clock_changes.values() {
        if clock.ticket == ticket.id && !theirs.iter().any(|known| known.id == clock.id) {
            theirs.push(clock.clone());
        }
    }
    ticket.merged_into = None;
    ticket.lead_due = lead(&ticket, &theirs);
    let (own, other) = (
        edit.setup.number.show(edit.ticket.number),
        edit.setup.number.show(ticket.number),
    );
    edit.line(
        EntryKind::Change,
        edit.now,
        "ticket_unmerged",
        json!({ "number": other }),
    );
    beside(
        &mut edit,
        &mut ticket,
        "ticket_unmerged",
        json!({ "number": own }),
    );
    announce(&mut edit, EventType::TicketUnmerged, &ticket);
    edit.event(EventType::TicketChanged);
    let tags = merge.doc.tags.iter().map(|tag| (merge.survivor, tag.clone()));
    edit.plan.untagged.extend(tags);
    edit.plan.unmerged.push((merge.absorbed, merge.survivor));
    edit.plan.changed.insert(ticket.id, ticket);
    edit.finish()
}

/// Promises, tasks, callbacks and terms go back with all that happened to them.
fn give_back_clocks(edit: &mut Edit<'_>, merge: &Merge) {
    let moved = |clock: &Clock| merge.doc.moved.contains(&clock.id.0);
    let (back, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut edit.clocks).into_iter().partition(moved);
    edit.clocks = kept;
    for mut clock in back {
        clock.ticket = merge.absorbed;
        edit.plan.clock_changes.insert(clock.id, clock);
    }
}

/// The survivor's own deadlines, and its state where nothing was said since.
fn restore_state(edit: &mut Edit<'_>, merge: &Merge, since: &Since) {
    forget(edit, merge.entry);
    let quiet = since.said.as_ref().is_none_or(|said| said.at <= merge.at);
    let before = &merge.doc.before;
    if quiet && edit.ticket.state == before.after {
        if let Some(line) = merge.doc.state_entry {
            forget(edit, EntryId(line));
        }
        edit.ticket.state = before.state;
        edit.ticket.outcome.clone_from(&before.outcome);
        edit.ticket.closes_at = Moment::from_micros(before.closes_at);
        if let Some(resolved) = before.resolved_at {
            edit.ticket.resolved_at = Moment::from_micros(resolved);
        }
    }
    if edit.ticket.told_due.as_micros() == merge.doc.told.1 {
        edit.ticket.told_due = Moment::from_micros(merge.doc.told.0);
    }
    if let Some(said) = &since.said {
        edit.ticket.last_words.clone_from(&said.words);
        edit.ticket.last_speaker = said.speaker;
    }
    let now = edit.now;
    for clock in edit
        .plan
        .clock_changes
        .values_mut()
        .filter(|clock| clock.ticket == merge.survivor)
    {
        // A breach of the other's deadline is none of this one's.
        clock.breach_recorded &= clock.now.verdict_at(now) == crate::clock::Verdict::Missed;
    }
    for clock in &mut edit.clocks {
        if let Some(changed) = edit.plan.clock_changes.get(&clock.id) {
            clock.clone_from(changed);
        }
    }
}

/// Clocks that the survivor had only for the other's sake end. A client who wrote to the survivor itself meanwhile has
/// been waiting since then.
fn end_what_began(edit: &mut Edit<'_>, merge: &Merge, segment: &str, since: &Since) {
    let began = |clock: &Clock| merge.doc.started.contains(&clock.id.0);
    let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut edit.clocks).into_iter().partition(began);
    edit.clocks = kept;
    for clock in gone {
        edit.plan.clock_changes.remove(&clock.id);
        edit.plan.forgotten.clocks.push(clock.id);
        let asked = since.asked.filter(|at| *at <= clock.now.stopped_at);
        if clock.kind == ClockKind::NextResponse
            && let Some(asked) = asked
        {
            own_response(edit, &clock, asked, segment);
        }
    }
}

/// The response clock that the survivor's own history would have had, with what happened to the one in its place.
fn own_response(edit: &mut Edit<'_>, instead: &Clock, asked: Moment, segment: &str) {
    let Some((policy, wanted)) = next_response(edit, segment) else {
        return;
    };
    let seed = ClockSeed {
        id: ClockId(edit.ids.next_id()),
        ticket: edit.ticket.id,
        kind: ClockKind::NextResponse,
        policy: Some(policy),
        calendar: wanted.calendar,
        target: wanted.target,
        started_at: asked,
    };
    let Ok(mut clock) = Clock::start(seed, edit.setup) else {
        return;
    };
    let later = |step: &&crate::clock::Step| step.at >= asked && step.kind != StepKind::Bound;
    for step in instead.steps.iter().filter(later) {
        if clock.push(step.clone(), edit.setup).is_ok() {
            edit.plan.clock_steps.push((clock.id, step.clone()));
        }
    }
    edit.plan.clocks.push(clock.clone());
    edit.clocks.push(clock);
}

/// The absorbed ticket's clocks, as if they had never been ended.
fn restored(edit: &mut Edit<'_>, clocks: Vec<Clock>, merge: &Merge) -> Vec<Clock> {
    let mut theirs = Vec::with_capacity(clocks.len());
    for mut clock in clocks {
        let touched = clock.steps.iter().any(|step| step.entry == Some(merge.entry));
        if touched && clock.forget(merge.entry, edit.setup).is_ok() {
            edit.plan.forgotten.steps.push((clock.id, merge.entry));
            edit.plan.clock_changes.insert(clock.id, clock.clone());
        }
        theirs.push(clock);
    }
    theirs
}
