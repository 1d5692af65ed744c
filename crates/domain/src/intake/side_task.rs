//! The answer of a department or an outside party to the letter that asked it: for us alone, never the client's words. The
//! letter's id holds the secret of the private link, so answering it proves as much as opening the link.

use super::decide::{Verdict, Work};
use super::message::verdict;
use super::{Arrival, Facts, NewAttachment, NewMessage, NewReport, ReportedFate, ThreadHint};
use crate::clock::{Step, StepKind};
use crate::entry::{Entry, EntryKind};
use crate::event::EventType;
use crate::ledger::Fate;
use crate::plan::SideAnswer;
use crate::ticket::State;
use crate::{Actor, AttachmentId, ClockId, EntryId, SideTaskId, TicketId};
use serde_json::json;

const MARK: &str = "side-task.";

/// A side task that a message may answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SideTaskFact {
    pub id: SideTaskId,
    pub public_id: String,
    /// Who is asked.
    pub name: String,
    pub ticket: TicketId,
    pub clock: ClockId,
}

/// The Message-ID of the letter that asks: the same for every attempt.
#[must_use]
pub fn side_task_letter_id(secret: &str, domain: &str) -> String {
    format!("{MARK}{secret}@{domain}")
}

/// The secret in the id of a letter that asks.
pub(super) fn secret_in(reference: &str) -> Option<&str> {
    let (secret, _) = reference.strip_prefix(MARK)?.split_once('@')?;
    (!secret.is_empty()).then_some(secret)
}

/// The task that a message answers.
pub(super) fn asked<'a>(message: &NewMessage, facts: &'a Facts) -> Option<&'a SideTaskFact> {
    message.hints.iter().find_map(|hint| match hint {
        ThreadHint::Reference(id) => facts.side_tasks.get(secret_in(id)?),
        _ => None,
    })
}

impl Work<'_> {
    /// News of a letter that asks: where it did not arrive, whoever asked hands the link over by other ways.
    pub(super) fn about_side_task(&mut self, report: &NewReport) -> Option<Verdict> {
        let task = report
            .about
            .iter()
            .find_map(|id| self.facts.side_tasks.get(secret_in(id)?))?;
        let (task, ticket) = (task.id, self.facts.survivor(task.ticket)?.ticket.id);
        if report.fate == ReportedFate::Bounced {
            self.plan.side_bounces.push((task, report.reason.clone()));
            self.event(EventType::ClockChanged, ticket);
        }
        let mut verdict = Verdict::new(Fate::Appended, "");
        verdict.decided.ticket = Some(ticket);
        Some(verdict)
    }

    /// Writes the answer down, stops the task's clock, and takes a ticket that waited for others back in hand. What comes
    /// after the question was taken back is kept all the same.
    pub(super) fn party_answered(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        task: &SideTaskFact,
    ) -> Option<Verdict> {
        let id = self.facts.survivor(task.ticket)?.ticket.id;
        let (was, at, now) = (self.state_of(id), message.happened.at(self.now), self.now);
        let entry = EntryId(self.ids.next_id());
        let facts = self.facts.tickets.get_mut(&id)?;
        facts.ticket.last_seq += 1;
        facts.ticket.updated_at = now;
        self.plan.entries.push(Entry {
            id: entry,
            public_id: EntryId::new_public(),
            ticket: id,
            seq: facts.ticket.last_seq,
            kind: EntryKind::Note,
            occurred_at: at,
            recorded_at: now,
            actor: Actor::System,
            channel: Some(arrival.channel),
            code: "side_task_answered".into(),
            params: json!({ "side_task": task.public_id, "party": task.name, "from": message.from.value }),
            preview: message.preview.clone(),
            raw: message.raw.clone(),
            trace: arrival.trace.clone(),
        });
        self.plan.bodies.push((entry, message.body.clone()));
        self.plan.terms.push((entry, message.terms.clone()));
        for file in &message.attachments {
            let id = AttachmentId(self.ids.next_id());
            let file = file.clone();
            self.plan.attachments.push(NewAttachment { id, entry, file });
        }
        let step = Step {
            kind: StepKind::Stop,
            at,
            recorded_at: now,
            entry: Some(entry),
            reason: "answered".into(),
            retarget: None,
            bound: None,
            given: None,
        };
        let clock = facts
            .clocks
            .iter_mut()
            .find(|clock| clock.id == task.clock && clock.is_open());
        if let Some(clock) = clock
            && clock.push(step.clone(), self.setup).is_ok()
        {
            self.plan.clock_steps.push((clock.id, step));
            self.plan.clock_changes.insert(clock.id, clock.clone());
        }
        if facts.ticket.state == State::WaitingOthers {
            facts.ticket.state = State::Open;
        }
        let said = message
            .body
            .text
            .get(..message.body.visible)
            .unwrap_or(&message.body.text);
        self.plan.side_answers.push(SideAnswer {
            task: task.id,
            text: said.trim().to_owned(),
        });
        self.event(EventType::NoteAdded, id);
        self.tell_state(id, was);
        self.keep(id);
        Some(verdict(Fate::Appended, id, entry))
    }
}
