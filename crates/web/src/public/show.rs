//! A ticket in its client's words.

use super::called;
use crate::console::show::{Reader, files, zone_of};
use crate::console::view::{FollowUpPage, Page, Said};
use desk::read::{Deadline, FollowUp, Line, Turn};
use jiff::tz::TimeZone;
use words::mail::How;
use words::{Lang, number, t, tr, when};

/// What the client typed and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub text: String,
    pub error: String,
    pub done: String,
    pub key: String,
}

/// What the client is told of a request, on every page.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The first line.
    pub deadline: String,
    pub state: String,
    pub who: String,
    pub how: String,
}

/// Deadline, state, who and how.
#[must_use]
pub fn facts(reader: &Reader, found: &FollowUp) -> Facts {
    Facts {
        deadline: deadline(reader, found),
        state: state(reader.lang, found.turn),
        who: who(reader.lang, found),
        how: how(reader.lang, found),
    }
}

/// The page.
#[must_use]
pub fn follow_up(page: Page, reader: &Reader, found: &FollowUp, path: &str, typed: Typed) -> FollowUpPage {
    let lang = reader.lang;
    let brand = found
        .brand
        .as_ref()
        .map_or_else(|| page.desk.clone(), |brand| brand.name.clone());
    let facts = facts(reader, found);
    let closed = found.turn == Turn::Closed;
    let is_open = matches!(found.turn, Turn::Ours | Turn::Yours);
    let unless = |closed: bool, path: String| if closed { String::new() } else { path };
    FollowUpPage {
        number: title(lang, found),
        deadline: facts.deadline,
        deadline_note: String::new(),
        state: facts.state,
        subject: if found.title.is_empty() {
            title(lang, found)
        } else {
            found.title.clone()
        },
        who: facts.who,
        how: facts.how,
        more: if found.more {
            t(lang, "client-page-earlier")
        } else {
            String::new()
        },
        history: found
            .history
            .iter()
            .map(|line| line_of(reader, line, &brand, path))
            .collect(),
        solve: unless(!is_open, format!("{path}/solution")),
        withdraw: unless(!is_open, format!("{path}/withdrawal")),
        answer: unless(closed, format!("{path}/messages")),
        idempotency_key: if typed.key.is_empty() {
            domain::id::secret(20)
        } else {
            typed.key
        },
        text: typed.text,
        error: typed.error,
        done: typed.done,
        closed: if closed {
            t(lang, "client-page-state-closed")
        } else {
            String::new()
        },
        logo: String::new(),
        brand_css: String::new(),
        brand,
        page,
    }
}

/// What the request is called: «Обращение № 2026-000001».
#[must_use]
pub fn title(lang: Lang, found: &FollowUp) -> String {
    let number = number::ticket(lang, &found.number);
    tr(lang, "client-page-title", &[("number", number.into())])
}

fn state(lang: Lang, turn: Turn) -> String {
    t(
        lang,
        match turn {
            Turn::Ours => "client-page-state-open",
            Turn::Yours => "client-page-state-waiting-client",
            Turn::Resolved => "client-page-state-resolved",
            Turn::Withdrawn => "client-page-state-withdrawn",
            Turn::Closed => "client-page-state-closed",
        },
    )
}

/// The first line: the deadline, or how it stands where there is none.
fn deadline(reader: &Reader, found: &FollowUp) -> String {
    let lang = reader.lang;
    let Some(deadline) = &found.deadline else {
        return state(lang, found.turn);
    };
    if deadline.paused {
        return t(lang, "client-page-due-paused");
    }
    let due = not_later(reader, found, deadline);
    let key = if deadline.missed {
        "client-page-due-late"
    } else {
        "client-page-due"
    };
    tr(lang, key, &[("due", due.into())])
}

fn not_later(reader: &Reader, found: &FollowUp, deadline: &Deadline) -> String {
    let desk = zone_of(&deadline.zone);
    let own: Option<TimeZone> = Some(&found.zone)
        .filter(|zone| !zone.is_empty())
        .map(|zone| zone_of(zone));
    when::not_later(
        reader.lang,
        deadline.due.to_timestamp(),
        reader.now(),
        &desk,
        own.as_ref(),
    )
}

/// The team in the reader's language, else in that of the ticket.
fn who(lang: Lang, found: &FollowUp) -> String {
    let named = found
        .team
        .get(lang.code())
        .or_else(|| found.team.get(&found.lang));
    named.cloned().unwrap_or_default()
}

/// By voice where the client asked for that, else where written answers go.
fn how(lang: Lang, found: &FollowUp) -> String {
    let how = found
        .call
        .clone()
        .map_or_else(|| How::to(&found.answers_to), How::Phone);
    how.sentence(lang)
}

/// Something said, or that the request was over or came back.
fn line_of(reader: &Reader, line: &Line, brand: &str, path: &str) -> Said {
    let said = match line {
        Line::Said(said) => said,
        Line::Turned { at, to } => {
            return Said {
                turned: true,
                at: reader.age(*at),
                exact: reader.exact(*at),
                text: t(reader.lang, turned(*to)),
                ..Said::default()
            };
        }
    };
    if let Some(call) = &said.call {
        return Said {
            turned: true,
            at: reader.age(said.at),
            exact: reader.exact(said.at),
            text: called::words(reader.lang, call),
            ..Said::default()
        };
    }
    let mut shown = files(reader, &said.files);
    for (file, own) in shown.iter_mut().zip(&said.files) {
        file.path = format!("{path}/files/{}", own.public_id);
    }
    Said {
        ours: said.ours,
        turned: false,
        speaker: if said.ours {
            brand.to_owned()
        } else {
            t(reader.lang, "client-page-you")
        },
        at: reader.age(said.at),
        exact: reader.exact(said.at),
        text: said.text.clone(),
        files: shown,
    }
}

fn turned(to: Turn) -> &'static str {
    match to {
        Turn::Ours | Turn::Yours => "client-page-turned-open",
        Turn::Resolved => "client-page-turned-resolved",
        Turn::Withdrawn => "client-page-withdrawn",
        Turn::Closed => "client-page-turned-closed",
    }
}
