//! The desk's own fields in a change: read as people write them, told on the timeline by their names, and not missing
//! where the desk requires them.

use crate::error::{DeskError, Field};
use domain::act::SetField;
use domain::field::{CustomField, FieldKind, FieldValue, named};
use domain::plan::Plan;
use domain::setup::Setup;
use domain::ticket::State;
use serde_json::{Value, json};
use store::rows::FieldValues;

/// Characters of a value as it is sent.
const LONGEST: usize = 1_000;

/// Reads what fields shall hold; mistakes are noted, each with what would be right.
pub(super) fn resolved(setup: &Setup, wanted: &[(String, String)], wrong: &mut Vec<Field>) -> Vec<SetField> {
    let mut fields = Vec::new();
    for (key, text) in wanted {
        let mut fault = |reason: String| {
            wrong.push(Field {
                field: format!("fields.{key}"),
                code: "invalid",
                reason,
            });
        };
        let active = || setup.fields.iter().filter(|field| field.active);
        let Some(field) = active().find(|field| field.key == *key) else {
            let keys: Vec<_> = active().map(|field| field.key.as_str()).collect();
            fault(format!("there is no such field: use one of {}", keys.join(", ")));
            continue;
        };
        let text = text::clean_line(text, LONGEST);
        let value = if text.is_empty() {
            None
        } else {
            match field.value(&text) {
                Ok(value) => Some(value),
                Err(error) => {
                    fault(error.to_string());
                    continue;
                }
            }
        };
        fields.push(SetField {
            key: key.clone(),
            told: told(field, value.as_ref()),
            value,
        });
    }
    fields
}

/// What the timeline says, for readers of every language the desk has names in.
fn told(field: &CustomField, value: Option<&FieldValue>) -> Value {
    let text = value.map(|value| value.text.clone());
    let mut told = json!({ "field": field.key, "to": text });
    for (lang, name) in &field.names {
        told[format!("field_{lang}")] = name.as_str().into();
        let choice = text
            .as_deref()
            .filter(|_| field.kind == FieldKind::Choice)
            .and_then(|text| field.choices.iter().find(|choice| choice.key == text));
        if let Some(choice) = choice {
            told[format!("to_{lang}")] = named(&choice.names, lang, &choice.key).into();
        }
    }
    told
}

/// Those that hold something else now.
pub(super) fn that_differ(wanted: &[SetField], now: &FieldValues) -> Vec<SetField> {
    let differs = |field: &&SetField| now.get(&field.key) != field.value.as_ref().map(|value| &value.text);
    wanted.iter().filter(differs).cloned().collect()
}

/// Refuses to resolve a ticket without what the desk requires of its kind.
pub(super) fn nothing_is_missing(
    plan: &Plan,
    was: State,
    before: &FieldValues,
    setup: &Setup,
) -> Result<(), DeskError> {
    let resolved = plan
        .changed
        .values()
        .find(|ticket| ticket.state == State::Resolved && was != State::Resolved);
    let Some(ticket) = resolved else { return Ok(()) };
    let holds = |key: &str| {
        let set = plan
            .fields
            .iter()
            .rev()
            .find(|new| new.ticket == ticket.id && new.field == key);
        set.map_or(before.contains_key(key), |new| new.value.is_some())
    };
    let required = setup
        .fields
        .iter()
        .filter(|field| field.active && field.required && field.applies_to(ticket.kind));
    let missing: Vec<_> = required
        .filter(|field| !holds(&field.key))
        .map(|field| field.name(&ticket.lang).to_owned())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(DeskError::Conflict {
        code: "field_required",
        reason: format!("fill in before resolving: {}", missing.join(", ")),
    })
}
