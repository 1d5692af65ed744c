//! Decides a batch, arrival by arrival.

use super::message;
use super::report;
use super::{Arrival, Decided, Facts, LedgerRow, Plan, QuarantineRow, What};
use crate::event::{EventType, NewEvent};
use crate::id::Ids;
use crate::ledger::Fate;
use crate::setup::Setup;
use crate::{LedgerId, Moment, QuarantineId};

/// Everything a decision looks at and writes to.
pub(super) struct Work<'a> {
    pub setup: &'a Setup,
    pub now: Moment,
    pub ids: &'a mut dyn Ids,
    pub facts: Facts,
    pub plan: Plan,
}

/// Decides about every arrival of a batch. The plan's answers stand in the order of the batch.
#[must_use]
pub fn decide(batch: &[Arrival], facts: Facts, setup: &Setup, now: Moment, ids: &mut dyn Ids) -> Plan {
    let mut work = Work {
        setup,
        now,
        ids,
        facts,
        plan: Plan::default(),
    };
    for arrival in batch {
        let decided = work.arrival(arrival);
        work.plan.decided.push(decided);
    }
    work.plan
}

/// A fate with its reason, and where it led.
pub(super) struct Verdict {
    pub fate: Fate,
    pub reason: String,
    pub decided: Decided,
}

impl Verdict {
    pub fn new(fate: Fate, reason: &str) -> Self {
        let decided = Decided {
            fate,
            ticket: None,
            entry: None,
        };
        Self {
            fate,
            reason: reason.to_owned(),
            decided,
        }
    }
}

impl Work<'_> {
    fn arrival(&mut self, arrival: &Arrival) -> Decided {
        let ledger = LedgerId(self.ids.next_id());
        let key = (arrival.channel, arrival.key.clone());
        let verdict = if let Some(first) = self.facts.keys.get(&key) {
            let mut verdict = Verdict::new(Fate::Duplicate, "");
            verdict.decided.ticket = first.ticket;
            verdict.decided.entry = first.entry;
            verdict
        } else {
            match &arrival.what {
                What::Message(new) => message::decide(self, arrival, new, ledger),
                What::Report(new) => report::decide(self, arrival, new, ledger),
                What::Unreadable {
                    from,
                    title,
                    reason,
                    raw,
                } => self.quarantine(arrival, ledger, reason, from, title, raw),
                What::Refused { reason } => Verdict::new(Fate::Rejected, reason),
            }
        };
        self.write_down(arrival, ledger, &verdict);
        verdict.decided
    }

    fn write_down(&mut self, arrival: &Arrival, ledger: LedgerId, verdict: &Verdict) {
        // What was refused stays with its sender, who may send it again, perhaps mended.
        let claims = !matches!(verdict.fate, Fate::Duplicate | Fate::Rejected);
        let Decided { ticket, entry, .. } = verdict.decided;
        if claims {
            let key = (arrival.channel, arrival.key.clone());
            self.facts.keys.insert(key, super::KeyFact { ticket, entry });
        }
        self.plan.ledger.push(LedgerRow {
            id: ledger,
            channel: arrival.channel,
            fate: verdict.fate,
            reason: verdict.reason.clone(),
            key: arrival.key.clone(),
            claims,
            ticket,
            entry,
            size: arrival.size,
            trace: arrival.trace.clone(),
        });
    }

    /// Sets something aside for a person, with the reason.
    pub(super) fn quarantine(
        &mut self,
        arrival: &Arrival,
        ledger: LedgerId,
        reason: &str,
        sender: &str,
        title: &str,
        raw: &str,
    ) -> Verdict {
        // When it happened was decided with whoever brought it before our eyes: a copy that is read later has nobody.
        let arrived_at = match &arrival.what {
            What::Message(message) => message.happened.at(self.now),
            What::Report(report) => report.happened.at(self.now),
            What::Unreadable { .. } | What::Refused { .. } => self.now,
        };
        self.plan.quarantine.push(QuarantineRow {
            id: QuarantineId(self.ids.next_id()),
            ledger,
            channel: arrival.channel,
            arrived_at,
            reason: reason.to_owned(),
            sender: sender.to_owned(),
            title: title.to_owned(),
            raw: raw.to_owned(),
        });
        self.plan.events.push(NewEvent {
            kind: EventType::QuarantineChanged,
            ticket: None,
            payload: serde_json::json!({ "reason": reason }),
        });
        Verdict::new(Fate::Quarantined, reason)
    }
}
