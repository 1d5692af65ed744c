//! A ticket as a line of a list, the same for the first render and for live changes.

use super::{Reader, called, door_of, leading, named};
use crate::console::view::{Face, Row};
use desk::read::{AwayView, InboxRow, PersonName, QueuePlace};
use domain::ticket::{Speaker, State};
use words::{Lang, t, tr, when};

/// Somebody of ours; `me` is the public id of whoever looks, where that is known.
#[must_use]
pub fn face(person: &PersonName, me: Option<&str>) -> Face {
    Face {
        me: me == Some(person.public_id.as_str()),
        ..named(&person.name)
    }
}

/// A row; `query` goes behind the ticket's address, so that it opens beside the list it was found in.
#[must_use]
pub fn row(reader: &Reader, row: &InboxRow, me: Option<&str>, query: &str) -> Row {
    let lang = reader.lang;
    let our_turn = matches!(row.state, State::New | State::Open);
    let speaker = match row.last_speaker {
        Speaker::Client if row.state == State::New => String::new(),
        Speaker::Client => t(lang, "row-last-client"),
        Speaker::Operator => t(lang, "row-last-us"),
        Speaker::System => t(lang, "row-last-robot"),
    };
    Row {
        id: row.public_id.clone(),
        path: format!("/tickets/{}{query}", row.public_id),
        door: door_of(lang, &row.door),
        client: called::client(lang, &row.client_name, &row.handle),
        number: row.number.to_string(),
        subject: or_else(&row.title, || t(lang, "no-subject")),
        speaker,
        last_words: or_else(&row.last_words, || t(lang, "row-no-words")),
        tags: row.tags.clone(),
        assignee: row.assignee.as_ref().map(|person| face(person, me)),
        away: away(reader, row.away.as_ref()),
        clock: row.lead.as_ref().map(|lead| leading(reader, lead)),
        unread: our_turn && row.unread,
        version: row.version,
        undelivered: row.undelivered,
        untold: row.untold,
        queue: row.queue.map_or_else(String::new, |queue| in_queue(lang, &queue)),
    }
}

/// That somebody is away, until when, and who works for them.
#[must_use]
pub fn away(reader: &Reader, away: Option<&AwayView>) -> String {
    let Some(away) = away else {
        return String::new();
    };
    let until = when::moment(reader.lang, away.until.to_timestamp(), reader.now(), &reader.zone);
    match &away.deputy {
        Some(deputy) => tr(
            reader.lang,
            "away-deputy",
            &[("until", until.into()), ("deputy", deputy.name.as_str().into())],
        ),
        None => tr(reader.lang, "away", &[("until", until.into())]),
    }
}

/// A place in the queue of a chat, and whether whoever has it is still there.
fn in_queue(lang: Lang, queue: &QueuePlace) -> String {
    let place = i64::try_from(queue.place).unwrap_or(i64::MAX);
    let key = if queue.away { "row-queue-away" } else { "row-queue" };
    tr(lang, key, &[("place", place.into())])
}

/// The text, or what stands for one that is empty.
pub(super) fn or_else(text: &str, otherwise: impl FnOnce() -> String) -> String {
    if text.trim().is_empty() {
        otherwise()
    } else {
        text.to_owned()
    }
}
