//! Machine-made entries of the timeline: stored as a code and parameters, read here in the reader's words.
//! Knows which parameters are codes, instants and spans; knows nothing of how entries are stored.
//!
//! | parameter | is | read as |
//! |---|---|---|
//! | `channel`, `clock`, `outcome` | a code | the word of `channel-…`, `clock-…`, `outcome-…` |
//! | `reason` | a code | by the entry: why a delivery failed, a clock was paused or cancelled, … |
//! | `from`, `to` of `state_changed`, `priority_changed`, `kind_changed`, `clock_verdict_changed` | a code | the word of the state, priority, kind, verdict |
//! | `due`, `until`, `at` | microseconds since 1970 UTC | «до 12 мая, 18:00»; «12 мая, 18:00» |
//! | `late`, `span` | microseconds | «2 ч 10 мин» |
//! | `number` | `2026-004512` | «№ 2026-004512» |
//! | all others | text or a number | as they are |
//!
//! A code without a word (a channel the administrator named) is shown as it is; a parameter that is missing
//! reads "…", so an entry written by another version is still read.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use crate::{Lang, Value, arguments, has, number, t, tr, when};

/// Who reads, when and where: entries are told from there.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub lang: Lang,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// The words of an entry: «Не доставлено: адрес не существует». An unknown code reads «Событие …».
pub fn entry(reader: Reader<'_>, code: &str, params: &Json) -> String {
    let key = key_of("event", code);
    if !has(reader.lang, &key) {
        return tr(reader.lang, "event-unknown", &[("code", code.into())]);
    }
    let needed = arguments(reader.lang, &key);
    let args: Vec<(&str, Value)> = needed
        .map(|name| {
            (
                name,
                params
                    .get(name)
                    .map_or("…".into(), |value| word(reader, code, name, value)),
            )
        })
        .collect();
    tr(reader.lang, &key, &args)
}

/// The entry with the name of whoever did it: «Новое → В работе · Анна Петрова».
pub fn entry_by(reader: Reader<'_>, code: &str, params: &Json, by: &str) -> String {
    let event = entry(reader, code, params);
    tr(
        reader.lang,
        "event-by",
        &[("event", event.into()), ("by", by.into())],
    )
}

fn word(reader: Reader<'_>, code: &str, name: &str, value: &Json) -> Value {
    let lang = reader.lang;
    match value {
        Json::String(text) if name == "number" => number::ticket(lang, text).into(),
        Json::String(text) => match group(code, name).map(|group| key_of(group, text)) {
            Some(key) if has(lang, &key) => t(lang, &key).into(),
            _ => text.into(),
        },
        Json::Number(figure) => match figure.as_i64() {
            Some(figure) => of_figure(reader, name, figure),
            None => figure.to_string().into(),
        },
        Json::Null => "…".into(),
        other => other.to_string().into(),
    }
}

fn of_figure(reader: Reader<'_>, name: &str, figure: i64) -> Value {
    let Reader { lang, zone, now } = reader;
    let instant = || Timestamp::from_microsecond(figure).ok();
    let told = match name {
        "due" => instant().map(|at| when::until(lang, at, now, zone)),
        "at" | "until" => instant().map(|at| when::moment(lang, at, now, zone)),
        "late" | "span" => Some(when::span(lang, SignedDuration::from_micros(figure))),
        _ => None,
    };
    told.map_or(Value::Whole(figure), Value::Text)
}

/// The vocabulary a parameter's code belongs to.
fn group(code: &str, name: &str) -> Option<&'static str> {
    match (code, name) {
        (_, "channel") => Some("channel"),
        (_, "clock") => Some("clock"),
        (_, "outcome") => Some("outcome"),
        ("state_changed", "from" | "to") => Some("state"),
        ("priority_changed", "from" | "to") => Some("priority"),
        ("kind_changed", "from" | "to") => Some("kind"),
        ("clock_verdict_changed", "from" | "to") => Some("verdict"),
        ("clock_paused", "reason") => Some("pause"),
        ("clock_cancelled", "reason") => Some("cancel"),
        ("acknowledgement_not_sent", "reason") => Some("acknowledgement-reason"),
        (_, "reason") => Some("delivery-reason"),
        _ => None,
    }
}

fn key_of(group: &str, code: &str) -> String {
    format!("{group}-{}", code.replace(['_', '.', ':'], "-"))
}

#[cfg(test)]
mod tests;
