//! Names and the ids behind them: those that are stored, and new ones for what the file adds.

use super::Known;
use crate::people;
use crate::setup::faults::{Faults, Placed};
use crate::setup::file::File;
use domain::id::Ids;
use domain::{BrandId, ChannelId, OperatorId, TeamId};
use std::collections::{HashMap, HashSet};

/// Longest name, characters.
const LONGEST: usize = 100;

/// Every name that an entry may refer to.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub calendars: HashSet<String>,
    pub brands: HashMap<String, BrandId>,
    pub teams: HashMap<String, TeamId>,
    pub channels: HashMap<String, ChannelId>,
    /// By login, in lower case.
    pub people: HashMap<String, OperatorId>,
}

impl Names {
    /// Gathers the names of what is stored and of what the file adds; a name that stands twice is a mistake.
    pub fn gather(file: &File, known: &Known, ids: &mut dyn Ids, faults: &mut Faults) -> Self {
        let rows = &known.rows;
        let mut names = Self {
            calendars: rows
                .calendars
                .iter()
                .filter(|c| c.is_current)
                .map(|c| c.name.clone())
                .collect(),
            brands: rows
                .brands
                .iter()
                .map(|b| (b.name.clone(), BrandId(b.id)))
                .collect(),
            teams: rows
                .teams
                .iter()
                .map(|t| (t.name.clone(), TeamId(t.id)))
                .collect(),
            channels: rows.channels.iter().map(|c| (c.name.clone(), c.id)).collect(),
            people: known.operators.iter().map(|o| (o.login.clone(), o.id)).collect(),
        };
        unique(&file.calendars, "name", |c| c.name.clone(), faults);
        names
            .calendars
            .extend(file.calendars.iter().map(|c| c.value.name.clone()));
        for name in unique(&file.brands, "name", |b| b.name.clone(), faults) {
            names.brands.entry(name).or_insert_with(|| BrandId(ids.next_id()));
        }
        for name in unique(&file.teams, "name", |t| t.name.clone(), faults) {
            names.teams.entry(name).or_insert_with(|| TeamId(ids.next_id()));
        }
        for name in unique(&file.channels, "name", |c| c.name.clone(), faults) {
            names
                .channels
                .entry(name)
                .or_insert_with(|| ChannelId(ids.next_id()));
        }
        let policies = unique(&file.policies, "name", |p| p.name.clone(), faults);
        unique(&file.terms, "name", |t| t.name.clone(), faults);
        for term in file
            .terms
            .iter()
            .filter(|term| policies.contains(&term.value.name))
        {
            let reason = format!(
                "“{}” is a policy already: give the term another name",
                term.value.name
            );
            faults.add(term, "name", "twice", reason);
        }
        for login in unique(&file.operators, "login", |o| people::login_of(&o.login), faults) {
            names
                .people
                .entry(login)
                .or_insert_with(|| OperatorId(ids.next_id()));
        }
        names
    }
}

/// The names of the entries, each once.
fn unique<T>(
    entries: &[Placed<T>],
    field: &str,
    name: impl Fn(&T) -> String,
    faults: &mut Faults,
) -> Vec<String> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut names = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = name(&entry.value);
        if let Some(first) = seen.get(&name) {
            faults.add(
                entry,
                field,
                "twice",
                format!("“{name}” stands in {first} already: keep one of them"),
            );
        } else {
            seen.insert(name.clone(), &entry.place);
            names.push(name);
        }
    }
    names
}

/// Why a text cannot be a name; nothing when it can.
pub(super) fn unfit(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        Some("a name is not empty".into())
    } else if name.trim() != name {
        Some("a name begins and ends without spaces".into())
    } else if name.chars().count() > LONGEST {
        Some(format!("a name has at most {LONGEST} characters"))
    } else if name.chars().any(char::is_control) {
        Some("a name is one line without control characters".into())
    } else {
        None
    }
}
