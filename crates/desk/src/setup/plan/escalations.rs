//! Steps before and after deadlines that a person starts, not a policy: promises, side tasks.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::docs::{self, EscalationDoc};
use domain::clock::ClockKind;
use std::collections::BTreeSet;

impl Planner<'_> {
    pub(super) fn escalations(&mut self) -> DeskResult<()> {
        let stored: Vec<EscalationDoc> = self.stored(docs::ESCALATIONS)?;
        let mut chains: Vec<EscalationDoc> = Vec::new();
        for entry in &self.file.escalations {
            let part = &entry.value;
            if !matches!(part.clock, ClockKind::Promise | ClockKind::SideTask) {
                let reason = format!(
                    "the steps of the clock {} stand with the policy that starts it",
                    part.clock
                );
                self.faults.add(entry, "clock", "invalid", reason);
            }
            if chains.iter().any(|known| known.clock == part.clock) {
                let reason = format!("the clock {} stands twice: keep one of them", part.clock);
                self.faults.add(entry, "clock", "twice", reason);
            }
            chains.push(EscalationDoc {
                clock: part.clock,
                warn: self.warnings(entry, "warn", &part.warn),
            });
        }
        let named: BTreeSet<ClockKind> = chains.iter().map(|chain| chain.clock).collect();
        for known in stored.iter().filter(|known| !named.contains(&known.clock)) {
            chains.push(EscalationDoc {
                warn: if self.file.prune {
                    Vec::new()
                } else {
                    known.warn.clone()
                },
                clock: known.clock,
            });
        }
        for chain in &chains {
            let old = stored.iter().find(|known| known.clock == chain.clock);
            self.note_label(
                "escalation",
                chain.clock.code(),
                old,
                chain,
                named.contains(&chain.clock),
            )?;
        }
        self.keep(docs::ESCALATIONS, &stored, &chains)
    }
}
