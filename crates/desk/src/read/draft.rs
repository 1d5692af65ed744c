//! What is in the middle of being written on a ticket: one's own drafts in full, of others only that they write.

use super::names::PersonName;
use crate::DeskResult;
use crate::ticket::is_writing;
use domain::draft::{DraftKind, Held};
use domain::{Moment, OperatorId, Principal};
use store::Reader;
use store::rows::{DraftFile, TicketFile};

/// One's own draft.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DraftView {
    pub text: String,
    pub files: Vec<DraftFileView>,
}

/// A file laid beside a draft.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftFileView {
    pub public_id: String,
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// Everything unfinished on a ticket, for one reader.
#[derive(Clone, Debug, Default)]
pub struct Unfinished {
    pub reply: DraftView,
    pub note: DraftView,
    /// Others who write to the client at the moment.
    pub writing: Vec<PersonName>,
    /// Answers of the reader's that may still be undone, oldest first.
    pub held: Vec<HeldView>,
}

/// An answer that may still be undone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldView {
    /// Public id of the line of the timeline.
    pub entry: String,
    /// The last instant at which it may be.
    pub until: Moment,
}

/// Reads what a principal may know of it.
pub(super) fn unfinished(
    reader: &mut Reader<'_>,
    file: &TicketFile,
    principal: &Principal,
    now: Moment,
) -> DeskResult<Unfinished> {
    let (actor, ticket) = (principal.actor(), file.ticket.id);
    let own = |(_, held): &(String, Held)| held.actor == actor;
    let held = match file.has.held {
        true => reader.held_answers(&[ticket], now)?,
        false => Vec::new(),
    };
    let held = held.into_iter().filter(own);
    let mut found = Unfinished {
        held: held
            .map(|(entry, held)| HeldView {
                entry,
                until: held.until,
            })
            .collect(),
        ..Unfinished::default()
    };
    let me = match principal {
        Principal::Operator { id, .. } => Some(*id),
        _ => None,
    };
    let mut others: Vec<OperatorId> = Vec::new();
    let drafts = match file.has.drafts {
        true => reader.drafts(ticket)?,
        false => Vec::new(),
    };
    for draft in drafts {
        let kind = draft.key.kind;
        if Some(draft.key.operator) == me {
            of_kind(&mut found, kind).text = draft.text;
        } else if kind == DraftKind::Reply && is_writing(draft.updated_at, now) {
            others.push(draft.key.operator);
        }
    }
    if let Some(me) = me.filter(|_| file.has.draft_files) {
        for DraftFile {
            public_id,
            kind,
            file,
        } in reader.draft_files(ticket, me)?
        {
            let shown = DraftFileView {
                public_id,
                name: file.name,
                size: file.size,
            };
            of_kind(&mut found, kind).files.push(shown);
        }
    }
    if !others.is_empty() {
        let people = reader.people(&others)?;
        found.writing = people.into_iter().map(PersonName::from).collect();
    }
    Ok(found)
}

fn of_kind(found: &mut Unfinished, kind: DraftKind) -> &mut DraftView {
    match kind {
        DraftKind::Reply => &mut found.reply,
        DraftKind::Note => &mut found.note,
    }
}
