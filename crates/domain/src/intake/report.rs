//! News about a message of ours: a bounce voids the answer it speaks of (`definitions.md` §5).

use super::decide::{Verdict, Work};
use super::{Arrival, DeliveryNews, NewReport, ReportedFate};
use crate::act::{Failure, Ground, ask_for_help};
use crate::clock::{Clock, Step, StepKind};
use crate::delivery::DeliveryFate;
use crate::entry::{Entry, EntryKind};
use crate::event::EventType;
use crate::job::{JobKind, NewJob};
use crate::ledger::Fate;
use crate::ticket::{State, Ticket};
use crate::{Actor, EntryId, LedgerId, TicketId};

/// Decides about one report. One that speaks of nothing of ours waits for a person; it opens no ticket.
pub(super) fn decide(
    work: &mut Work<'_>,
    arrival: &Arrival,
    report: &NewReport,
    ledger: LedgerId,
) -> Verdict {
    let delivery = report
        .about
        .iter()
        .find_map(|id| work.facts.deliveries.get(id))
        .cloned();
    let Some(delivery) = delivery else {
        if let Some(verdict) = work.about_side_task(report) {
            return verdict;
        }
        let sender = report
            .recipient
            .as_ref()
            .map(|handle| handle.value.clone())
            .unwrap_or_default();
        return work.quarantine(
            arrival,
            ledger,
            "report_about_unknown_message",
            &sender,
            &report.title,
            &report.raw,
        );
    };
    let at = report.happened.at(work.now);
    let fate = match report.fate {
        ReportedFate::Delivered => Some(DeliveryFate::Delivered),
        ReportedFate::Bounced => Some(DeliveryFate::Bounced),
        ReportedFate::Delayed | ReportedFate::Complained => None,
    };
    if let Some(fate) = fate {
        work.plan.deliveries.push(DeliveryNews {
            id: delivery.id,
            fate,
            status: report.status.clone(),
            reason: report.reason.clone(),
        });
    }
    let code = match report.fate {
        ReportedFate::Delivered => "delivered",
        ReportedFate::Delayed => "delayed",
        ReportedFate::Bounced => "bounced",
        ReportedFate::Complained => "complained",
    };
    // A mere confirmation is seen at the message itself.
    let tells_more =
        report.fate != ReportedFate::Delivered || !report.raw.is_empty() || !report.reason.is_empty();
    let entry = tells_more.then(|| work.line(arrival, delivery.ticket, code, report, at));
    let was = work.state_of(delivery.ticket);
    if fate == Some(DeliveryFate::Bounced) && delivery.fate != DeliveryFate::Bounced && !delivery.automatic {
        if work.facts.other_ways.contains(&delivery.id) {
            // No answer is void while another address is left (`definitions.md` §5): it goes on there.
            work.plan.jobs.push(NewJob {
                kind: JobKind::GoOn,
                subject: delivery.id.0,
                run_at: work.now,
                trace: arrival.trace.clone(),
            });
        } else {
            work.void(delivery.ticket, delivery.entry, at);
            ask_for_help(&mut work.plan, &delivery, work.now, &arrival.trace);
        }
    }
    work.tell_state(delivery.ticket, was);
    work.event(
        if fate == Some(DeliveryFate::Bounced) {
            EventType::MessageFailed
        } else {
            EventType::MessageDelivered
        },
        delivery.ticket,
    );
    work.keep(delivery.ticket);
    let mut verdict = Verdict::new(Fate::Appended, "");
    verdict.decided.ticket = Some(delivery.ticket);
    verdict.decided.entry = entry;
    verdict
}

impl Work<'_> {
    fn line(
        &mut self,
        arrival: &Arrival,
        id: TicketId,
        code: &str,
        report: &NewReport,
        at: crate::Moment,
    ) -> EntryId {
        let entry = EntryId(self.ids.next_id());
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return entry;
        };
        facts.ticket.last_seq += 1;
        facts.ticket.updated_at = self.now;
        self.plan.entries.push(Entry {
            id: entry,
            public_id: EntryId::new_public(),
            ticket: id,
            seq: facts.ticket.last_seq,
            kind: EntryKind::Delivery,
            occurred_at: at,
            recorded_at: self.now,
            actor: Actor::System,
            channel: Some(arrival.channel),
            code: code.to_owned(),
            params: serde_json::json!({
                "to": report.recipient.as_ref().map(|handle| handle.value.clone()),
                "status": report.status,
                "reason": report.reason,
            }),
            preview: String::new(),
            raw: report.raw.clone(),
            trace: arrival.trace.clone(),
        });
        entry
    }

    /// The answer did not get through: its clocks go on, and a ticket it resolved reopens.
    fn void(&mut self, id: TicketId, answer: EntryId, at: crate::Moment) {
        let (now, setup) = (self.now, self.setup);
        let absorbed = self.facts.tickets.get(&id).map(|facts| &facts.ticket);
        if absorbed.is_some_and(|ticket| ticket.merged_into.is_some()) {
            let failure = Failure {
                ticket: id,
                answer,
                at,
                automatic: false,
                other_way: None,
            };
            let mut ground = Ground {
                plan: &mut self.plan,
                tickets: &mut self.facts.tickets,
                merges: &mut self.facts.merges,
                setup,
                now,
                ids: &mut *self.ids,
            };
            return ground.fail(&failure);
        }
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return;
        };
        let wakes = wakes(&facts.ticket, &facts.clocks, answer);
        for change in void_answer(&mut facts.clocks, answer, at, now, setup) {
            self.plan.clock_steps.push(change);
        }
        for clock in &facts.clocks {
            self.plan.clock_changes.insert(clock.id, clock.clone());
        }
        if wakes {
            facts.ticket.state = State::Open;
            facts.ticket.outcome = None;
            facts.ticket.closes_at = crate::time::NEVER;
        }
    }
}

/// Whether a message of ours that did not get through makes the ticket ours again: it resolved it, or it asked the client what
/// nobody heard.
pub fn wakes(ticket: &Ticket, clocks: &[Clock], message: EntryId) -> bool {
    match ticket.state {
        State::Resolved => true,
        State::WaitingClient => {
            let pauses = clocks.iter().flat_map(|clock| &clock.steps);
            let newest = pauses
                .filter(|step| step.kind == StepKind::Pause)
                .max_by_key(|step| (step.at, step.recorded_at));
            newest.is_none_or(|pause| pause.entry == Some(message))
        }
        State::New | State::Open | State::WaitingOthers | State::Closed => false,
    }
}

/// Takes back what an answer did to clocks, by the rule of each kind. Returns the steps that were added.
pub fn void_answer(
    clocks: &mut [crate::clock::Clock],
    answer: EntryId,
    at: crate::Moment,
    now: crate::Moment,
    calendars: &dyn crate::clock::Calendars,
) -> Vec<(crate::ClockId, Step)> {
    let mut added = Vec::new();
    for clock in clocks {
        let Some((kind, reason, retarget)) = crate::clock::undone_by_failure(clock, answer) else {
            continue;
        };
        let step = Step {
            kind,
            at,
            recorded_at: now,
            entry: Some(answer),
            reason: reason.into(),
            retarget,
            bound: None,
            given: None,
        };
        if clock.push(step.clone(), calendars).is_ok() {
            added.push((clock.id, step));
        }
    }
    added
}
