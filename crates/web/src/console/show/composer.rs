//! The place to answer from: says to whom, by which door and which clocks it stops, before anything is sent.

use super::{Reader, called, client, clock, door_of, unfinished, ways};
use crate::console::promises::PromiseFields;
use crate::console::side_tasks::PartyFields;
use crate::console::view::{Choice, Composer, Draft, PromiseForm, ReplyForm};
use desk::read::{DraftView, TicketView};
use domain::clock::{ClockKind, Promised};
use domain::ticket::State;
use jiff::tz::TimeZone;
use words::{Lang, t, t_code, tr};

/// What somebody typed and why it was not taken: given back, so that nothing written is lost.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub reply: String,
    pub note: String,
    /// Why it was refused, what was kept, what to do next.
    pub error: String,
    pub on_note: bool,
    /// The key of the press that was refused: the next press is the same one.
    pub key: String,
    /// The promise that goes with the answer, or was made by voice.
    pub promise: PromiseFields,
    /// It stood in the answer's form.
    pub in_reply: bool,
    /// A button of the ticket's head was refused: told above the page, not in a form.
    pub refused: String,
    /// A question to a department that was not asked yet, and what its writer ought to know before.
    pub party: PartyFields,
    pub party_warning: String,
}

/// The composer of a ticket; none where nothing can be said any more.
#[must_use]
pub fn composer(
    reader: &Reader,
    ticket: &TicketView,
    from: &str,
    zone: &TimeZone,
    typed: &Typed,
) -> Option<Composer> {
    if ticket.state == State::Closed {
        return None;
    }
    let error = |on_note: bool| {
        if typed.on_note == on_note {
            typed.error.clone()
        } else {
            String::new()
        }
    };
    let draft = |what: &'static str, path: &str, typed_text: &str, kept: &DraftView, error: String| Draft {
        kind: what,
        keeps: format!("/tickets/{}/drafts/{what}", ticket.public_id),
        files: unfinished::files(reader, ticket, what, &kept.files),
        action: format!("/tickets/{}/{path}", ticket.public_id),
        draft_key: format!("{}-{what}", ticket.public_id),
        idempotency_key: if typed.key.is_empty() {
            domain::id::secret(20)
        } else {
            typed.key.clone()
        },
        version: ticket.version,
        // What was typed just now is newer than what was kept.
        text: if typed_text.is_empty() {
            kept.text.clone()
        } else {
            typed_text.to_owned()
        },
        error,
    };
    let reply = ReplyForm {
        draft: draft(
            "reply",
            "replies",
            &typed.reply,
            &ticket.unfinished.reply,
            error(false),
        ),
        promise: promise_form(reader, zone, &typed.promise, typed.in_reply),
        has_term: ticket
            .clocks
            .iter()
            .any(|clock| clock.open && clock.kind == ClockKind::Statutory),
        asked_way: match ticket.asked_way {
            Some(kind) => {
                let way = super::of_handle(reader.lang, kind).words;
                tr(reader.lang, "composer-asked-way", &[("way", way.into())])
            }
            None => String::new(),
        },
        ..way(reader, ticket, from)
    };
    Some(Composer {
        by_voice: promise_form(reader, zone, &typed.promise, !typed.in_reply),
        voice_action: format!("/tickets/{}/promises", ticket.public_id),
        reply,
        note: draft("note", "notes", &typed.note, &ticket.unfinished.note, error(true)),
        on_note: typed.on_note,
        writing: unfinished::writing(reader, ticket),
    })
}

/// The fields of a promise, in the desk's zone.
fn promise_form(reader: &Reader, zone: &TimeZone, typed: &PromiseFields, given: bool) -> PromiseForm {
    let lang = reader.lang;
    let empty = PromiseFields::default();
    let typed = if given { typed } else { &empty };
    PromiseForm {
        whats: Promised::ALL
            .iter()
            .map(|what| Choice {
                value: what.code().to_owned(),
                words: t_code(lang, "promised", what.code()),
                here: typed.promise_what == what.code(),
                ..Choice::default()
            })
            .collect(),
        date: typed.promise_date.clone(),
        time: typed.promise_time.clone(),
        anyway: typed.promise_anyway == "1",
        today: zone.to_datetime(reader.now()).date().to_string(),
        zone: words::zone::label(lang, zone, reader.now()),
    }
}

/// To whom, by which door, from which address, and what the answer stops.
fn way(reader: &Reader, ticket: &TicketView, from: &str) -> ReplyForm {
    let lang = reader.lang;
    let one = |value: String, words: String| {
        vec![Choice {
            value,
            words,
            here: true,
            ..Choice::default()
        }]
    };
    let ways = ways::ways(reader, ticket);
    let identity = ticket.client.identities.iter().find(|identity| identity.current);
    // The one way there is may be another than the talk went on by: it is named, and goes along with the answer.
    let chosen = ways.len() > 1 || (ways.len() == 1 && identity.is_none_or(|identity| !identity.reachable));
    let to = identity.map(|identity| {
        let name = client::name(reader, ticket);
        let address = called::address(lang, &identity.handle);
        // Where there is a choice, or nothing leads there, the way beside it says where it goes.
        if name == address || chosen || !identity.reachable {
            name
        } else {
            format!("{name} ‹{address}›")
        }
    });
    let on_paper = ways
        .iter()
        .any(|way| way.here && way.value.starts_with("postal:"));
    let blocked = if to.is_none() {
        t(lang, "composer-no-recipient")
    } else {
        String::new()
    };
    let written = Lang::parse(&ticket.lang)
        .or_else(|| Lang::parse(&ticket.client.lang))
        .unwrap_or_default();
    ReplyForm {
        to: to.unwrap_or_default(),
        // Where there is a choice of ways, it names address and door.
        doors: if chosen {
            Vec::new()
        } else {
            one(ticket.door.public_id.clone(), door_of(lang, &ticket.door).words)
        },
        ways: if chosen { ways } else { Vec::new() },
        from: if from.is_empty() {
            Vec::new()
        } else {
            one(String::new(), from.to_owned())
        },
        languages: one(
            written.code().to_owned(),
            words::t_code(lang, "language", written.code()),
        ),
        stops: stops(reader, ticket),
        warnings: if on_paper {
            vec![t(lang, "composer-on-paper")]
        } else {
            Vec::new()
        },
        can_attach: true,
        blocked,
        ..ReplyForm::default()
    }
}

fn stops(reader: &Reader, ticket: &TicketView) -> String {
    let lang = reader.lang;
    let named: Vec<String> = ticket
        .clocks
        .iter()
        .filter(|clock| clock.stopped_by_answer)
        .map(|open| clock::of_clock(reader, open))
        .map(|clock| format!("{}, {}", clock.what, clock.words))
        .collect();
    match named.as_slice() {
        [] => t(lang, "composer-stops-nothing"),
        [one] => tr(lang, "composer-stops-clock", &[("clock", one.as_str().into())]),
        many => tr(
            lang,
            "composer-stops-clocks",
            &[("clocks", many.join("; ").into())],
        ),
    }
}
