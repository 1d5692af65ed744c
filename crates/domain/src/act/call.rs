//! A telephone call, told to the timeline and to the clocks: picked up or connected it is an answer at that instant, missed it
//! is a request for a call, out and in vain it is an attempt (`definitions.md` §1, §5, §6).

use super::callback::{CallbackWhy, Callee, call_attempted, call_connected, start_callback};
use super::edit::{Edit, Refusal};
use super::late;
use super::outreach::{Beginning, begin};
use super::statutory::{fulfil_terms, other_way};
use super::update::start_update;
use crate::clock::{Clock, ClockKind, StepKind};
use crate::entry::{Body, EntryKind};
use crate::event::EventType;
use crate::id::Ids;
use crate::plan::Plan;
use crate::setup::Setup;
use crate::ticket::{Speaker, State};
use crate::{Actor, ChannelId, EntryId, HandleKind, Moment, coded};
use serde_json::{Value, json};

coded! {
    /// Who called.
    pub enum Direction {
        In = "in",
        Out = "out",
    }
}

coded! {
    /// What became of a call.
    pub enum CallOutcome {
        /// Both spoke.
        Connected = "connected",
        /// It came in and nobody picked up.
        Missed = "missed",
        /// It went out and nobody picked up.
        NoAnswer = "no_answer",
        Busy = "busy",
        Voicemail = "voicemail",
    }
}

/// A call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Call {
    pub direction: Direction,
    pub outcome: CallOutcome,
    /// The first ring.
    pub rang_at: Moment,
    /// The instant of connection, where there was one.
    pub connected_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    /// Address of the recording; empty for none.
    pub recording: String,
    /// The other side's number, in E.164.
    pub number: String,
}

impl Call {
    /// When it counts: the connection, or the first ring of what did not connect.
    #[must_use]
    pub fn at(&self) -> Moment {
        self.connected_at.unwrap_or(self.rang_at)
    }

    /// Refuses what cannot have been.
    ///
    /// # Errors
    /// The field, and what is wrong with it.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let is_connected = self.outcome == CallOutcome::Connected;
        if is_connected != self.connected_at.is_some() {
            return Err(("connected_at", "a call that connected, and no other, says when"));
        }
        if (self.outcome == CallOutcome::Missed) != (self.direction == Direction::In) && !is_connected {
            return Err((
                "outcome",
                "a call that came in is connected or missed; one that went out is no missed one",
            ));
        }
        if self.connected_at.is_some_and(|at| at < self.rang_at) {
            return Err(("connected_at", "a call connects after it rang"));
        }
        if self.ended_at.is_some_and(|at| at < self.at()) {
            return Err(("ended_at", "a call ends after it began"));
        }
        Ok(())
    }

    /// As its line of the timeline keeps it.
    #[must_use]
    pub fn params(&self) -> Value {
        json!({
            "direction": self.direction.code(),
            "outcome": self.outcome.code(),
            "connected_at": self.connected_at.map(Moment::as_micros),
            "ended_at": self.ended_at.map(Moment::as_micros),
            "recording": self.recording,
        })
    }
}

/// The request was answered in the call on its merits: «ответ по существу» (§9).
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct OnMerits {
    /// How the client asked to be answered, where they did.
    pub asked: Option<HandleKind>,
}

/// A term of the law ends with it where the client asked for a call, or for nothing.
fn on_merits(edit: &mut Edit<'_>, at: Moment, entry: EntryId, merits: Option<OnMerits>) {
    let Some(merits) = merits else { return };
    let breached = late::breached(edit);
    let other_way = other_way(merits.asked, HandleKind::Phone, false);
    fulfil_terms(edit, at, entry, "call", other_way);
    late::taken_back(edit, &breached, at);
}

/// A call that connected is an answer: the next update is due after it, while the ticket is open.
fn owes_update(edit: &mut Edit<'_>, entry: EntryId, at: Moment) {
    if !edit.ticket.state.is_done() {
        start_update(edit, entry, at);
    }
}

/// What a call that came in does, once its line is there: `entry`.
#[must_use]
pub fn call_came_in(
    mut edit: Edit<'_>,
    call: &Call,
    entry: EntryId,
    callee: &Callee,
    merits: Option<OnMerits>,
) -> Plan {
    match call.connected_at {
        Some(at) => {
            call_connected(&mut edit, at, entry);
            on_merits(&mut edit, at, entry, merits);
            edit.talk_answered(entry, at);
            if edit.ticket.state == State::New {
                edit.ticket.state = State::Open;
            }
            owes_update(&mut edit, entry, at);
            edit.ticket.last_speaker = Speaker::Operator;
        }
        None => drop(start_callback(
            &mut edit,
            call.rang_at,
            CallbackWhy::MissedCall,
            callee,
        )),
    }
    edit.event(EventType::TicketChanged);
    edit.finish()
}

/// One of our people says that it was they who picked up a call that is there already, told by the exchange: whoever asked for
/// a person had got one, and it was answered on its merits, if it was.
#[must_use]
pub fn person_picked_up(
    mut edit: Edit<'_>,
    at: Moment,
    entry: EntryId,
    merits: Option<OnMerits>,
) -> Option<Plan> {
    let asked = |clock: &Clock| clock.kind == ClockKind::Handoff && clock.is_open() && clock.since() <= at;
    if !edit.clocks.iter().any(asked) && merits.is_none() {
        return None;
    }
    on_merits(&mut edit, at, entry, merits);
    let breached = late::breached(&edit);
    edit.step(StepKind::Stop, at, Some(entry), "call", asked);
    late::taken_back(&mut edit, &breached, at);
    edit.event(EventType::ClockChanged);
    Some(edit.finish_quietly())
}

/// A call of ours to the client: an answer, or an attempt.
///
/// # Errors
/// [`Refusal::Closed`].
pub fn call_went_out(
    mut edit: Edit<'_>,
    call: &Call,
    channel: ChannelId,
    (body, preview): (&Body, &str),
    merits: Option<OnMerits>,
) -> Result<(Plan, EntryId), Refusal> {
    if edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    let params = json!({ "call": call.params(), "to": call.number });
    let entry = edit.line(EntryKind::MessageOut, call.rang_at, "", params);
    edit.plan.bodies.push((entry, body.clone()));
    if call.outcome == CallOutcome::Connected {
        edit.say(preview, Some(channel), Speaker::Operator);
        call_connected(&mut edit, call.at(), entry);
        on_merits(&mut edit, call.at(), entry, merits);
        edit.talk_answered(entry, call.at());
        if edit.ticket.state == State::New {
            edit.ticket.state = State::Open;
        }
        owes_update(&mut edit, entry, call.at());
    } else {
        if let Some(line) = edit.last_line() {
            line.preview = preview.to_owned();
            line.channel = Some(channel);
        }
        call_attempted(&mut edit, call.rang_at, entry);
    }
    edit.event(EventType::TicketChanged);
    Ok((edit.finish(), entry))
}

/// A call of ours that is about no open ticket: it opens one, whose first word is ours. No first response is due.
///
/// # Errors
/// None but what a ticket in hand refuses.
pub fn call_began(
    beginning: &Beginning,
    call: &Call,
    body: &Body,
    preview: &str,
    (setup, now, actor): (&Setup, Moment, Actor),
    ids: &mut dyn Ids,
) -> Result<(Plan, EntryId), Refusal> {
    let mut edit = begin(beginning, setup, now, actor, ids)?;
    edit.ticket.occurred_at = call.rang_at;
    edit.event(EventType::TicketOpened);
    let (id, version) = (edit.ticket.id, edit.ticket.version);
    let (mut plan, entry) = call_went_out(edit, call, beginning.channel.id, (body, preview), None)?;
    if let Some(mut ticket) = plan.changed.remove(&id) {
        ticket.version = version;
        plan.opened.push(ticket);
    }
    Ok((plan, entry))
}
