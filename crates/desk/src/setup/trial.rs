//! A set-up tried without applying it: what would change, which running deadlines would move, which verdicts flip.

use super::applied::Applied;
use super::apply::known;
use super::file::File;
use super::plan::{self, Known, Plan};
use super::{compile, docs, parse};
use crate::error::InWrite;
use crate::people::authority;
use crate::recount::Effect;
use crate::{Desk, DeskResult};
use domain::Actor;
use domain::recount::Correction;
use std::sync::Arc;
use store::rows::{Named, SetupRows};

/// What applying a file would do.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Trial {
    pub applied: Applied,
    /// What it would do to running clocks.
    pub effect: Effect,
}

impl Desk {
    /// Tries a `desk.toml`; nothing is changed. Running clocks are read in portions, by the rule that would count them.
    ///
    /// # Errors
    /// As [`Desk::apply_setup`].
    pub async fn try_setup(&self, actor: Actor, text: &str) -> DeskResult<Trial> {
        let file = parse::parse(text)?;
        self.try_file(actor, file).await
    }

    pub(super) async fn try_file(&self, actor: Actor, file: File) -> DeskResult<Trial> {
        let kinds = self.options().kinds.clone();
        let planned: Result<_, InWrite> = self
            .store()
            .write(actor, move |tx| {
                authority::require_administrator(tx)?;
                let known = known(tx)?;
                let plan = plan::plan(&file, &known, &kinds, tx)?;
                let correction = correction(&known, &plan);
                Ok((candidate(known.rows, &plan), correction, plan.applied))
            })
            .await;
        let (rows, correction, applied) = planned?;
        let setup = compile::compile(&rows, &self.setup(), &self.options().site, &self.options().kinds)?;
        let effect = self.foretell(&correction, Arc::new(setup)).await?;
        Ok(Trial { applied, effect })
    }
}

/// What running clocks have to be counted anew by.
pub(super) fn correction(known: &Known, plan: &Plan) -> Correction {
    let calendars = plan.calendars.iter().flat_map(|new| {
        let older = known.rows.calendars.iter().filter(|row| row.name == new.name);
        older.map(|old| (old.id, new.id))
    });
    Correction {
        calendars: calendars.collect(),
        policies: !(plan.policies.is_empty() && plan.moved.is_empty() && plan.retired.is_empty())
            || plan.settings.iter().any(|(key, _)| *key == docs::ESCALATIONS)
            || other_calendars(known, plan),
    }
}

/// Whether the desk or a team works by another calendar than before.
fn other_calendars(known: &Known, plan: &Plan) -> bool {
    let calendar_of = |doc: &str| {
        serde_json::from_str(doc)
            .ok()
            .map(|doc: serde_json::Value| doc["calendar"].clone())
    };
    let before = known.rows.settings.get(docs::DESK);
    let of_desk = plan
        .desk
        .iter()
        .any(|new| before.is_some_and(|old| calendar_of(new) != calendar_of(old)));
    let of_team = plan.teams.iter().any(|new| {
        let older = known.rows.teams.iter().filter(|old| old.id == new.id);
        older
            .into_iter()
            .any(|old| calendar_of(&new.doc) != calendar_of(&old.doc))
    });
    of_desk || of_team
}

/// The rows as they would be.
fn candidate(mut rows: SetupRows, plan: &Plan) -> SetupRows {
    if let Some(doc) = &plan.desk {
        rows.settings.insert(docs::DESK.to_owned(), doc.clone());
    }
    for (key, doc) in &plan.settings {
        rows.settings.insert((*key).to_owned(), doc.clone());
    }
    for new in &plan.calendars {
        let older = rows.calendars.iter_mut().filter(|row| row.name == new.name);
        older.for_each(|row| row.is_current = false);
        rows.calendars.push(new.clone());
    }
    put(&mut rows.brands, &plan.brands);
    put(&mut rows.teams, &plan.teams);
    for new in &plan.channels {
        rows.channels.retain(|row| row.id != new.id);
        rows.channels.push(new.clone());
    }
    let replaced =
        |name: &String| plan.retired.contains(name) || plan.policies.iter().any(|new| new.name == *name);
    for row in rows.policies.iter_mut().filter(|row| replaced(&row.name)) {
        row.is_current = false;
    }
    for (id, position) in &plan.moved {
        let moved = rows.policies.iter_mut().filter(|row| row.id == *id);
        moved.for_each(|row| row.position = *position);
    }
    rows.policies.extend(plan.policies.iter().cloned());
    rows.policies
        .sort_by_key(|policy| (!policy.is_current, policy.position, policy.id));
    rows
}

fn put(rows: &mut Vec<Named>, new: &[Named]) {
    for one in new {
        rows.retain(|row| row.id != one.id);
        rows.push(one.clone());
    }
}
