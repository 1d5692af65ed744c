//! The environment's layer: `OKNO__SECTION__KEY`, read by the type of the key's default.

use super::error::Faults;
use super::file::{paths, unknown};
use super::layers::{Layers, name_of};
use toml::Value;

const PREFIX: &str = "OKNO__";

/// Lays the variables that are meant for us over the layers.
pub fn lay(layers: &mut Layers, env: &[(String, String)], faults: &mut Faults) {
    for (name, given) in env {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let rest = rest.to_lowercase();
        let Some((section, key)) = rest.split_once("__") else {
            faults.note(
                name,
                "a variable is OKNO__SECTION__KEY, with two underscores between",
            );
            continue;
        };
        let Some(default) = layers.get(section, key) else {
            let known: Vec<String> = layers
                .sections()
                .iter()
                .flat_map(|section| paths(layers, section))
                .collect();
            faults.note(name, unknown(&format!("{section}.{key}"), &known, "key"));
            continue;
        };
        match value_like(default, given) {
            Some(value) => layers.set(section, key, value, name),
            None => faults.note(name, format_args!("{section}.{key} is {}", name_of(default))),
        }
    }
}

fn value_like(default: &Value, given: &str) -> Option<Value> {
    Some(match default {
        Value::Integer(_) => Value::Integer(given.trim().parse().ok()?),
        Value::Boolean(_) => Value::Boolean(given.trim().parse().ok()?),
        Value::Array(_) => {
            let parts = given.split(',').map(str::trim).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
        _ => Value::String(given.to_owned()),
    })
}
