//! What a file would change of what is stored: pure, so that everything is checked before anything is written.

mod calendars;
mod doors;
mod escalations;
mod feeds;
mod kinds;
mod labels;
mod names;
mod outcomes;
mod people;
mod policies;
mod segments;
mod terms;
mod warnings;
mod webhooks;

use super::applied::{Applied, Change, Outcome};
use super::docs::{self, DeskDoc};
use super::faults::{Faults, Placed};
use super::file::{DeskPart, File};
use crate::error::DeskResult;
use channel::ChannelKind;
use domain::id::Ids;
use domain::number::NumberFormat;
use domain::official::CalendarFeed;
use domain::webhook::Webhook;
use domain::{CalendarFeedId, OperatorId, PolicyId, TeamId, WrittenNumber};
use names::Names;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use store::rows::{CalendarVersion, Door, Named, Operator, PolicyVersion, SetupRows};
pub(super) use webhooks::PlannedWebhook;

/// Ten years: for ever is no answer to whoever finds an old letter.
const LINK_DAYS: u32 = 3_650;

/// What is stored now.
pub(super) struct Known {
    pub rows: SetupRows,
    pub operators: Vec<Operator>,
    pub memberships: Vec<(TeamId, OperatorId)>,
    pub feeds: Vec<CalendarFeed>,
    pub webhooks: Vec<Webhook>,
}

/// The rows to write: only those that differ.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub desk: Option<String>,
    /// Lists kept as one document each.
    pub settings: Vec<(&'static str, String)>,
    pub calendars: Vec<CalendarVersion>,
    pub brands: Vec<Named>,
    pub teams: Vec<Named>,
    pub channels: Vec<Door>,
    pub policies: Vec<PolicyVersion>,
    pub moved: Vec<(PolicyId, i64)>,
    pub retired: Vec<String>,
    pub operators: Vec<Operator>,
    pub joins: Vec<(TeamId, OperatorId)>,
    pub leaves: Vec<(TeamId, OperatorId)>,
    /// Feeds that are new or other ones, and those that end.
    pub feeds: Vec<CalendarFeed>,
    pub ended_feeds: Vec<CalendarFeedId>,
    pub webhooks: Vec<PlannedWebhook>,
    pub applied: Applied,
}

struct Planner<'a> {
    file: &'a File,
    known: &'a Known,
    kinds: &'a [ChannelKind],
    ids: &'a mut dyn Ids,
    names: Names,
    desk: DeskDoc,
    /// Keys that conditions may name.
    topics: BTreeSet<String>,
    segments: BTreeSet<String>,
    /// Names of webhooks that are on.
    webhooks: BTreeSet<String>,
    faults: Faults,
    plan: Plan,
}

/// Compares a file with what is stored.
///
/// # Errors
/// Every mistake at once; or a stored document that cannot be read.
pub(super) fn plan(file: &File, known: &Known, kinds: &[ChannelKind], ids: &mut dyn Ids) -> DeskResult<Plan> {
    let mut faults = Faults::default();
    let names = Names::gather(file, known, ids, &mut faults);
    let stored = known.rows.settings.get(docs::DESK);
    let stored: Option<DeskDoc> = stored.map(|doc| docs::read("desk", "desk", doc)).transpose()?;
    let desk = match (&file.desk, &stored) {
        (Some(part), stored) => described(&part.value, stored.as_ref()),
        (None, Some(stored)) => stored.clone(),
        (None, None) => {
            let reason = "the desk has no set-up yet: begin with [desk], its name, zone, calendar and lang";
            faults.at("desk", 1, "required", reason);
            faults.into_result()?;
            return Ok(Plan::default());
        }
    };
    let mut planner = Planner {
        file,
        known,
        kinds,
        ids,
        names,
        desk,
        topics: BTreeSet::new(),
        segments: BTreeSet::new(),
        webhooks: BTreeSet::new(),
        faults,
        plan: Plan::default(),
    };
    planner.outcomes();
    planner.undo_window_is_fit();
    planner.waits_are_fit();
    planner.desk(stored.as_ref())?;
    planner.calendars()?;
    planner.brands()?;
    planner.teams()?;
    planner.channels()?;
    planner.topics()?;
    planner.fields()?;
    planner.segments()?;
    planner.webhooks()?;
    planner.policies()?;
    planner.terms()?;
    planner.escalations()?;
    planner.feeds()?;
    planner.operators();
    planner.memberships();
    planner.faults.into_result()?;
    Ok(planner.plan)
}

fn described(part: &DeskPart, stored: Option<&DeskDoc>) -> DeskDoc {
    // What cannot be counted is refused with everything else, and nothing of this document is kept.
    let counted = |written: Option<WrittenNumber>| written.and_then(WrittenNumber::count);
    DeskDoc {
        name: part.name.clone(),
        zone: part.zone.clone(),
        calendar: part.calendar.clone(),
        lang: part.lang.clone(),
        undo_seconds: counted(part.undo_seconds),
        remind_days: counted(part.remind_days),
        resolve_days: counted(part.resolve_days),
        close_days: counted(part.close_days),
        waiting_others_pauses: part.waiting_others_pauses,
        call_attempts: counted(part.call_attempts),
        sees: part.sees,
        number: part.number.clone(),
        due_soon_minutes: counted(part.due_soon_minutes),
        crm: part.crm.clone(),
        handoff_words: part.handoff_words.clone(),
        // They have entries of their own; a file without any leaves them as they are.
        outcomes: stored.map(|stored| stored.outcomes.clone()).unwrap_or_default(),
        link_days: counted(part.link_days).unwrap_or_else(docs::link_days),
    }
}

impl Planner<'_> {
    fn desk(&mut self, stored: Option<&DeskDoc>) -> DeskResult<()> {
        if self.file.desk.is_none() && self.file.outcomes.is_empty() {
            return Ok(());
        }
        if let Some(part) = &self.file.desk {
            self.name_is_fit(part, "name", &part.value.name);
            self.zone_exists(part, "zone", &part.value.zone);
            self.lang_is_spoken(part, "lang", &part.value.lang);
            self.calendar_exists(part, "calendar", &part.value.calendar);
            let allowed = format!("private links live 1 to {LINK_DAYS} days after their tickets close");
            self.number_is_fit(
                part,
                "link_days",
                "invalid",
                part.value.link_days,
                1..=LINK_DAYS,
                &allowed,
            );
            if let Some(Err(error)) = part.value.number.as_deref().map(str::parse::<NumberFormat>) {
                self.faults.add(part, "number", "invalid", error);
            }
            let crm = part.value.crm.as_deref().unwrap_or("https://{account}");
            if !crm.starts_with("https://") && !crm.starts_with("http://") || !crm.contains("{account}") {
                let reason = "an address of your own system with {account} for its id of the client: \
                              https://crm.example/clients/{account}";
                self.faults.add(part, "crm", "invalid", reason);
            }
            let words = part.value.handoff_words.iter().flatten();
            if part
                .value
                .handoff_words
                .as_ref()
                .is_some_and(|words| words.len() > 100)
                || words
                    .clone()
                    .any(|word| word.trim().is_empty() || word.len() > 60)
            {
                let reason = "at most 100 words of 1 to 60 bytes: оператор, сотрудник, agent";
                self.faults.add(part, "handoff_words", "invalid", reason);
            }
            let (soon, allowed) = (
                part.value.due_soon_minutes,
                "soon is 1 to 43200 minutes, which is 30 days",
            );
            self.number_is_fit(
                part,
                "due_soon_minutes",
                "out_of_range",
                soon,
                1..=43_200,
                allowed,
            );
        }
        let name = self.desk.name.clone();
        let doc = docs::write(&self.desk)?;
        let old = stored.map(docs::write).transpose()?;
        if self.note("desk", &name, old.as_deref(), &doc, Vec::new()) {
            self.plan.desk = Some(doc);
        }
        Ok(())
    }

    /// Notes what becomes of an entry; true when it has to be written. `old` is its document as it is stored, `more`
    /// the fields beside the document that changed.
    fn note(
        &mut self,
        noun: &'static str,
        name: &str,
        old: Option<&str>,
        new: &str,
        mut more: Vec<String>,
    ) -> bool {
        let outcome = match old {
            None => Outcome::Created,
            Some(old) => {
                more.extend(differences(old, new));
                if more.is_empty() {
                    Outcome::Unchanged
                } else {
                    Outcome::Changed
                }
            }
        };
        let fields = if outcome == Outcome::Changed {
            more
        } else {
            Vec::new()
        };
        self.plan.applied.changes.push(Change {
            noun,
            name: name.to_owned(),
            outcome,
            fields,
        });
        outcome != Outcome::Unchanged
    }

    fn calendar_exists<T>(&mut self, at: &Placed<T>, field: &str, name: &str) {
        if !self.names.calendars.contains(name) {
            let reason =
                format!("there is no calendar “{name}”: add it as [[calendar]], or use one that is there");
            self.faults.add(at, field, "unknown", reason);
        }
    }

    /// Refuses a number that is not allowed, with the number and what is. One that is not given is as usual.
    fn number_is_fit<T>(
        &mut self,
        at: &Placed<T>,
        field: &str,
        code: &'static str,
        given: Option<WrittenNumber>,
        allowed: RangeInclusive<u32>,
        words: &str,
    ) {
        if let Some(given) = given.filter(|given| given.within(&allowed).is_none()) {
            self.faults.add(at, field, code, given.refused(words));
        }
    }

    fn name_is_fit<T>(&mut self, at: &Placed<T>, field: &str, name: &str) {
        if let Some(reason) = names::unfit(name) {
            self.faults.add(at, field, "invalid", reason);
        }
    }

    fn zone_exists<T>(&mut self, at: &Placed<T>, field: &str, zone: &str) {
        if !crate::people::zone_exists(zone) {
            let reason =
                format!("zone “{zone}” is unknown: use a name of the IANA database, such as Europe/Moscow");
            self.faults.add(at, field, "unknown", reason);
        }
    }

    fn lang_is_spoken<T>(&mut self, at: &Placed<T>, field: &str, lang: &str) {
        if !crate::people::lang_is_spoken(lang) {
            let reason = format!("Okno does not speak “{lang}”: use ru or en");
            self.faults.add(at, field, "unknown", reason);
        }
    }
}

/// The fields of two JSON objects that differ, in alphabetical order.
fn differences(old: &str, new: &str) -> Vec<String> {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let (old, new) = (parsed(old), parsed(new));
    let mut keys: Vec<&String> = [&old, &new]
        .into_iter()
        .filter_map(Value::as_object)
        .flatten()
        .map(|(key, _)| key)
        .collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter(|key| old.get(key) != new.get(key))
        .cloned()
        .collect()
}
