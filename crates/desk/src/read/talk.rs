//! A talk as its visitor sees it: what was said between us on the newest ticket, and what of it waits to be seen. The visitor
//! is proved by a secret, which the door has turned into an address.

use super::follow_up::{self, Said, Turn};
use super::talk_history::Before;
use crate::beside::Reads;
use crate::{Desk, DeskError, DeskResult};
use domain::delivery::DeliveryFate;
use domain::entry::{Entry, EntryKind};
use domain::{EntryId, Handle, HandleKind, TicketId};
use std::collections::BTreeSet;
use store::rows::{DeliveryLine, TimelineLine, TimelineQuery};

/// Lines of a talk, the newest.
const MOST_LINES: i64 = 100;

/// The newest talk of a visitor.
#[derive(Clone, Debug)]
pub struct Talk {
    pub ticket: TicketId,
    /// Public id of the ticket; a message goes onto it unless it is closed.
    pub public_id: String,
    pub number: String,
    /// Secret of the private page.
    pub link_secret: String,
    pub turn: Turn,
    /// ISO 639-1: the language that the talk is held in.
    pub lang: String,
    /// Oldest first.
    pub lines: Vec<TalkLine>,
    /// The client said where else to be reached.
    pub address_known: bool,
    /// Where older lines begin: of this talk, or of those before it; nothing where there are none.
    pub before: Option<Before>,
    /// They wait for a first person; the ticket they wait on.
    pub waits: Option<Waits>,
}

/// A visitor in the queue for a first person.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Waits {
    pub ticket: TicketId,
    /// Nobody has told yet that a page of theirs is open.
    pub away: bool,
}

/// Where a talk stands.
#[derive(Clone, Debug)]
pub struct TalkHead {
    /// Public id of the ticket.
    pub public_id: String,
    pub turn: Turn,
    /// The client said where else to be reached.
    pub address_known: bool,
}

impl TalkHead {
    /// Whether a message goes on with it.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.turn != Turn::Closed
    }
}

/// Something said.
#[derive(Clone, Debug)]
pub struct TalkLine {
    pub said: Said,
    /// What follows the message through the logs; a visitor's page knows its own messages by it.
    pub trace: String,
    /// A message of ours that its client has not confirmed to have seen.
    pub unseen: bool,
}

impl Talk {
    /// Whether it is not dealt with yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.turn, Turn::Ours | Turn::Yours)
    }
}

impl Desk {
    /// Where the newest talk of an address stands, without what was said; `None` before the first message. Whoever asks has
    /// proved that the address is theirs.
    ///
    /// # Errors
    /// The store is away.
    pub async fn talk_head(&self, who: &Handle) -> DeskResult<Option<TalkHead>> {
        let who = who.clone();
        let found = self.store().read(move |reader| -> Result<_, store::StoreError> {
            let Some(talk) = reader.talk_of(&who)? else {
                return Ok(None);
            };
            let said = reader.bare_timeline(&talk.ticket, &said_in(&talk))?;
            Ok(Some(TalkHead {
                turn: follow_up::turn(talk.ticket.state, talk.ticket.outcome.as_ref()),
                public_id: talk.ticket.public_id,
                address_known: said.iter().any(names_address),
            }))
        });
        Ok(found.await?)
    }

    /// The newest talk of an address whose owner was proved by the door; `None` before the first message.
    ///
    /// # Errors
    /// The store is away.
    pub async fn talk(&self, who: &Handle) -> DeskResult<Option<Talk>> {
        let (setup, who, now) = (self.setup(), who.clone(), self.now());
        let found = self
            .store()
            .read(move |reader| -> Result<_, store::StoreError> {
                let Some(talk) = reader.talk_of(&who)? else {
                    return Ok(None);
                };
                let timeline = reader.timeline(&talk.ticket, &said_in(&talk))?;
                let older = timeline.earlier > 0 || reader.talks_until(&who, talk.ticket.id, 2)?.len() > 1;
                let waits = reader.waiting_talk(talk.ticket.id)?;
                let all: Vec<_> = talk.absorbed.iter().copied().chain([talk.ticket.id]).collect();
                let held = reader.held_answers(&all, now)?;
                Ok(Some((talk, timeline, waits, held, older)))
            })
            .await?;
        let Some((talk, timeline, waits, held, older)) = found else {
            return Ok(None);
        };
        let ticket = talk.ticket;
        let reads = Reads::new(&ticket.lang, &setup.zone, &talk.zone);
        let address_known = timeline.lines.iter().any(|line| names_address(&line.entry));
        let oldest = timeline.lines.first().map(|line| &line.entry);
        let before = oldest
            .filter(|_| older)
            .map(|entry| Before::line(ticket.id, entry));
        let held: BTreeSet<EntryId> = held.into_iter().map(|(_, held)| held.entry).collect();
        let left = timeline.lines.into_iter().filter(|line| has_left(line, &held));
        let lines = left.map(|one| line(&reads, one)).collect::<DeskResult<_>>()?;
        Ok(Some(Talk {
            ticket: ticket.id,
            public_id: ticket.public_id.clone(),
            number: setup.number.show(ticket.number),
            link_secret: ticket.link_secret.clone(),
            turn: follow_up::turn(ticket.state, ticket.outcome.as_ref()),
            address_known,
            lang: ticket.lang,
            lines,
            before,
            waits: waits.map(|away| Waits {
                ticket: ticket.id,
                away,
            }),
        }))
    }

    /// Of these messages of ours, by public id, those that wait to be seen at an address; with the ids that reports
    /// about them use. Messages to anybody else are not among them.
    ///
    /// # Errors
    /// The store is away.
    pub async fn unconfirmed(&self, who: &Handle, entries: Vec<String>) -> DeskResult<Vec<(String, String)>> {
        let who = who.clone();
        let found = self
            .store()
            .read(move |reader| reader.unconfirmed(&who, &entries));
        found
            .await
            .map_err(|error: store::StoreError| DeskError::from(error))
    }
}

pub(super) fn said_in(talk: &store::rows::Talk) -> TimelineQuery {
    TimelineQuery {
        before: None,
        limit: MOST_LINES,
        with: talk.absorbed.clone(),
        kinds: vec![EntryKind::MessageIn, EntryKind::MessageOut],
        names: false,
        also: Vec::new(),
        steps: BTreeSet::new(),
        client: None,
        people: Default::default(),
    }
}

fn names_address(entry: &Entry) -> bool {
    entry.params.get("reach").is_some()
}

/// What may still be undone, is not dispatched yet, or did not get out, was not said. What is to go where the client is now is
/// read here at once, whether another system has taken it over or not.
pub(super) fn has_left(line: &TimelineLine, held: &BTreeSet<EntryId>) -> bool {
    let out = |delivery: &DeliveryLine| match delivery.fate {
        DeliveryFate::Failed => false,
        DeliveryFate::Queued => matches!(delivery.to.kind, HandleKind::Visitor | HandleKind::Account),
        _ => true,
    };
    line.entry.kind == EntryKind::MessageIn
        || (!held.contains(&line.entry.id) && (line.deliveries.is_empty() || line.deliveries.iter().any(out)))
}

pub(super) fn line(reads: &Reads, line: TimelineLine) -> DeskResult<TalkLine> {
    let seen = line
        .deliveries
        .iter()
        .any(|one| one.fate == DeliveryFate::Delivered);
    // A reminder of the talk's own is read where it stands.
    let brought = !line.deliveries.is_empty();
    let trace = line.entry.trace.clone();
    let said = follow_up::said(reads, line)?;
    Ok(TalkLine {
        // Whoever was called knows.
        unseen: said.ours && said.call.is_none() && brought && !seen,
        trace,
        said,
    })
}
