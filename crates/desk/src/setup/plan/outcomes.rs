//! How tickets may end, and how they are worked: parts of the desk as a whole.

use super::Planner;
use crate::setup::docs::OutcomeDoc;
use domain::WrittenNumber;
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
            let allowed = format!("use 0 (never) to {LONGEST_WAIT} working days");
            self.number_is_fit(part, field, "out_of_range", days, 0..=LONGEST_WAIT, &allowed);
        }
        let allowed = format!("use {} to {} calls", CALLS.start(), CALLS.end());
        let calls = part.value.call_attempts;
        self.number_is_fit(part, "call_attempts", "out_of_range", calls, CALLS, &allowed);
        let usual = Rules::default();
        let days = |written: Option<WrittenNumber>, usual| {
            written.map_or(Some(usual), |written| written.within(&(0..=LONGEST_WAIT)))
        };
        let (Some(remind), Some(resolve)) =
            (days(remind, usual.remind_days), days(resolve, usual.resolve_days))
        else {
            return;
        };
        if resolve > 0 && remind >= resolve {
            let reason = "the reminder comes before the ticket is resolved: fewer days, or 0 for none";
            self.faults.add(part, "remind_days", "out_of_range", reason);
        }
    }

    /// Refuses a window longer than a client should wait.
    pub(super) fn undo_window_is_fit(&mut self) {
        let Some(part) = &self.file.desk else { return };
        let allowed = format!("answers wait meanwhile: use 0 to {LONGEST_UNDO} seconds");
        let seconds = part.value.undo_seconds;
        self.number_is_fit(
            part,
            "undo_seconds",
            "out_of_range",
            seconds,
            0..=LONGEST_UNDO,
            &allowed,
        );
    }
}
