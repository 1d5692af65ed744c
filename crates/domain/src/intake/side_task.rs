//! The answer of a department or an outside party to the letter that asked it: for us alone, never the client's words. The
//! letter's id holds the secret of the private link, so answering it proves as much as opening the link.

use super::decide::{Verdict, Work};
use super::message::verdict;
use super::{Arrival, Facts, NewMessage, NewReport, ReportedFate, ThreadHint};
use crate::act::{self, Edit, PartyAnswer};
use crate::event::EventType;
use crate::ledger::Fate;
use crate::plan::{Plan, SideAnswer};
use crate::{Actor, AttachmentId, ClockId, SideTaskId, TicketId};

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

    /// Writes the answer down as one by the link is, with its files and its raw copy.
    pub(super) fn party_answered(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        task: &SideTaskFact,
    ) -> Option<Verdict> {
        let facts = self.facts.survivor(task.ticket)?.clone();
        let id = facts.ticket.id;
        let mut edit = Edit::begin(facts, None, self.setup, self.now, Actor::System, &mut *self.ids).ok()?;
        edit.trace.clone_from(&arrival.trace);
        let said = PartyAnswer {
            task: &task.public_id,
            party: &task.name,
            clock: task.clock,
            at: message.happened.at(self.now),
            body: &message.body,
            preview: &message.preview,
            terms: &message.terms,
        };
        let (mut plan, entry) = act::side_task_answered(edit, said);
        if let Some(line) = plan.entries.first_mut() {
            line.channel = Some(arrival.channel);
            line.params["from"] = message.from.value.as_str().into();
            line.raw.clone_from(&message.raw);
        }
        for file in &message.attachments {
            let id = AttachmentId(self.ids.next_id());
            plan.attach(id, entry, file.clone(), self.now, &arrival.trace);
        }
        let text = message.body.text.get(..message.body.visible);
        plan.side_answers.push(SideAnswer {
            task: task.id,
            text: text.unwrap_or(&message.body.text).trim().to_owned(),
        });
        self.take_up(id, plan);
        Some(verdict(Fate::Appended, id, entry))
    }

    /// Makes what an action decided about a ticket part of this batch: later messages see it.
    pub(super) fn take_up(&mut self, id: TicketId, mut done: Plan) {
        if let Some(facts) = self.facts.tickets.get_mut(&id) {
            if let Some(ticket) = done.changed.remove(&id) {
                facts.ticket = ticket;
            }
            facts.clocks.extend(done.clocks.iter().cloned());
            for clock in &mut facts.clocks {
                if let Some(changed) = done.clock_changes.get(&clock.id) {
                    clock.clone_from(changed);
                }
            }
        }
        let plan = &mut self.plan;
        plan.entries.extend(done.entries);
        plan.bodies.extend(done.bodies);
        plan.terms.extend(done.terms);
        plan.attachments.extend(done.attachments);
        plan.references.extend(done.references);
        plan.clocks.extend(done.clocks);
        plan.talks.extend(done.talks);
        plan.clock_steps.extend(done.clock_steps);
        plan.clock_changes.extend(done.clock_changes);
        plan.side_answers.extend(done.side_answers);
        plan.jobs.extend(done.jobs);
        plan.events.extend(done.events);
        self.keep(id);
    }
}
