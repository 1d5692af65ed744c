//! The desk's own fields on a ticket's page.

use super::Reader;
use crate::console::filter::field_choices;
use crate::console::view::{Choice, FieldRow};
use desk::read::{FieldView, TicketView};
use domain::field::FieldKind;
use words::t;

/// Every field the ticket has.
#[must_use]
pub fn fields(reader: &Reader, ticket: &TicketView) -> Vec<FieldRow> {
    ticket.fields.iter().map(|view| field(reader, view)).collect()
}

fn field(reader: &Reader, view: &FieldView) -> FieldRow {
    let lang = reader.lang;
    let name = format!("field.{}", view.key);
    let Some(field) = &view.field else {
        return FieldRow {
            name,
            label: view.key.clone(),
            words: view.value.clone(),
            deleted: true,
            ..FieldRow::default()
        };
    };
    let offered = match field.kind {
        FieldKind::Choice | FieldKind::YesNo => field_choices(field, lang),
        _ => Vec::new(),
    };
    let words = offered.iter().find(|(value, _)| *value == view.value);
    let none = (String::new(), t(lang, "field-empty"));
    let choices = std::iter::once(none)
        .chain(offered.clone())
        .map(|(value, words)| Choice {
            here: value == view.value,
            value,
            words,
            ..Choice::default()
        });
    FieldRow {
        name,
        label: field.name(lang.code()).to_owned(),
        words: words.map_or_else(|| view.value.clone(), |(_, words)| words.clone()),
        value: view.value.clone(),
        kind: match field.kind {
            FieldKind::Text => "text",
            FieldKind::Number => "decimal",
            FieldKind::Date => "date",
            FieldKind::Choice | FieldKind::YesNo => "choice",
        },
        choices: if offered.is_empty() {
            Vec::new()
        } else {
            choices.collect()
        },
        required: field.required,
        deleted: !field.active,
    }
}
