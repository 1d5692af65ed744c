//! Topics and the desk's own fields: lists in their order, known by their keys. What a file does not name stays; with
//! `prune` it is retired, and keeps what tickets hold of it.

use super::{Change, Outcome, Planner};
use crate::error::DeskResult;
use crate::setup::docs::{self, ChoiceDoc, FieldDoc, TopicDoc};
use crate::setup::faults::Placed;
use crate::setup::file::FieldPart;
use domain::field::FieldKind;
use std::collections::{BTreeMap, BTreeSet};

/// Longest key, characters.
const LONGEST: usize = 40;

impl Planner<'_> {
    pub(super) fn topics(&mut self) -> DeskResult<()> {
        let stored: Vec<TopicDoc> = self.stored(docs::TOPICS)?;
        let mut topics: Vec<TopicDoc> = Vec::new();
        for entry in &self.file.topics {
            let part = &entry.value;
            self.key_is_fit(entry, &part.key, topics.iter().any(|known| known.key == part.key));
            self.names_are_fit(entry, &part.name);
            if let Some(parent) = &part.parent {
                let named = self.file.topics.iter().map(|other| &other.value.key);
                let known = stored.iter().map(|other| &other.key);
                if *parent == part.key || !named.chain(known).any(|key| key == parent) {
                    let reason = format!("there is no other topic “{parent}”: add it as [[topic]]");
                    self.faults.add(entry, "parent", "unknown", reason);
                }
            }
            topics.push(TopicDoc {
                key: part.key.clone(),
                name: part.name.clone(),
                parent: part.parent.clone(),
                active: part.active,
            });
        }
        let named: BTreeSet<String> = topics.iter().map(|topic| topic.key.clone()).collect();
        self.topics = stored
            .iter()
            .map(|topic| topic.key.clone())
            .chain(named.iter().cloned())
            .collect();
        for known in stored.iter().filter(|known| !named.contains(&known.key)) {
            topics.push(TopicDoc {
                active: known.active && !self.file.prune,
                ..known.clone()
            });
        }
        for topic in &topics {
            let old = stored.iter().find(|known| known.key == topic.key);
            self.note_label("topic", &topic.key, old, topic, named.contains(&topic.key))?;
        }
        self.keep(docs::TOPICS, &stored, &topics)
    }

    pub(super) fn fields(&mut self) -> DeskResult<()> {
        let stored: Vec<FieldDoc> = self.stored(docs::FIELDS)?;
        let mut fields: Vec<FieldDoc> = Vec::new();
        for entry in &self.file.fields {
            let twice = fields.iter().any(|known| known.key == entry.value.key);
            let old = stored.iter().find(|known| known.key == entry.value.key);
            fields.push(self.field(entry, twice, old));
        }
        let named: BTreeSet<String> = fields.iter().map(|field| field.key.clone()).collect();
        for known in stored.iter().filter(|known| !named.contains(&known.key)) {
            fields.push(FieldDoc {
                active: known.active && !self.file.prune,
                ..known.clone()
            });
        }
        for field in &fields {
            let old = stored.iter().find(|known| known.key == field.key);
            self.note_label("field", &field.key, old, field, named.contains(&field.key))?;
        }
        self.keep(docs::FIELDS, &stored, &fields)
    }

    fn field(&mut self, entry: &Placed<FieldPart>, twice: bool, old: Option<&FieldDoc>) -> FieldDoc {
        let part = &entry.value;
        self.key_is_fit(entry, &part.key, twice);
        self.names_are_fit(entry, &part.name);
        if let Some(old) = old.filter(|old| old.kind != part.kind) {
            let reason = format!(
                "the field is of type “{}” and its values stay so: give the new one a key of its own",
                old.kind
            );
            self.faults.add(entry, "type", "fixed", reason);
        }
        let is_choice = part.kind == FieldKind::Choice;
        if is_choice == part.choice.is_empty() {
            let reason = "a field of type choice names what can be chosen, and no other does";
            self.faults.add(entry, "choice", "required", reason);
        }
        let mut keys = BTreeSet::new();
        for choice in &part.choice {
            self.key_is_fit(entry, &choice.key, !keys.insert(choice.key.clone()));
            self.names_are_fit(entry, &choice.name);
        }
        let choices = part.choice.iter().map(|choice| ChoiceDoc {
            key: choice.key.clone(),
            name: choice.name.clone(),
        });
        FieldDoc {
            key: part.key.clone(),
            name: part.name.clone(),
            kind: part.kind,
            choices: choices.collect(),
            required: part.required,
            kinds: part.kinds.clone(),
            active: part.active,
        }
    }

    pub(super) fn stored<T: serde::de::DeserializeOwned>(&self, key: &str) -> DeskResult<Vec<T>> {
        let doc = self.known.rows.settings.get(key);
        Ok(doc
            .map(|doc| docs::read("list", key, doc))
            .transpose()?
            .unwrap_or_default())
    }

    pub(super) fn keep<T: PartialEq + serde::Serialize>(
        &mut self,
        key: &'static str,
        old: &[T],
        new: &[T],
    ) -> DeskResult<()> {
        if old != new {
            let doc = docs::write(&new)?;
            self.plan.settings.push((key, doc));
        }
        Ok(())
    }

    /// Tells what becomes of one of a list; of those that the file does not name only what changed.
    pub(super) fn note_label<T: PartialEq + serde::Serialize>(
        &mut self,
        noun: &'static str,
        key: &str,
        old: Option<&T>,
        new: &T,
        named: bool,
    ) -> DeskResult<()> {
        if named {
            let old = old.map(docs::write).transpose()?;
            self.note(noun, key, old.as_deref(), &docs::write(new)?, Vec::new());
        } else if old != Some(new) {
            self.plan.applied.changes.push(Change {
                noun,
                name: key.to_owned(),
                outcome: Outcome::Retired,
                fields: Vec::new(),
            });
        }
        Ok(())
    }

    pub(super) fn key_is_fit<T>(&mut self, at: &Placed<T>, key: &str, twice: bool) {
        let fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        if key.is_empty() || key.len() > LONGEST || !key.chars().all(fit) {
            let reason = format!("a key has 1 to {LONGEST} of a-z, 0-9, dot, dash and underscore");
            self.faults.add(at, "key", "invalid", reason);
        } else if twice {
            let reason = format!("“{key}” stands in the list already: keep one of them");
            self.faults.add(at, "key", "twice", reason);
        }
    }

    pub(super) fn names_are_fit<T>(&mut self, at: &Placed<T>, names: &BTreeMap<String, String>) {
        if names.is_empty() {
            let reason = "give it a name, { ru = \"…\", en = \"…\" }";
            self.faults.add(at, "name", "required", reason);
        }
        for (lang, name) in names {
            self.lang_is_spoken(at, &format!("name.{lang}"), lang);
            self.name_is_fit(at, &format!("name.{lang}"), name);
        }
    }
}
