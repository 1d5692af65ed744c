//! Operators and their teams. A file adds people and changes them; it never takes somebody's access away.

use super::Planner;
use crate::people;
use crate::setup::applied::{Change, Outcome};
use crate::setup::faults::Placed;
use crate::setup::file::OperatorPart;
use domain::{OperatorId, Role, TeamId};
use std::collections::BTreeSet;
use store::rows::Operator;

impl Planner<'_> {
    pub(super) fn operators(&mut self) {
        for entry in &self.file.operators {
            self.operator(entry);
        }
        self.somebody_administers();
    }

    fn operator(&mut self, entry: &Placed<OperatorPart>) {
        let part = &entry.value;
        let login = people::login_of(&part.login);
        if let Some(reason) = people::unfit_login(&login) {
            self.faults.add(entry, "login", "invalid", reason);
        }
        self.name_is_fit(entry, "name", &part.name);
        if let Some(lang) = &part.lang {
            self.lang_is_spoken(entry, "lang", lang);
        }
        if let Some(zone) = &part.zone {
            self.zone_exists(entry, "zone", zone);
        }
        let Some(id) = self.names.people.get(&login).copied() else {
            return;
        };
        let old = self.known.operators.iter().find(|known| known.id == id);
        let or = |given: &Option<String>, old: Option<&String>, desk: &str| {
            given
                .clone()
                .or_else(|| old.cloned())
                .unwrap_or_else(|| desk.to_owned())
        };
        let new = Operator {
            id,
            public_id: old.map_or_else(OperatorId::new_public, |known| known.public_id.clone()),
            login: login.clone(),
            name: part.name.clone(),
            role: part.role,
            // What a person chose for themselves stays, unless the file says otherwise.
            lang: or(&part.lang, old.map(|known| &known.lang), &self.desk.lang),
            zone: or(&part.zone, old.map(|known| &known.zone), &self.desk.zone),
            active: old.is_none_or(|known| known.active),
            version: old.map_or(1, |known| known.version + 1),
            teams: old.map(|known| known.teams.clone()).unwrap_or_default(),
        };
        let fields = old
            .map(|old| people::changed_fields(old, &new))
            .unwrap_or_default();
        let outcome = match old {
            None => Outcome::Created,
            Some(_) if fields.is_empty() => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
        };
        self.plan.applied.changes.push(Change {
            noun: "operator",
            name: login,
            outcome,
            fields,
        });
        if outcome != Outcome::Unchanged {
            self.plan.operators.push(new);
        }
    }

    /// A desk that somebody administers goes on being administered.
    fn somebody_administers(&mut self) {
        let administers = |operator: &&Operator| operator.active && operator.role == Role::Administrator;
        let before = self.known.operators.iter().filter(administers);
        let changed = |known: &&Operator| !self.plan.operators.iter().any(|new| new.id == known.id);
        let after =
            before.clone().filter(changed).count() + self.plan.operators.iter().filter(administers).count();
        if before.count() > 0 && after == 0 {
            let line = self.file.operators.first().map_or(1, |entry| entry.line);
            let reason = "nobody would be an administrator any more: leave one, or name another";
            self.faults.at("operator", line, "last_administrator", reason);
        }
    }

    /// Teams name their members and people their teams: what either says holds. Whoever neither says anything of
    /// stays where they are.
    pub(super) fn memberships(&mut self) {
        let mut wanted = BTreeSet::new();
        let (mut settled_teams, mut settled_people) = (BTreeSet::new(), BTreeSet::new());
        for entry in &self.file.teams {
            let Some(members) = &entry.value.members else {
                continue;
            };
            let Some(team) = self.names.teams.get(&entry.value.name).copied() else {
                continue;
            };
            settled_teams.insert(team);
            for login in members {
                match self.names.people.get(&people::login_of(login)) {
                    Some(person) => {
                        wanted.insert((team, *person));
                    }
                    None => {
                        let reason =
                            format!("there is nobody with the login “{login}”: add them as [[operator]]");
                        self.faults.add(entry, "members", "unknown", reason);
                    }
                }
            }
        }
        for entry in &self.file.operators {
            let Some(teams) = &entry.value.teams else { continue };
            let Some(person) = self
                .names
                .people
                .get(&people::login_of(&entry.value.login))
                .copied()
            else {
                continue;
            };
            settled_people.insert(person);
            for name in teams {
                wanted.extend(self.team(entry, "teams", name).map(|team| (team, person)));
            }
        }
        let now: BTreeSet<_> = self.known.memberships.iter().copied().collect();
        self.plan.joins = wanted.difference(&now).copied().collect();
        let settled = |(team, person): &(TeamId, OperatorId)| {
            settled_teams.contains(team) || settled_people.contains(person)
        };
        self.plan.leaves = now.difference(&wanted).copied().filter(settled).collect();
        self.note_memberships();
    }

    /// A team whose members change is a team that changes.
    fn note_memberships(&mut self) {
        let teams: BTreeSet<TeamId> = self
            .plan
            .joins
            .iter()
            .chain(&self.plan.leaves)
            .map(|(team, _)| *team)
            .collect();
        for id in teams {
            let Some((name, _)) = self.names.teams.iter().find(|(_, known)| **known == id) else {
                continue;
            };
            let changes = &mut self.plan.applied.changes;
            match changes
                .iter_mut()
                .find(|change| change.noun == "team" && change.name == *name)
            {
                Some(change) if change.outcome == Outcome::Created => {}
                Some(change) => {
                    change.outcome = Outcome::Changed;
                    change.fields.push("members".into());
                }
                None => changes.push(Change {
                    noun: "team",
                    name: name.clone(),
                    outcome: Outcome::Changed,
                    fields: vec!["members".into()],
                }),
            }
        }
    }
}
