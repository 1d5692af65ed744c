//! What the client does on the private page: takes the request back, or says that it is solved. Both resolve the ticket;
//! a message opens it again.

use super::change::resolve;
use super::edit::{Edit, Refusal};
use crate::clock::{Clock, ClockKind, StepKind, Verdict};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::{Outcome, State};
use serde_json::json;

/// Takes the request back: clocks end as withdrawn by the client (`definitions.md` §4). What departments were asked is
/// between them and us. Taken back already, or resolved meanwhile: an empty plan.
///
/// # Errors
/// [`Refusal::Closed`].
pub fn withdraw(mut edit: Edit<'_>) -> Result<Plan, Refusal> {
    if done_already(&edit)? {
        return Ok(Plan::default());
    }
    let at = edit.now;
    let params = json!({ "from": edit.ticket.state.code(), "to": State::Resolved.code() });
    let entry = edit.line(EntryKind::Change, at, "ticket_withdrawn", params);
    let ends = |clock: &Clock| clock.is_open() && clock.kind != ClockKind::SideTask;
    let missed = move |clock: &Clock| clock.now.verdict_at(at) == Verdict::Missed;
    // A breach is not undone by a client who gave up waiting.
    edit.step(StepKind::Stop, at, Some(entry), "withdrawn", |clock| {
        ends(clock) && missed(clock)
    });
    edit.step(StepKind::Cancel, at, Some(entry), "withdrawn", ends);
    resolve(&mut edit, Some(entry), Outcome::WITHDRAWN);
    edit.event(EventType::TicketChanged);
    Ok(edit.finish())
}

/// The client says that the matter is solved. Solved already: an empty plan.
///
/// # Errors
/// [`Refusal::Closed`].
pub fn solved_by_client(mut edit: Edit<'_>) -> Result<Plan, Refusal> {
    if done_already(&edit)? {
        return Ok(Plan::default());
    }
    let params = json!({ "from": edit.ticket.state.code(), "to": State::Resolved.code() });
    let entry = edit.line(EntryKind::Change, edit.now, "ticket_solved_by_client", params);
    resolve(&mut edit, Some(entry), Outcome::SOLVED);
    edit.event(EventType::TicketChanged);
    Ok(edit.finish())
}

fn done_already(edit: &Edit<'_>) -> Result<bool, Refusal> {
    match edit.ticket.state {
        State::Closed => Err(Refusal::Closed),
        State::Resolved => Ok(true),
        State::New | State::Open | State::WaitingClient | State::WaitingOthers => Ok(false),
    }
}
