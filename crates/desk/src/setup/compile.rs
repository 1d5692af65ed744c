//! From rows to the snapshot everything is decided on.

use super::docs::{
    self, BrandDoc, ChannelDoc, ChoiceDoc, DeskDoc, EscalationDoc, FieldDoc, OutcomeDoc, PolicyDoc,
    SegmentDoc, TeamDoc, TermDoc, TopicDoc, WhenDoc,
};
use crate::error::{DeskError, DeskResult};
use channel::ChannelKind;
use domain::code::UnknownCode;
use domain::field::{CustomField, FieldChoice};
use domain::number::NumberFormat;
use domain::policy::{Conditions, Policy, PolicyClock};
use domain::rules::{NamedOutcome, Rules};
use domain::setup::{Brand, Channel, Segment, Setup, Team, Topic};
use domain::term::Term;
use domain::ticket::Outcome;
use domain::time::MINUTE;
use domain::time::SECOND;
use domain::{BrandId, CalendarId, TeamId};
use std::sync::Arc;
use store::rows::{Door, Named, PolicyVersion, SetupRows};
use worktime::{Calendar, CalendarSpec};

/// Compiles what is stored. Calendars that were compiled before are taken over: a version never changes. `site` is the
/// address of the installation, for brands without one of their own.
///
/// # Errors
/// A stored document that cannot be understood, by name.
pub(super) fn compile(
    rows: &SetupRows,
    before: &Setup,
    site: &str,
    kinds: &[ChannelKind],
) -> DeskResult<Setup> {
    let mut setup = Setup::default();
    calendars(rows, before, &mut setup)?;
    if let Some(doc) = rows.settings.get(docs::DESK) {
        let desk: DeskDoc = docs::read("desk", "desk", doc)?;
        setup.calendar = Some(current(&setup, &desk.calendar)?);
        setup.rules = rules(&desk)?;
        setup.number = match &desk.number {
            Some(text) => text
                .parse()
                .map_err(|error| DeskError::Internal(format!("the stored number format: {error}")))?,
            None => NumberFormat::default(),
        };
        setup.due_soon = desk.due_soon_minutes.map(|minutes| i64::from(minutes) * MINUTE);
        setup.desk_name = desk.name;
        setup.zone = desk.zone;
        setup.link_days = desk.link_days;
    }
    labels(rows, &mut setup)?;
    for row in &rows.brands {
        setup.brands.push(brand(row, site)?);
    }
    for row in &rows.teams {
        let team = team(row, &setup)?;
        setup.teams.push(team);
    }
    for row in &rows.channels {
        let channel = channel(row)?;
        let kind = kinds.iter().find(|kind| kind.code == channel.kind);
        if let Some(times) = kind.and_then(|kind| (kind.check)(&channel.settings).talk) {
            setup.talks.insert(channel.id, times);
        }
        setup.channels.push(channel);
    }
    for (team, member) in &rows.members {
        setup.members.entry(*member).or_default().push(*team);
    }
    setup.absences = rows.absences.iter().cloned().collect();
    for row in rows.policies.iter().filter(|row| docs::is_term(&row.doc)) {
        let term = term(row, &setup)?;
        if row.is_current {
            setup.terms.push(term);
        } else {
            setup.former_terms.insert(row.id, term);
        }
    }
    let policies_of = |current: bool| {
        let rows = rows.policies.iter();
        rows.filter(move |row| row.is_current == current && !docs::is_term(&row.doc))
    };
    for row in policies_of(true) {
        let versions = policies(row, &setup)?;
        setup.policies.extend(versions);
    }
    for row in policies_of(false) {
        let doc: PolicyDoc = docs::read("policy", &row.name, &row.doc)?;
        let former = policy(row, &doc, &setup, setup.calendar)?;
        setup.former.insert(row.id, former);
    }
    Ok(setup)
}

/// How tickets are worked; what the desk says nothing about is as usual.
fn rules(desk: &DeskDoc) -> DeskResult<Rules> {
    let mut rules = Rules::default();
    if let Some(seconds) = desk.undo_seconds {
        rules.undo_window = i64::from(seconds) * SECOND;
    }
    rules.remind_days = desk.remind_days.unwrap_or(rules.remind_days);
    rules.resolve_days = desk.resolve_days.unwrap_or(rules.resolve_days);
    rules.close_days = desk.close_days.unwrap_or(rules.close_days);
    rules.waiting_others_pauses = desk.waiting_others_pauses.unwrap_or(rules.waiting_others_pauses);
    rules.call_attempts = desk.call_attempts.unwrap_or(rules.call_attempts);
    rules.sees = desk.sees.unwrap_or(rules.sees);
    rules.crm = desk.crm.clone().unwrap_or_default();
    if let Some(words) = &desk.handoff_words {
        rules.handoff_words.clone_from(words);
    }
    if !desk.outcomes.is_empty() {
        let named = |doc: &OutcomeDoc| {
            Ok(NamedOutcome {
                outcome: Outcome::parse(&doc.code)?,
                names: doc.name.clone(),
            })
        };
        let outcomes: Result<Vec<_>, UnknownCode> = desk.outcomes.iter().map(named).collect();
        rules.outcomes = outcomes.map_err(|error| DeskError::Internal(error.to_string()))?;
    }
    Ok(rules)
}

/// Topics and the desk's own fields.
fn labels(rows: &SetupRows, setup: &mut Setup) -> DeskResult<()> {
    let list = |key: &str| rows.settings.get(key).map_or("[]", String::as_str);
    let topics: Vec<TopicDoc> = docs::read("list", docs::TOPICS, list(docs::TOPICS))?;
    setup.topics = in_order(topics.into_iter().map(|doc| Topic {
        key: doc.key,
        names: doc.name,
        parent: doc.parent,
        active: doc.active,
    }));
    let fields: Vec<FieldDoc> = docs::read("list", docs::FIELDS, list(docs::FIELDS))?;
    let choice = |doc: ChoiceDoc| FieldChoice {
        key: doc.key,
        names: doc.name,
    };
    let field = |doc: FieldDoc| CustomField {
        key: doc.key,
        names: doc.name,
        kind: doc.kind,
        choices: doc.choices.into_iter().map(choice).collect(),
        required: doc.required,
        kinds: doc.kinds,
        active: doc.active,
    };
    setup.fields = fields.into_iter().map(field).collect();
    let segments: Vec<SegmentDoc> = docs::read("list", docs::SEGMENTS, list(docs::SEGMENTS))?;
    let segment = |doc: SegmentDoc| Segment {
        key: doc.key,
        names: doc.name,
        active: doc.active,
    };
    setup.segments = segments.into_iter().map(segment).collect();
    let escalations: Vec<EscalationDoc> = docs::read("list", docs::ESCALATIONS, list(docs::ESCALATIONS))?;
    setup.own_warnings = escalations.into_iter().map(|doc| (doc.clock, doc.warn)).collect();
    Ok(())
}

/// A topic stands behind the one it belongs under; whatever belongs under nothing that is there keeps its place.
fn in_order(topics: impl Iterator<Item = Topic>) -> Vec<Topic> {
    let mut rest: Vec<Topic> = topics.collect();
    let mut ordered: Vec<Topic> = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let waits = |topic: &Topic| rest.iter().any(|other| topic.parent.as_ref() == Some(&other.key));
        // A circle has no beginning: its first one is taken as it comes.
        let next = rest.iter().position(|topic| !waits(topic)).unwrap_or(0);
        let topic = rest.remove(next);
        let is_below =
            |other: &Topic| other.parent == topic.parent || other.parent.as_ref() == topic.parent.as_ref();
        let place = match ordered
            .iter()
            .position(|other| topic.parent.as_ref() == Some(&other.key))
        {
            // Behind the parent and what already stands below it.
            Some(parent) => ordered
                .iter()
                .enumerate()
                .skip(parent + 1)
                .take_while(|(_, other)| other.parent.is_some() && is_below(other))
                .last()
                .map_or(parent + 1, |(at, _)| at + 1),
            None => ordered.len(),
        };
        ordered.insert(place, topic);
    }
    ordered
}

fn calendars(rows: &SetupRows, before: &Setup, setup: &mut Setup) -> DeskResult<()> {
    for row in &rows.calendars {
        let calendar = match before.calendars.get(&row.id) {
            Some(known) => Arc::clone(known),
            None => {
                let spec: CalendarSpec = docs::read("calendar", &row.name, &row.doc)?;
                let compiled = Calendar::compile(&spec).map_err(|error| {
                    DeskError::Internal(format!(
                        "the stored calendar “{}” cannot be used: {error}",
                        row.name
                    ))
                })?;
                Arc::new(compiled)
            }
        };
        setup.zones.insert(row.id, calendar.zone_name().to_owned());
        setup.calendars.insert(row.id, calendar);
        if row.is_current {
            setup.calendar_names.insert(row.name.clone(), row.id);
        }
    }
    Ok(())
}

/// The current version of a calendar.
fn current(setup: &Setup, name: &str) -> DeskResult<CalendarId> {
    setup.calendar_names.get(name).copied().ok_or_else(|| {
        DeskError::Internal(format!(
            "the set-up names the calendar “{name}”, which is not there"
        ))
    })
}

fn brand(row: &Named, site: &str) -> DeskResult<Brand> {
    let doc: BrandDoc = docs::read("brand", &row.name, &row.doc)?;
    Ok(Brand {
        id: BrandId(row.id),
        name: row.name.clone(),
        site: if doc.site.is_empty() {
            site.to_owned()
        } else {
            doc.site
        },
        lang: doc.lang,
        signature: doc.signature,
        signatures: doc.signatures,
    })
}

fn team(row: &Named, setup: &Setup) -> DeskResult<Team> {
    let doc: TeamDoc = docs::read("team", &row.name, &row.doc)?;
    Ok(Team {
        id: TeamId(row.id),
        public_id: row.public_id.clone(),
        name: row.name.clone(),
        public_name: doc.public_name.into_iter().collect(),
        calendar: doc.calendar.map(|name| current(setup, &name)).transpose()?,
    })
}

fn channel(row: &Door) -> DeskResult<Channel> {
    let doc: ChannelDoc = docs::read("channel", &row.name, &row.doc)?;
    Ok(Channel {
        id: row.id,
        public_id: row.public_id.clone(),
        kind: row.kind.clone(),
        name: row.name.clone(),
        brand: row.brand,
        team: row.team,
        enabled: row.enabled,
        address: doc.address,
        acknowledges: doc.acknowledges,
        automatic_answers: doc.automatic_answers,
        registers: doc.registers,
        settings: doc.settings,
    })
}

/// A policy as it is decided on. A clock without a calendar of its own runs by the team's, else the desk's
/// (`definitions.md` §2): for every team with a calendar of its own the policy stands once more, before itself, with
/// that team as a condition. All of them have the policy's id.
fn policies(row: &PolicyVersion, setup: &Setup) -> DeskResult<Vec<Policy>> {
    let doc: PolicyDoc = docs::read("policy", &row.name, &row.doc)?;
    let mut versions = Vec::new();
    if doc.clocks.iter().any(|clock| clock.calendar.is_none()) {
        for team in &setup.teams {
            let meant = doc.when.teams.is_empty() || doc.when.teams.contains(&team.id);
            if meant && team.calendar.is_some() && team.calendar != setup.calendar {
                let mut policy = policy(row, &doc, setup, team.calendar)?;
                policy.when.teams = vec![team.id];
                versions.push(policy);
            }
        }
    }
    versions.push(policy(row, &doc, setup, setup.calendar)?);
    Ok(versions)
}

fn policy(
    row: &PolicyVersion,
    doc: &PolicyDoc,
    setup: &Setup,
    fallback: Option<CalendarId>,
) -> DeskResult<Policy> {
    let mut clocks = Vec::with_capacity(doc.clocks.len());
    for clock in &doc.clocks {
        let calendar = match &clock.calendar {
            Some(name) => current(setup, name)?,
            None => fallback
                .ok_or_else(|| DeskError::Internal("the desk has no calendar: apply [desk]".into()))?,
        };
        clocks.push(PolicyClock {
            kind: clock.kind,
            target: clock.target,
            calendar,
            at_once: clock.at_once,
            ignores_automatic: clock.ignores_automatic,
            warnings: clock.warn.clone(),
        });
    }
    Ok(Policy {
        id: row.id,
        name: row.name.clone(),
        when: conditions(doc.when.clone()),
        clocks,
        told: doc.told,
    })
}

fn conditions(when: WhenDoc) -> Conditions {
    Conditions {
        channels: when.channels,
        kinds: when.kinds,
        priorities: when.priorities,
        topics: when.topics,
        segments: when.segments,
        langs: when.langs,
        teams: when.teams,
    }
}

fn term(row: &PolicyVersion, setup: &Setup) -> DeskResult<Term> {
    let doc: TermDoc = docs::read("term", &row.name, &row.doc)?;
    Ok(Term {
        id: row.id,
        name: row.name.clone(),
        when: conditions(doc.when),
        calendar: current(setup, &doc.term.calendar)?,
        days: doc.term.days,
        starts_on: doc.term.starts_on,
        extension: doc.term.extension,
        registration_days: doc.term.registration_days,
        warnings: doc.warn,
    })
}
