//! A message that one of us sent from their own mail program, once a copy reaches us: to the client it is an answer of theirs at
//! the instant of its arrival, to others it is a line that stops nothing (`definitions.md` §5). Nothing is sent again.

use super::answer::{is_response, waits_for_answer};
use super::callback::written_instead;
use super::edit::Edit;
use super::late;
use super::promise::fulfil;
use super::update::start_update;
use crate::clock::{Clock, ClockKind, Promised, StepKind};
use crate::entry::{Body, EntryKind};
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::{Speaker, State};
use crate::{ChannelId, EntryId, Moment};
use serde_json::json;

/// What was sent.
#[derive(Clone, Copy, Debug)]
pub struct OwnMail<'a> {
    /// The address it was sent from.
    pub from: &'a str,
    /// Whom it was sent to.
    pub to: &'a [String],
    /// One of them is the client, or somebody on the client's side.
    pub to_client: bool,
    pub at: Moment,
    pub channel: ChannelId,
    pub body: &'a Body,
    pub preview: &'a str,
    pub terms: &'a str,
    /// Content address of the raw copy.
    pub raw: &'a str,
}

/// Writes it down. Its line is the plan's first.
#[must_use]
pub fn sent_by_own_mail(mut edit: Edit<'_>, mail: &OwnMail<'_>) -> (Plan, EntryId) {
    let params = json!({ "own_mail": mail.from, "to": mail.to });
    let kind = if mail.to_client {
        EntryKind::MessageOut
    } else {
        EntryKind::Note
    };
    let entry = edit.line(
        kind,
        mail.at,
        if mail.to_client { "" } else { "own_mail" },
        params,
    );
    if mail.to_client {
        edit.say(mail.preview, Some(mail.channel), Speaker::Operator);
    }
    if let Some(line) = edit.last_line() {
        mail.preview.clone_into(&mut line.preview);
        mail.raw.clone_into(&mut line.raw);
        line.channel = Some(mail.channel);
    }
    edit.plan.bodies.push((entry, mail.body.clone()));
    edit.plan.terms.push((entry, mail.terms.to_owned()));
    if !mail.to_client {
        edit.event(EventType::NoteAdded);
        return (edit.finish(), entry);
    }
    // A ticket that is closed stays so: the client has the answer, and nothing waits for one.
    if edit.ticket.state != State::Closed {
        answered(&mut edit, mail.at, entry);
    }
    edit.event(EventType::TicketChanged);
    (edit.finish(), entry)
}

fn answered(edit: &mut Edit<'_>, at: Moment, entry: EntryId) {
    let breached = late::breached(edit);
    let asked = |clock: &Clock| clock.kind == ClockKind::Handoff && clock.started_at <= at;
    edit.step(StepKind::Stop, at, Some(entry), "answered", |clock| {
        waits_for_answer(clock) && clock.since() <= at
    });
    edit.stop_again(at, entry, "answered", is_response);
    edit.stop_again(at, entry, "answered", asked);
    fulfil(edit, Promised::Answer, at, Some(entry));
    written_instead(edit, at, entry);
    edit.talk_answered(entry, at);
    if edit.ticket.state == State::New {
        edit.ticket.state = State::Open;
    }
    if !edit.ticket.state.is_done() {
        start_update(edit, entry, at);
    }
    late::taken_back(edit, &breached, at);
}
