//! A timeline as it is read: what was said in full, machine-made lines folded, what must be seen set apart.

use super::{Reader, called, choices, door_of, fate, named, own_mail, row};
use crate::console::view::{Body, Call, Entry, EventLine, File, Html, Level, Message, Notable, Note, Side};
use desk::read::{BodyView, Door, EntryView, FileState, FileView, Who};
use domain::entry::EntryKind;
use domain::rules::NamedOutcome;
use jiff::SignedDuration;
use std::borrow::Cow;
use words::{number, t, tr, when};

/// Recorded so much after it happened is worth a word, in microseconds.
const LATE: i64 = 5 * domain::time::MINUTE;
/// Lines named in the summary of a fold.
const NAMED: usize = 3;

/// What a timeline is shown with beside its lines.
#[derive(Clone, Debug, Default)]
pub struct Around<'a> {
    /// Public id of whoever looks.
    pub me: Option<&'a str>,
    /// What to call the client where a line has no name.
    pub client: &'a str,
    /// The door of lines that have none.
    pub door: Door,
    /// Path of the ticket.
    pub path: &'a str,
    /// When the ticket happened, where its messages may be given tickets of their own.
    pub opened_at: Option<domain::Moment>,
    /// How tickets end here, under the desk's own names.
    pub outcomes: &'a [NamedOutcome],
}

/// The lines, oldest first.
#[must_use]
pub fn timeline(reader: &Reader, entries: &[EntryView], around: &Around<'_>) -> Vec<Entry> {
    let last_sent = entries.iter().rfind(|entry| entry.kind == EntryKind::MessageOut);
    let last_sent = last_sent.map(|entry| entry.public_id.as_str());
    let mut shown = Vec::new();
    let mut folded: Vec<EventLine> = Vec::new();
    for entry in entries {
        let line = match entry.kind {
            EntryKind::MessageIn | EntryKind::MessageOut => {
                let newest = last_sent == Some(entry.public_id.as_str());
                Entry::Message(Box::new(message(reader, entry, around, newest)))
            }
            EntryKind::Note => Entry::Note(note(reader, entry, around)),
            _ if is_notable(&entry.code) => Entry::Notable(notable(reader, entry)),
            EntryKind::Change | EntryKind::Clock | EntryKind::Delivery => {
                folded.push(event(reader, entry, around));
                continue;
            }
        };
        fold(reader, &mut folded, &mut shown);
        shown.push(line);
    }
    fold(reader, &mut folded, &mut shown);
    shown
}

/// Puts the lines gathered so far into one.
fn fold(reader: &Reader, folded: &mut Vec<EventLine>, shown: &mut Vec<Entry>) {
    let lines = std::mem::take(folded);
    let Some(first) = lines.first() else { return };
    let summary = if lines.len() == 1 {
        first.words.clone()
    } else {
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let named: Vec<&str> = lines.iter().take(NAMED).map(|line| line.words.as_str()).collect();
        let more = if lines.len() > NAMED { "…" } else { "" };
        format!(
            "{}: {}{more}",
            tr(reader.lang, "count-events", &[("count", count.into())]),
            named.join("; ")
        )
    };
    shown.push(Entry::Events { summary, lines });
}

fn is_notable(code: &str) -> bool {
    matches!(
        code,
        "clock_breached"
            | "person_asked"
            | "term_not_fulfilled"
            | "ticket_reopened"
            | "clock_answer_voided"
            | "letter_returned"
    ) || code.starts_with("ticket_reopened_by")
}

fn message(reader: &Reader, entry: &EntryView, around: &Around<'_>, newest: bool) -> Message {
    let side = match (entry.kind, &entry.who) {
        (EntryKind::MessageIn, _) => Side::Client,
        (_, Who::System | Who::Integration { .. }) => Side::Robot,
        _ => Side::Us,
    };
    let speaker = speaker(reader, entry, around);
    let door = entry.door.as_ref().unwrap_or(&around.door);
    let again = format!("{}/messages/{}/deliveries", around.path, entry.public_id);
    let fate = fate::of(reader, &entry.deliveries, newest, &again);
    let to = entry.deliveries.iter();
    let to: Vec<_> = to
        .map(|delivery| called::address(reader.lang, &delivery.to))
        .chain(own_mail::to(entry))
        .collect();
    Message {
        id: entry.public_id.clone(),
        of: of(reader, entry),
        side,
        face: super::Face {
            me: is_me(entry, around),
            ..named(&speaker)
        },
        speaker,
        door: door_of(reader.lang, door),
        at: reader.age(entry.occurred_at),
        at_iso: entry.occurred_at.to_string(),
        exact: exact(reader, entry),
        recorded_late: recorded_late(reader, entry),
        automatic: own_mail::made(reader, entry),
        to: if to.is_empty() {
            String::new()
        } else {
            format!(
                "{} {}",
                t(reader.lang, "composer-to").to_lowercase(),
                to.join(", ")
            )
        },
        body: entry
            .body
            .as_ref()
            .map(|words| body(reader, entry, words, side))
            .unwrap_or_default(),
        files: files(reader, &entry.files),
        call: call(reader, entry),
        letter: super::letter::of(reader, entry),
        split: if side == Side::Client && around.opened_at.is_some_and(|at| entry.occurred_at > at) {
            format!("{}/messages/{}/split", around.path, entry.public_id)
        } else {
            String::new()
        },
        fate,
    }
}

/// A call: which way, how long, and what became of it.
fn call(reader: &Reader, entry: &EntryView) -> Option<Call> {
    let facts = entry.params.get("call")?;
    let text = |name: &str| {
        facts
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    let instant = |name: &str| facts.get(name).and_then(serde_json::Value::as_i64);
    let way = if text("direction") == "in" {
        "message-call-incoming"
    } else {
        "message-call-outgoing"
    };
    let lasted = instant("connected_at").zip(instant("ended_at"));
    let lasted = lasted.map(|(from, to)| when::span(reader.lang, SignedDuration::from_micros(to - from)));
    let outcome = format!("call-{}", text("outcome").replace('_', "-"));
    Some(Call {
        words: match lasted {
            Some(lasted) => format!("{}, {lasted}", t(reader.lang, way)),
            None => t(reader.lang, way),
        },
        outcome: t(reader.lang, &outcome),
        connected: text("outcome") == "connected",
        recording: [text("recording")]
            .into_iter()
            .find(|address| {
                ["https://", "http://"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme))
            })
            .unwrap_or_default()
            .to_owned(),
        reason: [text("reason")]
            .into_iter()
            .filter(|reason| !reason.is_empty())
            .map(|reason| tr(reader.lang, "call-reason-shown", &[("reason", reason.into())]))
            .collect(),
    })
}

/// Where it was said, if on a ticket that became part of this one.
fn of(reader: &Reader, entry: &EntryView) -> String {
    let Some(number) = &entry.from else {
        return String::new();
    };
    let number = number::ticket(reader.lang, number);
    tr(reader.lang, "message-of-ticket", &[("number", number.into())])
}

fn body(reader: &Reader, entry: &EntryView, words: &BodyView, side: Side) -> Body {
    if side == Side::Robot {
        // What a machine wrote is known by its beginning; the rest is one key away.
        let (text, tail) = beginning(words.text.trim());
        return Body {
            text: text.to_owned(),
            tail: tail.trim().to_owned(),
            html: None,
        };
    }
    let said = words.said().trim();
    let html = words.has_html.then(|| {
        let path = format!("/messages/{}/html", entry.public_id);
        let some = words.remote_images > 0;
        Html {
            images_path: if some {
                format!("{path}?images=1")
            } else {
                String::new()
            },
            images: if some {
                t(reader.lang, "button-show-images")
            } else {
                String::new()
            },
            path,
        }
    });
    Body {
        // A call needs no words to have been one.
        text: if entry.params.get("call").is_some() || entry.params.get("letter").is_some() {
            said.to_owned()
        } else {
            row::or_else(said, || t(reader.lang, "message-empty"))
        },
        tail: words.tail().trim().to_owned(),
        html,
    }
}

/// The first two paragraphs, and what follows them.
fn beginning(text: &str) -> (&str, &str) {
    let second = text.match_indices("\n\n").nth(1);
    text.split_at(second.map_or(text.len(), |(at, _)| at))
}

/// Files beside the text, as links.
#[must_use]
pub fn files(reader: &Reader, files: &[FileView]) -> Vec<File> {
    let beside = files
        .iter()
        .filter(|file| !file.inline || file.content_id.is_empty());
    beside
        .map(|file| File {
            name: row::or_else(&file.name, || file.public_id.clone()),
            size: number::bytes(reader.lang, u64::try_from(file.size).unwrap_or_default()),
            path: format!("/files/{}", file.public_id),
            missing: match file.bytes {
                FileState::Here => String::new(),
                FileState::Coming => t(reader.lang, "file-coming"),
                FileState::Lost(why) => t(reader.lang, &format!("file-lost-{}", why.code())),
            },
        })
        .collect()
}

fn note(reader: &Reader, entry: &EntryView, around: &Around<'_>) -> Note {
    let author = || speaker(reader, entry, around);
    let speaker = party(reader, entry).unwrap_or_else(|| match entry.code.as_str() {
        "own_mail" => format!("{} · {}", author(), own_mail::sent_to(reader, entry)),
        _ => author(),
    });
    Note {
        id: entry.public_id.clone(),
        face: super::Face {
            me: is_me(entry, around),
            ..named(&speaker)
        },
        speaker,
        at: reader.age(entry.occurred_at),
        at_iso: entry.occurred_at.to_string(),
        exact: exact(reader, entry),
        text: entry
            .body
            .as_ref()
            .map(|body| body.text.clone())
            .unwrap_or_else(|| entry.preview.clone()),
        files: files(reader, &entry.files),
    }
}

/// What a department was asked, or answered: «Ответ: юридический отдел».
fn party(reader: &Reader, entry: &EntryView) -> Option<String> {
    let key = match entry.code.as_str() {
        "side_task_asked" => "side-task-note-asked",
        "side_task_answered" => "side-task-note-answered",
        _ => return None,
    };
    let party = entry.params.get("party")?.as_str()?;
    Some(tr(reader.lang, key, &[("party", party.into())]))
}

fn event(reader: &Reader, entry: &EntryView, around: &Around<'_>) -> EventLine {
    let params = named_outcome(reader, entry, around);
    let words = match &entry.who {
        Who::System => words::event::entry(reader.of_events(), &entry.code, &params),
        _ => {
            let by = speaker(reader, entry, around);
            words::event::entry_by(reader.of_events(), &entry.code, &params, &by)
        }
    };
    EventLine {
        at: reader.age(entry.occurred_at),
        exact: exact(reader, entry),
        words,
    }
}

/// The parameters of a line, with an outcome under the name the desk has given it.
fn named_outcome<'a>(
    reader: &Reader,
    entry: &'a EntryView,
    around: &Around<'_>,
) -> Cow<'a, serde_json::Value> {
    let code = entry.params.get("outcome").and_then(serde_json::Value::as_str);
    let own = |named: &&NamedOutcome| Some(named.outcome.code()) == code && !named.names.is_empty();
    let Some(named) = around.outcomes.iter().find(own) else {
        return Cow::Borrowed(&entry.params);
    };
    let mut params = entry.params.clone();
    if let Some(outcome) = params.get_mut("outcome") {
        *outcome = choices::outcome(reader.lang, named).into();
    }
    Cow::Owned(params)
}

fn notable(reader: &Reader, entry: &EntryView) -> Notable {
    let late = entry.code.starts_with("clock_");
    Notable {
        level: if late { Level::Late } else { Level::Off },
        words: words::event::entry(reader.of_events(), &entry.code, &entry.params),
        reason: String::new(),
        at: reader.age(entry.occurred_at),
        exact: exact(reader, entry),
    }
}

/// What to call whoever did it.
fn speaker(reader: &Reader, entry: &EntryView, around: &Around<'_>) -> String {
    speaker_to(reader, entry, around.client)
}

/// The same, for the client of that name.
pub(super) fn speaker_to(reader: &Reader, entry: &EntryView, client: &str) -> String {
    let lang = reader.lang;
    match &entry.who {
        Who::Operator(person) => row::or_else(&person.name, || t(lang, "term-operator")),
        Who::Client { name } => row::or_else(name, || row::or_else(client, || t(lang, "term-client"))),
        Who::Visitor => row::or_else(client, || t(lang, "term-client")),
        Who::Integration { .. } | Who::System if entry.kind == EntryKind::MessageIn => {
            row::or_else(client, || t(lang, "term-client"))
        }
        Who::Integration { name } => row::or_else(name, || t(lang, "role-integration")),
        Who::System => t(lang, "role-system"),
    }
}

fn is_me(entry: &EntryView, around: &Around<'_>) -> bool {
    matches!(&entry.who, Who::Operator(person) if around.me == Some(person.public_id.as_str()))
}

fn exact(reader: &Reader, entry: &EntryView) -> String {
    reader.exact(entry.occurred_at)
}

fn recorded_late(reader: &Reader, entry: &EntryView) -> String {
    if entry.params.get("edited").is_some() {
        return t(reader.lang, "message-edited");
    }
    let ahead = entry.params.get(domain::intake::CLOCK_AHEAD);
    if let Some(said) = ahead.and_then(serde_json::Value::as_i64) {
        let said = domain::Moment::from_micros(said).to_timestamp();
        let said = when::moment(reader.lang, said, reader.now(), &reader.zone);
        return tr(reader.lang, "message-clock-ahead", &[("at", said.into())]);
    }
    let late = entry.recorded_at - entry.occurred_at;
    if late < LATE {
        return String::new();
    }
    let span = when::span(reader.lang, SignedDuration::from_micros(late));
    tr(reader.lang, "message-logged-late", &[("span", span.into())])
}
