//! Statutory terms: versioned like policies, asked apart from them.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::applied::{Change, Outcome};
use crate::setup::docs::{self, TermDoc, TermRule};
use crate::setup::faults::Placed;
use crate::setup::file::{TermPart, WhenPart};
use domain::term::StartsOn;
use domain::ticket::Kind;
use domain::{PolicyId, WrittenNumber};
use store::rows::PolicyVersion;

/// Requests to financial organisations, Russia: 15 working days from registration, extended by up to 10. What the
/// company's lawyer confirmed stands beside it and counts instead.
const RU_FINANCIAL: (&str, u32, u32, [Kind; 3]) = (
    "ru-financial",
    15,
    10,
    [Kind::Complaint, Kind::Application, Kind::Claim],
);
/// More is no term of any law, but a slip of the hand.
const MOST_DAYS: u32 = 2_500;

impl Planner<'_> {
    pub(super) fn terms(&mut self) -> DeskResult<()> {
        let mut position = 0;
        for entry in &self.file.terms {
            position += 1;
            self.term(entry, position)?;
        }
        let file = self.file;
        let named = |name: &str| file.terms.iter().any(|entry| entry.value.name == name);
        let known = &self.known.rows.policies;
        let others = known
            .iter()
            .filter(|row| row.is_current && docs::is_term(&row.doc) && !named(&row.name));
        for row in others {
            if self.file.prune {
                self.plan.applied.changes.push(Change {
                    noun: "term",
                    name: row.name.clone(),
                    outcome: Outcome::Retired,
                    fields: Vec::new(),
                });
                self.plan.retired.push(row.name.clone());
                continue;
            }
            position += 1;
            if row.position != position {
                self.plan.moved.push((row.id, position));
            }
        }
        Ok(())
    }

    fn term(&mut self, entry: &Placed<TermPart>, position: i64) -> DeskResult<()> {
        let part = &entry.value;
        self.name_is_fit(entry, "name", &part.name);
        self.calendar_exists(entry, "calendar", &part.calendar);
        let Some((when, term)) = self.parameters(entry) else {
            return Ok(());
        };
        let when = self.when(entry, &when);
        let warn = self.warnings(entry, "warn", &part.warn);
        let doc = docs::write(&TermDoc { when, term, warn })?;
        let versions = self
            .known
            .rows
            .policies
            .iter()
            .filter(|known| known.name == part.name);
        if versions
            .clone()
            .any(|known| known.is_current && !docs::is_term(&known.doc))
        {
            let reason = format!("“{}” is a policy already: give the term another name", part.name);
            self.faults.add(entry, "name", "twice", reason);
            return Ok(());
        }
        let last = versions
            .clone()
            .map(|known| known.version)
            .max()
            .unwrap_or_default();
        let current = versions.into_iter().find(|known| known.is_current);
        let old = current.map(|known| known.doc.as_str());
        let moved = current.filter(|known| known.position != position);
        let more = moved.map(|_| "position".to_owned()).into_iter().collect();
        if !self.note("term", &part.name, old, &doc, more) {
            return Ok(());
        }
        match moved.filter(|moved| moved.doc == doc) {
            Some(moved) => self.plan.moved.push((moved.id, position)),
            None => self.plan.policies.push(PolicyVersion {
                id: PolicyId(self.ids.next_id()),
                name: part.name.clone(),
                version: last + 1,
                position,
                doc,
                is_current: true,
            }),
        }
        Ok(())
    }

    /// What the entry says, over what its preset says.
    fn parameters(&mut self, entry: &Placed<TermPart>) -> Option<(WhenPart, TermRule)> {
        let part = &entry.value;
        let (name, days, extension, kinds) = RU_FINANCIAL;
        let preset = part.preset.as_deref();
        if let Some(other) = preset.filter(|preset| *preset != name) {
            let reason = format!("no term “{other}” comes with Okno: use {name}, or say days and when");
            self.faults.add(entry, "preset", "unknown", reason);
            return None;
        }
        let of_preset = |value: u32| preset.map(|_| value);
        let Some(days) = part.days.or(of_preset(days).map(WrittenNumber::from)) else {
            let reason = "say how many working days the law gives, or name a preset";
            self.faults.add(entry, "days", "required", reason);
            return None;
        };
        let when = part.when.clone().unwrap_or_else(|| WhenPart {
            kinds: preset.map(|_| kinds.to_vec()).unwrap_or_default(),
            ..WhenPart::default()
        });
        for (field, days, least) in [
            ("days", Some(days), 1),
            ("extension", part.extension, 0),
            ("registration_days", part.registration_days, 1),
        ] {
            let allowed = format!("a term has {least} to {MOST_DAYS} working days");
            self.number_is_fit(entry, field, "target", days, least..=MOST_DAYS, &allowed);
        }
        // What cannot be counted was refused just now.
        let counted = |written: Option<WrittenNumber>| written.and_then(WrittenNumber::count);
        let term = TermRule {
            days: counted(Some(days)).unwrap_or_default(),
            starts_on: part.starts_on.unwrap_or(StartsOn::Registration),
            extension: counted(part.extension).or(of_preset(extension)).unwrap_or(0),
            registration_days: counted(part.registration_days).unwrap_or(1),
            calendar: part.calendar.clone(),
        };
        if when.kinds.is_empty() {
            let reason = "say to which kinds of request the law applies: kinds = [\"complaint\"]";
            self.faults.add(entry, "when.kinds", "required", reason);
        }
        Some((when, term))
    }
}
