//! From the text of `desk.toml` to its shape. Entry by entry, so that one mistake does not hide the next.

use super::faults::{Faults, Placed};
use super::file::{BuiltInPart, File};
use crate::error::DeskResult;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use worktime::{BUILT_IN, CalendarSpec};

/// Longest file that is read, bytes.
const LONGEST: usize = 1 << 20;
/// Most entries of a file: all of them are written in one transaction.
const MOST_ENTRIES: usize = 5_000;
/// What may stand at the top, as it is told to whoever wrote something else.
const PARTS: &str = "prune, desk, calendar, brand, team, channel, policy, term, operator, outcome, topic, field, segment, escalation, feed, webhook";

struct Parser<'t> {
    text: &'t str,
    faults: Faults,
    entries: usize,
}

/// Reads a file.
///
/// # Errors
/// Every mistake that can be seen without knowing what is stored, each with its place.
pub(super) fn parse(text: &str) -> DeskResult<File> {
    let mut parser = Parser {
        text,
        faults: Faults::default(),
        entries: 0,
    };
    let file = parser.file();
    parser.faults.into_result()?;
    Ok(file)
}

impl<'t> Parser<'t> {
    fn file(&mut self) -> File {
        let mut file = File::default();
        if self.text.len() > LONGEST {
            self.faults.at(
                "desk.toml",
                1,
                "too_long",
                "the file is larger than 1 MiB: split it and apply the parts",
            );
            return file;
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = self.line(error.span());
            self.faults.at("desk.toml", line, "syntax", error.message());
        }
        if !errors.is_empty() {
            return file;
        }
        for (key, value) in table.into_inner() {
            let line = self.line(Some(key.span()));
            match key.get_ref().as_ref() {
                "prune" => file.prune = self.entry("prune".into(), line, value).is_some_and(|p| p.value),
                "desk" => file.desk = self.entry("desk".into(), line, value),
                "calendar" => file.calendars = self.calendars(value),
                "brand" => file.brands = self.entries("brand", value),
                "team" => file.teams = self.entries("team", value),
                "channel" => file.channels = self.entries("channel", value),
                "policy" => file.policies = self.entries("policy", value),
                "outcome" => file.outcomes = self.entries("outcome", value),
                "term" => file.terms = self.entries("term", value),
                "topic" => file.topics = self.entries("topic", value),
                "field" => file.fields = self.entries("field", value),
                "segment" => file.segments = self.entries("segment", value),
                "escalation" => file.escalations = self.entries("escalation", value),
                "feed" => file.feeds = self.entries("feed", value),
                "webhook" => file.webhooks = self.entries("webhook", value),
                "operator" => file.operators = self.entries("operator", value),
                other => {
                    let reason = format!("there is no such part of a desk: use one of {PARTS}");
                    self.faults.at(other, line, "unknown", reason);
                }
            }
        }
        file
    }

    /// The entries of `[[key]]`.
    fn each(&mut self, key: &str, value: Spanned<DeValue<'t>>) -> Vec<Placed<Spanned<DeValue<'t>>>> {
        let line = self.line(Some(value.span()));
        let DeValue::Array(array) = value.into_inner() else {
            self.faults.at(
                key,
                line,
                "wrong_shape",
                format!("write [[{key}]], once for each {key}"),
            );
            return Vec::new();
        };
        self.entries += array.len();
        if self.entries > MOST_ENTRIES {
            let reason = format!("more than {MOST_ENTRIES} entries: split the file and apply the parts");
            self.faults.at(key, line, "too_long", reason);
            return Vec::new();
        }
        let mut placed = Vec::with_capacity(array.len());
        for (index, value) in array.into_iter().enumerate() {
            let line = self.line(Some(value.span()));
            placed.push(Placed {
                place: format!("{key}[{}]", index + 1),
                line,
                value,
            });
        }
        placed
    }

    fn entries<T: DeserializeOwned>(&mut self, key: &str, value: Spanned<DeValue<'t>>) -> Vec<Placed<T>> {
        let each = self.each(key, value);
        each.into_iter()
            .filter_map(|Placed { place, line, value }| self.entry(place, line, value))
            .collect()
    }

    /// One entry; nothing when it is wrong, which is noted.
    fn entry<T: DeserializeOwned>(
        &mut self,
        place: String,
        line: usize,
        value: Spanned<DeValue<'t>>,
    ) -> Option<Placed<T>> {
        if holds_nul(value.get_ref()) {
            self.faults.at(
                &place,
                line,
                "nul",
                "a text holds the character U+0000: remove it",
            );
            return None;
        }
        match serde_path_to_error::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Placed { place, line, value }),
            Err(error) => {
                let line = error.inner().span().map_or(line, |span| self.line(Some(span)));
                let place = format!("{place}{}", within(error.path()));
                self.faults
                    .at(&place, line, "wrong_shape", error.inner().message());
                None
            }
        }
    }

    fn calendars(&mut self, value: Spanned<DeValue<'t>>) -> Vec<Placed<CalendarSpec>> {
        let each = self.each("calendar", value);
        each.into_iter()
            .filter_map(|Placed { place, line, value }| {
                if value.get_ref().get("builtin").is_none() {
                    return self.entry(place, line, value);
                }
                let part = self.entry::<BuiltInPart>(place, line, value)?;
                self.built_in(part)
            })
            .collect()
    }

    fn built_in(&mut self, part: Placed<BuiltInPart>) -> Option<Placed<CalendarSpec>> {
        let Some((_, text)) = BUILT_IN.iter().find(|(name, _)| *name == part.value.builtin) else {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            let reason = format!(
                "no calendar of that name comes with Okno: use one of {}",
                names.join(", ")
            );
            self.faults.add(&part, "builtin", "unknown", reason);
            return None;
        };
        match toml::from_str::<CalendarSpec>(text) {
            Ok(mut spec) => {
                spec.name = part.value.name;
                spec.zone = part.value.zone.unwrap_or(spec.zone);
                Some(Placed {
                    place: part.place,
                    line: part.line,
                    value: spec,
                })
            }
            Err(error) => {
                self.faults
                    .at(&part.place, part.line, "built_in", error.message());
                None
            }
        }
    }

    /// The line of a span, counted from 1.
    fn line(&self, span: Option<std::ops::Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        1 + self
            .text
            .bytes()
            .take(start)
            .filter(|byte| *byte == b'\n')
            .count()
    }
}

/// A place within an entry, counted from 1 like the entries themselves: `.clock[2].target`.
fn within(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("[{}]", index + 1),
        Segment::Map { key } => format!(".{key}"),
        Segment::Enum { variant } => format!(".{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(segment).collect()
}

/// Whether a text inside holds U+0000, which PostgreSQL cannot store.
fn holds_nul(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(text) => text.contains('\0'),
        DeValue::Array(array) => array.iter().any(|value| holds_nul(value.get_ref())),
        DeValue::Table(table) => table
            .iter()
            .any(|(key, value)| key.get_ref().contains('\0') || holds_nul(value.get_ref())),
        _ => false,
    }
}
