//! Values over values, each with where it came from. Knows the default's keys and their types, not their meaning.

use super::DEFAULT;
use super::error::ConfigError;
use super::sections::Config;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The settings as they stand, and where each came from.
#[derive(Clone, Debug)]
pub struct Layers {
    values: Table,
    origins: BTreeMap<String, String>,
}

impl Layers {
    /// The embedded default alone.
    ///
    /// # Errors
    /// The default is not TOML: a mistake of the build, found by the suite.
    pub fn from_default() -> Result<Self, ConfigError> {
        let values = DEFAULT
            .parse::<Table>()
            .map_err(|error| ConfigError::Wrong(vec![format!("the embedded default: {error}")]))?;
        Ok(Self {
            values,
            origins: BTreeMap::new(),
        })
    }

    /// The value of a key, if there is such a key.
    pub fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.values.get(section)?.as_table()?.get(key)
    }

    /// The sections there are.
    pub fn sections(&self) -> Vec<&str> {
        self.values.keys().map(String::as_str).collect()
    }

    /// The keys of a section.
    pub fn keys(&self, section: &str) -> Vec<&str> {
        let table = self.values.get(section).and_then(Value::as_table);
        table
            .map(|table| table.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// Lays a value over what is there; the key must exist.
    pub fn set(&mut self, section: &str, key: &str, value: Value, origin: &str) {
        if let Some(Value::Table(table)) = self.values.get_mut(section) {
            table.insert(key.to_owned(), value);
            self.origins.insert(format!("{section}.{key}"), origin.to_owned());
        }
    }

    /// Where the value of `section.key` came from, for people.
    pub fn origin(&self, path: &str) -> String {
        match self.origins.get(path) {
            Some(origin) => format!("{origin}: {path}"),
            None => path.to_owned(),
        }
    }

    /// The settings in their types.
    ///
    /// # Errors
    /// A value that its key cannot have, with its place.
    pub fn read(&self) -> Result<Config, ConfigError> {
        serde_path_to_error::deserialize(Value::Table(self.values.clone())).map_err(|error| {
            let place = self.origin(&error.path().to_string());
            ConfigError::Wrong(vec![format!("{place}: {}", error.inner().message())])
        })
    }
}

/// What a value of a type is called, with an example.
pub fn name_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text in quotes",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(list) if list.iter().all(Value::is_str) => "a list of texts in quotes",
        Value::Array(_) => "a list of something else",
        Value::Table(_) => "a section",
    }
}

/// The nearest of the known words, when it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate));
    scored
        .filter(|(score, _)| *score <= 2.max(word.chars().count() / 3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cb, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = (diagonal + usize::from(ca != *cb)).min(left + 1).min(*above + 1);
            diagonal = *above;
            *above = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
