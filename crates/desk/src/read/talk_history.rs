//! What was said with a visitor before what their page shows: older lines of the talk, then the talks before it. The visitor is
//! proved by a secret, which the door has turned into an address.

use super::talk::{TalkLine, has_left, line, said_in};
use crate::beside::Reads;
use crate::{Desk, DeskError, DeskResult};
use domain::entry::Entry;
use domain::{EntryId, Handle, Moment, TicketId};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use store::rows::{Talk as Found, TimelineQuery};

/// Lines of a page.
const MOST_LINES: i64 = 50;
/// Older talks looked into for one page: some have nothing that their client may read.
const MOST_TALKS: usize = 10;

/// Where older lines begin: before a line of a ticket. It names no secret: whoever asks sees their own talks alone.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Before {
    ticket: TicketId,
    at: Moment,
    seq: i64,
}

impl Before {
    /// Before that line of a ticket, or of what became part of it.
    pub(super) fn line(ticket: TicketId, entry: &Entry) -> Self {
        Self {
            ticket,
            at: entry.occurred_at,
            seq: entry.seq,
        }
    }
}

impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.ticket.0, self.at.as_micros(), self.seq)
    }
}

impl FromStr for Before {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        let parts: Vec<i64> = text.split('.').filter_map(|part| part.parse().ok()).collect();
        match parts.as_slice() {
            &[ticket, at, seq] => Ok(Self {
                ticket: TicketId(ticket),
                at: Moment::from_micros(at),
                seq,
            }),
            _ => Err(DeskError::invalid(
                "before",
                "invalid",
                "this is no place in a talk",
            )),
        }
    }
}

/// A page of older lines.
#[derive(Clone, Debug, Default)]
pub struct TalkPage {
    /// Oldest first.
    pub lines: Vec<TalkLine>,
    /// Where still older ones begin; nothing where there are none.
    pub before: Option<Before>,
}

impl Desk {
    /// Older lines of the talks of an address whose owner was proved by the door: the newest that come before a place.
    ///
    /// # Errors
    /// The store is away.
    pub async fn talk_before(&self, who: &Handle, before: Before) -> DeskResult<TalkPage> {
        let (setup, who, now) = (self.setup(), who.clone(), self.now());
        let found = self.store().read(move |reader| -> Result<_, store::StoreError> {
            let talks = reader.talks_until(&who, before.ticket, MOST_TALKS)?;
            let (mut pages, mut left, mut next) = (Vec::new(), MOST_LINES, None);
            for talk in talks {
                if left == 0 {
                    next = Some(newest(&talk));
                    break;
                }
                let query = TimelineQuery {
                    before: (talk.ticket.id == before.ticket).then_some((before.at, before.seq)),
                    limit: left,
                    ..said_in(&talk)
                };
                let timeline = reader.timeline(&talk.ticket, &query)?;
                let all: Vec<_> = talk.absorbed.iter().copied().chain([talk.ticket.id]).collect();
                let held = reader.held_answers(&all, now)?;
                left -= i64::try_from(timeline.lines.len()).unwrap_or(left).min(left);
                let oldest = timeline.lines.first().filter(|_| timeline.earlier > 0);
                next = oldest.map(|line| Before::line(talk.ticket.id, &line.entry));
                pages.push((talk, timeline, held));
                if next.is_some() {
                    break;
                }
            }
            Ok((pages, next))
        });
        let (pages, before) = found.await?;
        let mut lines = Vec::new();
        for (talk, timeline, held) in pages.into_iter().rev() {
            let reads = Reads::new(&talk.ticket.lang, &setup.zone, &talk.zone);
            let held: BTreeSet<EntryId> = held.into_iter().map(|(_, held)| held.entry).collect();
            let left = timeline.lines.into_iter().filter(|line| has_left(line, &held));
            for one in left {
                lines.push(line(&reads, one)?);
            }
        }
        Ok(TalkPage { lines, before })
    }
}

/// Everything of a talk comes before it.
fn newest(talk: &Found) -> Before {
    Before {
        ticket: talk.ticket.id,
        at: domain::time::NEVER,
        seq: i64::MAX,
    }
}
