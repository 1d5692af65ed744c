//! Machine-made entries of the timeline: stored as a code and parameters, read here in the reader's words.
//! Knows which parameters are codes, instants and spans; knows nothing of how entries are stored.
//!
//! | parameter | is | read as |
//! |---|---|---|
//! | `channel`, `clock`, `outcome` | a code | the word of `channel-…`, `clock-…`, `outcome-…` |
//! | `from`, `to` of `state_changed`, `priority_changed`, `kind_changed`, `clock_verdict_changed` | a code | the word of the state, priority, kind, verdict |
//! | `reason` of `clock_…` | a code | the word of `why-…` |
//! | `reason` of `acknowledgement_not_sent` | a code | the word of `acknowledgement-reason-…` |
//! | any other `reason` | what a server said, with its `status` beside it | why the message did not arrive |
//! | `due`, `until`, `at` | microseconds since 1970 UTC | «до 12 мая, 18:00»; «12 мая, 18:00» |
//! | `late`, `span` | microseconds | «2 ч 10 мин» |
//! | `number` | `2026-004512` | «№ 2026-004512» |
//! | all others | text or a number | as they are |
//!
//! An entry with a `why` or a `late` reads `event-…-why` or `event-…-late` where there is such a phrase.
//! One whose `late` is no time at all reads `event-…-now` where there is such a phrase: «Первый ответ: срок истёк».
//! An entry whose `to` is empty reads `event-…-none` where there is such a phrase: «Ответственный снят».
//! A code without a word (a channel the administrator named) is shown as it is; a parameter that is missing
//! reads "…", so an entry written by another version is still read.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use crate::catalogue::key_of;
use crate::{Lang, Value, arguments, delivery, has, number, t_code, tr, when};

/// Who reads, when and where: entries are told from there.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub lang: Lang,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// The words of an entry: «Ответ не доставлен: адрес не существует». An unknown code reads «Событие …».
pub fn entry(reader: Reader<'_>, code: &str, params: &Json) -> String {
    let Some(key) = phrase(reader.lang, code, params) else {
        return tr(reader.lang, "event-unknown", &[("code", code.into())]);
    };
    let args: Vec<_> = arguments(reader.lang, &key)
        .map(|name| (name, argument(reader, code, name, params)))
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

/// The key of the phrase that fits the parameters; `None` for a code without words.
fn phrase(lang: Lang, code: &str, params: &Json) -> Option<String> {
    let plain = key_of("event", code);
    let variant = if params.get("to").is_some_and(is_empty) {
        format!("{plain}-none")
    } else if params.get("late").is_some_and(is_nothing) && has(lang, &format!("{plain}-now")) {
        format!("{plain}-now")
    } else if params.get("late").is_some() && has(lang, &format!("{plain}-late")) {
        format!("{plain}-late")
    } else if params.get("why").is_some_and(|why| !is_empty(why)) {
        format!("{plain}-why")
    } else if code == "state_changed" && says_more_than_the_state(params) {
        format!("{plain}-outcome")
    } else {
        plain.clone()
    };
    [variant, plain].into_iter().find(|key| has(lang, key))
}

/// «Решено: решено» says nothing twice; the other outcomes are worth telling.
fn says_more_than_the_state(params: &Json) -> bool {
    params
        .get("outcome")
        .is_some_and(|outcome| !is_empty(outcome) && outcome != "solved")
}

/// A span that is read as no time at all.
fn is_nothing(span: &Json) -> bool {
    span.as_i64().is_some_and(|micros| micros < 1_000_000)
}

fn is_empty(value: &Json) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn argument(reader: Reader<'_>, code: &str, name: &str, params: &Json) -> Value {
    let lang = reader.lang;
    if name == "reason" && why(code).is_none() {
        return undelivered(lang, params).into();
    }
    // A name that the desk gave stands beside its key, in every language it has one in.
    let given = params.get(format!("{name}_{}", lang.code()));
    match given.or_else(|| params.get(name)) {
        None | Some(Json::Null) => "…".into(),
        Some(Json::String(text)) if name == "number" => number::ticket(lang, text).into(),
        Some(Json::String(text)) => match group(code, name) {
            Some(group) => t_code(lang, group, text).into(),
            None => text.into(),
        },
        Some(Json::Number(figure)) => match figure.as_i64() {
            Some(figure) => of_figure(reader, name, figure),
            None => figure.to_string().into(),
        },
        Some(other) => other.to_string().into(),
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

/// Why a message did not arrive: by the mail status where there is one; what the server itself said only
/// where our words would say too little.
fn undelivered(lang: Lang, params: &Json) -> String {
    let text = |name| {
        params
            .get(name)
            .and_then(Json::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let said = text("reason");
    if let Some(code) = said.filter(|code| has(lang, &key_of("delivery-reason", code))) {
        return delivery::reason(lang, code);
    }
    let code = text("status").map_or("unknown", delivery::reason_code);
    let reason = delivery::reason(lang, code);
    match (code, said) {
        ("unknown" | "refused", Some(said)) => format!("{reason} ({said})"),
        _ => reason,
    }
}

/// The vocabulary a parameter's code belongs to.
fn group(code: &str, name: &str) -> Option<&'static str> {
    match (code, name) {
        (_, "channel") => Some("channel"),
        (_, "clock") => Some("clock"),
        (_, "outcome") => Some("outcome"),
        (_, "reason") => why(code),
        ("state_changed", "from" | "to") => Some("state"),
        ("priority_changed", "from" | "to") => Some("priority"),
        ("kind_changed", "from" | "to") => Some("kind"),
        ("clock_verdict_changed", "from" | "to") => Some("verdict"),
        _ => None,
    }
}

/// The vocabulary of an entry's reason; `None` where the reason is a failed delivery.
fn why(code: &str) -> Option<&'static str> {
    match code {
        "acknowledgement_not_sent" => Some("acknowledgement-reason"),
        _ => code.starts_with("clock_").then_some("why"),
    }
}

#[cfg(test)]
mod tests;
