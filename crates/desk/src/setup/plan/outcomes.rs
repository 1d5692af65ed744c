//! How tickets may end, and how they are worked: parts of the desk as a whole.

use super::Planner;
use crate::setup::docs::OutcomeDoc;
use domain::rules::{CALLS, LONGEST_UNDO, LONGEST_WAIT, Rules};
use domain::ticket::Outcome;
use std::collections::BTreeSet;

impl Planner<'_> {
    /// Checks the list of outcomes and puts it into the desk's document; a file without one leaves it alone.
    pub(super) fn outcomes(&mut self) {
        if self.file.outcomes.is_empty() {
            return;
        }
        let mut seen = BTreeSet::new();
        self.desk.outcomes.clear();
        for entry in &self.file.outcomes {
            let part = &entry.value;
            let Ok(outcome) = Outcome::parse(&part.code) else {
                let reason = "a code has 1 to 40 small letters, digits and underscores: wrong_address";
                self.faults.add(entry, "code", "invalid", reason);
                continue;
            };
            if !seen.insert(part.code.clone()) {
                let reason = format!("“{}” stands in the list already: keep one of them", part.code);
                self.faults.add(entry, "code", "twice", reason);
            }
            for lang in part.name.keys() {
                self.lang_is_spoken(entry, "name", lang);
            }
            for name in part.name.values() {
                self.name_is_fit(entry, "name", name);
            }
            if part.name.is_empty() && !Outcome::BUILT_IN.contains(&outcome) {
                let reason = "Okno has no words for this outcome: give it a name, { ru = \"…\", en = \"…\" }";
                self.faults.add(entry, "name", "required", reason);
            }
            self.desk.outcomes.push(OutcomeDoc {
                code: part.code.clone(),
                name: part.name.clone(),
            });
        }
    }

    /// Refuses waits that end after nobody remembers, and a reminder after the end.
    pub(super) fn waits_are_fit(&mut self) {
        let Some(part) = &self.file.desk else { return };
        let (remind, resolve, close) = (
            part.value.remind_days,
            part.value.resolve_days,
            part.value.close_days,
        );
        let waits = [
            ("remind_days", remind),
            ("resolve_days", resolve),
            ("close_days", close),
        ];
        for (field, days) in waits {
            if days.is_some_and(|days| days > LONGEST_WAIT) {
                let reason = format!("use 0 (never) to {LONGEST_WAIT} working days");
                self.faults.add(part, field, "out_of_range", reason);
            }
        }
        if part
            .value
            .call_attempts
            .is_some_and(|calls| !CALLS.contains(&calls))
        {
            let reason = format!("use {} to {} calls", CALLS.start(), CALLS.end());
            self.faults.add(part, "call_attempts", "out_of_range", reason);
        }
        let usual = Rules::default();
        let (remind, resolve) = (
            remind.unwrap_or(usual.remind_days),
            resolve.unwrap_or(usual.resolve_days),
        );
        if resolve > 0 && remind >= resolve {
            let reason = "the reminder comes before the ticket is resolved: fewer days, or 0 for none";
            self.faults.add(part, "remind_days", "out_of_range", reason);
        }
    }

    /// Refuses a window longer than a client should wait.
    pub(super) fn undo_window_is_fit(&mut self) {
        let Some(part) = &self.file.desk else { return };
        if part
            .value
            .undo_seconds
            .is_some_and(|seconds| seconds > LONGEST_UNDO)
        {
            let reason = format!("answers wait meanwhile: use 0 to {LONGEST_UNDO} seconds");
            self.faults.add(part, "undo_seconds", "out_of_range", reason);
        }
    }
}
