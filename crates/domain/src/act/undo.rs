//! Takes back an answer that has not left: as if it had never been sent (`definitions.md` §5).

use super::answer::is_response;
use super::edit::Edit;
use crate::clock::{Clock, ClockKind};
use crate::draft::Held;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::{Speaker, State};
use crate::{EntryId, Moment};

/// What was said last before an answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LastSaid {
    pub at: Moment,
    pub words: String,
    pub speaker: Speaker,
}

/// Undoes an answer: its line, its delivery and everything it did to clocks go, the rest of their histories stays and
/// is worked out anew.
#[must_use]
pub fn undo_answer(mut edit: Edit<'_>, held: &Held, before: Option<LastSaid>) -> Plan {
    let reopened = forget(&mut edit, held.entry);
    forget_what_followed(&mut edit, held, reopened);
    edit.ticket.state = state_without(&edit, held);
    if edit.ticket.state == held.before.state {
        edit.ticket.outcome.clone_from(&held.before.outcome);
        edit.ticket.closes_at = Moment::from_micros(held.before.closes_at);
        if let Some(resolved) = held.before.resolved_at {
            edit.ticket.resolved_at = Moment::from_micros(resolved);
        }
    }
    if let Some(told) = held.before.told_due {
        edit.ticket.told_due = Moment::from_micros(told);
    }
    if let Some(said) = before {
        edit.ticket.last_words = said.words;
        edit.ticket.last_speaker = said.speaker;
    }
    edit.plan.forgotten.entries.push(held.entry);
    edit.event(EventType::MessageUndone);
    edit.finish()
}

/// Takes out of every clock what an entry did to it. True when a response is waited for again.
pub(crate) fn forget(edit: &mut Edit<'_>, entry: EntryId) -> bool {
    let mut reopened = false;
    let setup = edit.setup;
    for clock in &mut edit.clocks {
        if !clock.steps.iter().any(|step| step.entry == Some(entry)) {
            continue;
        }
        let was_open = clock.is_open();
        // A calendar that is gone leaves the clock as it was: its deadline still stands.
        if clock.forget(entry, setup).is_ok() {
            reopened |= !was_open && clock.is_open() && is_response(clock);
            edit.plan.forgotten.steps.push((clock.id, entry));
            edit.plan.clock_changes.insert(clock.id, clock.clone());
        }
    }
    reopened
}

/// A client who wrote after the answer started the next response only because of it; a periodic update began with it,
/// and so did what it promised.
fn forget_what_followed(edit: &mut Edit<'_>, held: &Held, reopened: bool) {
    let at = held.at;
    let followed = |clock: &Clock| match clock.kind {
        ClockKind::Promise => clock.entry == Some(held.entry),
        ClockKind::NextResponse => reopened && clock.started_at > at,
        ClockKind::PeriodicUpdate => clock.started_at == at,
        _ => false,
    };
    let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut edit.clocks).into_iter().partition(followed);
    edit.clocks = kept;
    for clock in gone {
        edit.plan.clock_changes.remove(&clock.id);
        edit.plan.forgotten.clocks.push(clock.id);
    }
}

/// The state the ticket would be in: as before, unless the client or one of us has moved it since.
fn state_without(edit: &Edit<'_>, held: &Held) -> State {
    let (now, before) = (edit.ticket.state, held.before.state);
    let client_wrote = edit.ticket.last_speaker == Speaker::Client;
    if now == held.before.after && !client_wrote {
        before
    } else if now == State::Open && client_wrote {
        // The client's message would have made it ours, but for one that nobody has answered yet.
        if before == State::New {
            State::New
        } else {
            State::Open
        }
    } else {
        now
    }
}
