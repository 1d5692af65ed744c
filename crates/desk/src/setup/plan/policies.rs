//! Policies: a new version when the document differs; their order in the file is their order at the desk.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::applied::{Change, Outcome};
use crate::setup::docs::{self, ClockDoc, PolicyDoc, WhenDoc};
use crate::setup::faults::Placed;
use crate::setup::file::{PolicyPart, WhenPart};
use domain::PolicyId;
use domain::clock::ClockKind;
use domain::policy::AutomaticAnswers;
use std::collections::HashSet;
use store::rows::PolicyVersion;

impl Planner<'_> {
    pub(super) fn policies(&mut self) -> DeskResult<()> {
        let mut position = 0;
        for entry in &self.file.policies {
            position += 1;
            self.policy(entry, position)?;
        }
        let named = |policy: &PolicyVersion| {
            self.file
                .policies
                .iter()
                .any(|entry| entry.value.name == policy.name)
        };
        for policy in self
            .known
            .rows
            .policies
            .iter()
            .filter(|policy| policy.is_current && !docs::is_term(&policy.doc) && !named(policy))
        {
            if self.file.prune {
                let change = Change {
                    noun: "policy",
                    name: policy.name.clone(),
                    outcome: Outcome::Retired,
                    fields: Vec::new(),
                };
                self.plan.applied.changes.push(change);
                self.plan.retired.push(policy.name.clone());
                continue;
            }
            // Those that the file leaves alone come after it, in the order they had.
            position += 1;
            if policy.position != position {
                self.plan.moved.push((policy.id, position));
            }
        }
        Ok(())
    }

    fn policy(&mut self, entry: &Placed<PolicyPart>, position: i64) -> DeskResult<()> {
        let part = &entry.value;
        self.name_is_fit(entry, "name", &part.name);
        self.check_clocks(entry);
        let told = part.told.or_else(|| default_told(part));
        let Some(told) = told.filter(|told| part.clock.iter().any(|clock| clock.kind == *told)) else {
            let reason = "the clock that clients are told of is one of this policy's: name it in told";
            self.faults.add(entry, "told", "unknown", reason);
            return Ok(());
        };
        let mut clocks = Vec::with_capacity(part.clock.len());
        for (index, clock) in part.clock.iter().enumerate() {
            let warn = self.warnings(entry, &format!("clock[{}].warn", index + 1), &clock.warn);
            // What is no target was refused with its reason.
            let Ok(target) = clock.target.0 else { continue };
            clocks.push(ClockDoc {
                kind: clock.kind,
                target,
                calendar: clock.calendar.clone(),
                at_once: clock.at_once,
                ignores_automatic: clock.automatic_answers == Some(AutomaticAnswers::Ignored),
                warn,
            });
        }
        let when = self.when(entry, &part.when);
        let doc = docs::write(&PolicyDoc { when, told, clocks })?;
        let versions = self
            .known
            .rows
            .policies
            .iter()
            .filter(|known| known.name == part.name);
        if versions
            .clone()
            .any(|known| known.is_current && docs::is_term(&known.doc))
        {
            let reason = format!(
                "“{}” is a statutory term already: give the policy another name",
                part.name
            );
            self.faults.add(entry, "name", "twice", reason);
        }
        let last = versions
            .clone()
            .map(|known| known.version)
            .max()
            .unwrap_or_default();
        let current = versions.into_iter().find(|known| known.is_current);
        let moved = current.filter(|known| known.position != position);
        let more = moved.map(|_| "position".to_owned()).into_iter().collect();
        if !self.note(
            "policy",
            &part.name,
            current.map(|known| known.doc.as_str()),
            &doc,
            more,
        ) {
            return Ok(());
        }
        match (current, moved) {
            (Some(current), Some(_)) if super::differences(&current.doc, &doc).is_empty() => {
                self.plan.moved.push((current.id, position));
            }
            _ => self.plan.policies.push(PolicyVersion {
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

    fn check_clocks(&mut self, entry: &Placed<PolicyPart>) {
        let clocks = &entry.value.clock;
        if clocks.is_empty() {
            self.faults.add(
                entry,
                "clock",
                "required",
                "a policy has at least one [[policy.clock]]",
            );
        }
        let mut kinds = HashSet::new();
        for (index, clock) in clocks.iter().enumerate() {
            let place = format!("clock[{}]", index + 1);
            if !kinds.insert(clock.kind) {
                let reason = format!(
                    "the clock {} stands twice in this policy: keep one of them",
                    clock.kind
                );
                self.faults.add(entry, &format!("{place}.kind"), "twice", reason);
            }
            if matches!(clock.kind, ClockKind::Promise | ClockKind::SideTask) {
                let reason = format!(
                    "the clock {} is started by a person, never by a policy: leave it out",
                    clock.kind
                );
                self.faults
                    .add(entry, &format!("{place}.kind"), "invalid", reason);
            }
            if matches!(clock.kind, ClockKind::Statutory | ClockKind::Registration) {
                let reason = format!(
                    "the clock {} belongs to a statutory term: write a [[term]]",
                    clock.kind
                );
                self.faults
                    .add(entry, &format!("{place}.kind"), "invalid", reason);
            }
            if clock.at_once && clock.kind != ClockKind::Callback {
                let reason = format!(
                    "only a callback is told to start with the request; the clock {} starts as it always does: leave it out",
                    clock.kind
                );
                self.faults
                    .add(entry, &format!("{place}.at_once"), "invalid", reason);
            }
            let by_answers = matches!(
                clock.kind,
                ClockKind::FirstResponse | ClockKind::NextResponse | ClockKind::PeriodicUpdate
            );
            if clock.automatic_answers.is_some() && !by_answers {
                let reason = format!(
                    "automatic answers count or do not for a wait for an answer; the clock {} is none: leave it out",
                    clock.kind
                );
                let field = format!("{place}.automatic_answers");
                self.faults.add(entry, &field, "invalid", reason);
            }
            let target = format!("{place}.target");
            match &clock.target.0 {
                Ok(given) => {
                    if let Err(error) = given.validate() {
                        self.faults.add(entry, &target, "target", error);
                    }
                }
                Err(reason) => self.faults.add(entry, &target, "wrong_shape", reason),
            }
            if let Some(calendar) = &clock.calendar {
                self.calendar_exists(entry, &format!("{place}.calendar"), calendar);
            }
        }
    }

    pub(super) fn when<T>(&mut self, entry: &Placed<T>, when: &WhenPart) -> WhenDoc {
        let mut channels = Vec::with_capacity(when.channels.len());
        for name in &when.channels {
            match self.names.channels.get(name) {
                Some(id) => channels.push(*id),
                None => {
                    let reason = format!("there is no channel “{name}”: add it as [[channel]]");
                    self.faults.add(entry, "when.channels", "unknown", reason);
                }
            }
        }
        for key in when.topics.iter().filter(|key| !self.topics.contains(*key)) {
            let reason = format!("there is no topic “{key}”: add it as [[topic]]");
            self.faults.add(entry, "when.topics", "unknown", reason);
        }
        for key in when.segments.iter().filter(|key| !self.segments.contains(*key)) {
            let reason = format!("there is no segment “{key}”: add it as [[segment]]");
            self.faults.add(entry, "when.segments", "unknown", reason);
        }
        for lang in &when.langs {
            self.lang_is_spoken(entry, "when.langs", lang);
        }
        let teams = when
            .teams
            .iter()
            .filter_map(|name| self.team(entry, "when.teams", name))
            .collect();
        WhenDoc {
            channels,
            kinds: when.kinds.clone(),
            priorities: when.priorities.clone(),
            topics: when.topics.clone(),
            segments: when.segments.clone(),
            langs: when.langs.clone(),
            teams,
        }
    }
}

/// Resolution where there is one, else first response, else whatever comes first.
fn default_told(part: &PolicyPart) -> Option<ClockKind> {
    let has = |kind: ClockKind| part.clock.iter().any(|clock| clock.kind == kind).then_some(kind);
    has(ClockKind::Resolution)
        .or_else(|| has(ClockKind::FirstResponse))
        .or_else(|| part.clock.first().map(|clock| clock.kind))
}
