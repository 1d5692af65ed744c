//! A ticket in its client's words.

use crate::console::show::{Reader, files, zone_of};
use crate::console::view::{FollowUpPage, Page, Said};
use desk::read::{Deadline, FollowUp, Line, Turn};
use domain::{Handle, HandleKind};
use jiff::tz::TimeZone;
use words::mail::How;
use words::{Lang, t, tr, when};

/// What the client typed and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub text: String,
    pub error: String,
    pub done: String,
    pub key: String,
}

/// The page.
#[must_use]
pub fn follow_up(page: Page, reader: &Reader, found: &FollowUp, path: &str, typed: Typed) -> FollowUpPage {
    let lang = reader.lang;
    let brand = found
        .brand
        .as_ref()
        .map_or_else(|| page.desk.clone(), |brand| brand.name.clone());
    let (deadline, deadline_note) = deadline(reader, found);
    let closed = found.turn == Turn::Closed;
    FollowUpPage {
        number: found.number.to_string(),
        deadline,
        deadline_note,
        state: state(lang, found.turn),
        subject: if found.title.is_empty() {
            t(lang, "no-subject")
        } else {
            found.title.clone()
        },
        who: found.team.clone(),
        how: how(lang, &found.answers_to),
        history: found
            .history
            .iter()
            .filter_map(|line| said(reader, line, &brand, path))
            .collect(),
        answer: if closed {
            String::new()
        } else {
            format!("{path}/messages")
        },
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

fn state(lang: Lang, turn: Turn) -> String {
    t(
        lang,
        match turn {
            Turn::Ours => "client-page-state-open",
            Turn::Yours => "client-page-state-waiting-client",
            Turn::Resolved => "client-page-state-resolved",
            Turn::Closed => "client-page-state-closed",
        },
    )
}

/// The first line, and what is to be said about it.
fn deadline(reader: &Reader, found: &FollowUp) -> (String, String) {
    let lang = reader.lang;
    let Some(deadline) = &found.deadline else {
        return (state(lang, found.turn), String::new());
    };
    let due = not_later(reader, found, deadline);
    if deadline.paused {
        return (t(lang, "client-page-due-paused"), String::new());
    }
    if deadline.missed {
        return (
            tr(lang, "client-page-due-late", &[("due", due.into())]),
            String::new(),
        );
    }
    (tr(lang, "client-page-due", &[("due", due.into())]), String::new())
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

fn how(lang: Lang, to: &Handle) -> String {
    let how = match to.kind {
        HandleKind::Email => How::Email(to.value.clone()),
        HandleKind::Phone => How::Phone(to.value.clone()),
        HandleKind::Account => How::Account,
        HandleKind::Visitor => How::Chat,
        HandleKind::Postal => How::Letter,
        HandleKind::Telegram => How::Messenger("Telegram".to_owned()),
        HandleKind::Max => How::Messenger("MAX".to_owned()),
    };
    how.sentence(lang)
}

fn said(reader: &Reader, line: &Line, brand: &str, path: &str) -> Option<Said> {
    let Line::Said(said) = line else { return None };
    let mut shown = files(reader, &said.files);
    for (file, own) in shown.iter_mut().zip(&said.files) {
        file.path = format!("{path}/files/{}", own.public_id);
    }
    Some(Said {
        ours: said.ours,
        speaker: if said.ours {
            brand.to_owned()
        } else {
            t(reader.lang, "client-page-you")
        },
        at: reader.age(said.at),
        exact: reader.exact(said.at),
        text: said.text.clone(),
        files: shown,
    })
}
