//! The file's layer: keys that exist, with values of their types, each mistake with its line.

use super::error::Faults;
use super::layers::{Layers, name_of, nearest};
use serde::Deserialize as _;
use toml::Spanned;
use toml::Value;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Lays the text of a file over the layers.
pub fn lay(layers: &mut Layers, path: &str, text: &str, faults: &mut Faults) {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = line(text, error.span().map_or(0, |span| span.start));
        faults.note(
            &format!("{path} line {line}"),
            format_args!("this is not TOML: {}", error.message()),
        );
    }
    if !errors.is_empty() {
        return;
    }
    for (section, value) in table.into_inner() {
        let place = format!("{path} line {}", line(text, section.span().start));
        let section = section.into_inner().into_owned();
        let known = layers.sections();
        if !known.contains(&section.as_str()) {
            let known: Vec<&str> = known.clone();
            faults.note(&place, unknown(&section, &known, "section"));
            continue;
        }
        match value.into_inner() {
            DeValue::Table(keys) => {
                for (key, value) in keys {
                    let place = format!("{path} line {}", line(text, key.span().start));
                    lay_key(layers, &place, &section, &key.into_inner(), value, faults);
                }
            }
            _ => faults.note(&place, format_args!("{section} is a section: write [{section}]")),
        }
    }
}

fn lay_key(
    layers: &mut Layers,
    place: &str,
    section: &str,
    key: &str,
    value: Spanned<DeValue<'_>>,
    faults: &mut Faults,
) {
    let Some(default) = layers.get(section, key) else {
        faults.note(
            place,
            unknown(&format!("{section}.{key}"), &paths(layers, section), "key"),
        );
        return;
    };
    let value = match Value::deserialize(ValueDeserializer::from(value)) {
        Ok(value) => value,
        Err(error) => return faults.note(place, format_args!("{section}.{key}: {}", error.message())),
    };
    let texts = |value: &Value| value.as_array().is_none_or(|list| list.iter().all(Value::is_str));
    if default.same_type(&value) && texts(&value) {
        layers.set(section, key, value, place);
    } else {
        // Not the value itself: it may be a secret.
        faults.note(
            place,
            format_args!("{section}.{key} is {}, not {}", name_of(default), name_of(&value)),
        );
    }
}

/// The full names of a section's keys.
pub fn paths(layers: &Layers, section: &str) -> Vec<String> {
    layers
        .keys(section)
        .iter()
        .map(|key| format!("{section}.{key}"))
        .collect()
}

/// What is said about a name that nobody knows.
pub fn unknown(name: &str, known: &[impl AsRef<str>], what: &str) -> String {
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    match nearest(name, &known) {
        Some(meant) => format!("there is no {what} {name}; did you mean {meant}?"),
        None => format!("there is no {what} {name}; there are {}", known.join(", ")),
    }
}

/// The line of a place in the text, counted from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
