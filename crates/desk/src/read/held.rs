//! Whose a missed deadline is: who held the ticket up to its due instant, and for how long (`definitions.md` §8).

use super::names::{PersonName, TeamName, team};
use domain::clock::{Clock, Verdict};
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{Actor, Moment, OperatorId, TeamId};
use serde_json::Value;
use std::collections::HashMap;
use store::rows::{Handover, Person};

/// Somebody who was responsible for a while.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    pub by: Holder,
    pub from: Moment,
    pub to: Moment,
}

/// Whoever is responsible: a person, else the team, else nobody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Holder {
    Person(PersonName),
    Team(TeamName),
    Nobody,
}

/// How a ticket went from hand to hand, from its opening to now.
#[derive(Clone, Debug, Default)]
pub(super) struct Hands(Vec<(Moment, Holder)>);

/// Who is to be named for these lines.
pub(super) fn named_in(lines: &[Handover]) -> impl Iterator<Item = Actor> {
    let people = lines.iter().filter(|line| line.code == "assigned");
    people
        .flat_map(|line| [id(&line.params, "from_id"), id(&line.params, "to_id")])
        .flatten()
        .map(|id| Actor::Operator(OperatorId(id)))
}

impl Hands {
    /// From the lines of a ticket, which say who came and who went before.
    pub fn of(
        setup: &Setup,
        ticket: &Ticket,
        assignee: Option<&Person>,
        lines: &[Handover],
        names: &HashMap<OperatorId, Person>,
    ) -> Self {
        let first = |code: &str| lines.iter().find(|line| line.code == code);
        let mut person = match first("assigned") {
            Some(line) => called(&line.params, "from", names),
            None => assignee.cloned().map(PersonName::from),
        };
        let mut lies_with = match first("team_changed") {
            Some(line) => team_called(setup, &line.params, "from"),
            None => team(setup, ticket.team),
        };
        let mut hands = vec![(
            Moment::from_micros(i64::MIN),
            holder(person.as_ref(), lies_with.as_ref()),
        )];
        for line in lines {
            match line.code.as_str() {
                "assigned" => person = called(&line.params, "to", names),
                _ => lies_with = team_called(setup, &line.params, "to"),
            }
            hands.push((line.at, holder(person.as_ref(), lies_with.as_ref())));
        }
        hands.dedup_by(|next, before| next.1 == before.1);
        Self(hands)
    }

    /// Who held it from a clock's start to its due, in order: the last one was responsible at the due instant. Nothing
    /// of a clock that was not missed.
    pub fn until_due(&self, clock: &Clock, now: Moment) -> Vec<Held> {
        if clock.now.verdict_at(now) != Verdict::Missed {
            return Vec::new();
        }
        let (since, due) = (clock.since(), clock.now.due);
        let mut held = Vec::new();
        for (at, (from, by)) in self.0.iter().enumerate() {
            let to = self.0.get(at + 1).map_or(due, |(next, _)| (*next).min(due));
            let from = (*from).max(since);
            // Whoever took it at the due instant itself is responsible, though for no time at all.
            let is_last = from <= due && self.0.get(at + 1).is_none_or(|(next, _)| *next > due);
            if from < to || is_last {
                held.push(Held {
                    by: by.clone(),
                    from,
                    to,
                });
            }
        }
        held
    }
}

fn holder(person: Option<&PersonName>, team: Option<&TeamName>) -> Holder {
    match (person, team) {
        (Some(person), _) => Holder::Person(person.clone()),
        (None, Some(team)) => Holder::Team(team.clone()),
        (None, None) => Holder::Nobody,
    }
}

fn id(params: &Value, key: &str) -> Option<i64> {
    params.get(key).and_then(Value::as_i64)
}

fn text(params: &Value, key: &str) -> Option<String> {
    params.get(key).and_then(Value::as_str).map(ToOwned::to_owned)
}

/// By the present name; by the one of that time where the line has no id, or the person is gone.
fn called(params: &Value, way: &str, names: &HashMap<OperatorId, Person>) -> Option<PersonName> {
    let known = id(params, &format!("{way}_id")).and_then(|id| names.get(&OperatorId(id)));
    match known {
        Some(person) => Some(person.clone().into()),
        None => text(params, way).map(|name| PersonName {
            public_id: String::new(),
            name,
        }),
    }
}

fn team_called(setup: &Setup, params: &Value, way: &str) -> Option<TeamName> {
    let known = team(setup, id(params, &format!("{way}_id")).map(TeamId));
    known.or_else(|| {
        text(params, way).map(|name| TeamName {
            public_id: String::new(),
            name,
        })
    })
}
