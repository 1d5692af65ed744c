//! The acknowledgement: once per ticket, never to a machine, never after a person has answered (`definitions.md` §11).

use super::answer::{Answer, message_out};
use super::correct::tell;
use super::edit::Edit;
use crate::EntryId;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::{Speaker, State, Ticket};
use crate::told::{Told, Why};

/// The acknowledgement, put into words.
#[derive(Clone, Debug)]
pub struct Acknowledgement {
    pub message: Answer,
    /// The title it goes out under.
    pub subject: String,
    /// What the client is told; `None` where no clock runs.
    pub told: Option<Told>,
}

/// Why none is sent after all.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Skipped {
    AnsweredFirst,
    Closed,
    Merged,
}

/// Whether the client still needs to be told.
#[must_use]
pub fn why_not(ticket: &Ticket) -> Option<Skipped> {
    if ticket.merged_into.is_some() {
        Some(Skipped::Merged)
    } else if ticket.last_speaker == Speaker::Operator {
        Some(Skipped::AnsweredFirst)
    } else if ticket.state.is_done() || ticket.state == State::Closed {
        Some(Skipped::Closed)
    } else {
        None
    }
}

/// Whether a client whose call was picked up needs no message with number, deadline and link: the ticket is no longer one, or is
/// done. Whether somebody wrote to them, or said that none is wanted, is another question.
#[must_use]
pub fn needs_nothing(ticket: &Ticket) -> bool {
    ticket.merged_into.is_some() || ticket.state.is_done()
}

/// Writes the acknowledgement and what it tells. No clock minds it: it is not an answer.
#[must_use]
pub fn acknowledge(mut edit: Edit<'_>, acknowledgement: &Acknowledgement) -> (Plan, EntryId) {
    let entry = message_out(
        &mut edit,
        &acknowledgement.message,
        "acknowledgement",
        Speaker::System,
    );
    if let Some(line) = edit.last_line() {
        line.params = serde_json::json!({ "title": acknowledgement.subject });
    }
    if let Some(told) = &acknowledgement.told {
        tell(&mut edit, told, Why::Later, entry);
    }
    edit.plan
        .acknowledged
        .push((acknowledgement.message.identity, edit.ticket.id));
    edit.event(EventType::MessageQueued);
    (edit.finish_quietly(), entry)
}
