//! The queues of chats: who waits for a first person, in which order, and how talks went.

use super::DeskReader;
use super::names::{Door, door};
use crate::desk::require;
use crate::{Desk, DeskResult};
use domain::time::DAY;
use domain::{Moment, Permission, TicketId};
use std::collections::BTreeMap;
use store::rows::{InQueue, TalkCounts};

/// Somebody's place in the queue of their chat.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct QueuePlace {
    /// 1 is next.
    pub place: usize,
    pub since: Moment,
    /// No page of theirs is open at the moment.
    pub away: bool,
}

/// Places by ticket.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Queue {
    pub places: BTreeMap<TicketId, QueuePlace>,
}

impl Queue {
    /// The place of one.
    pub(super) fn with(found: Option<(i64, InQueue)>) -> Self {
        let place = |(place, one): (i64, InQueue)| {
            let at = QueuePlace {
                place: usize::try_from(place).unwrap_or(usize::MAX),
                since: one.since,
                away: one.away,
            };
            (one.ticket, at)
        };
        Self {
            places: found.into_iter().map(place).collect(),
        }
    }

    pub(super) fn of(waiting: &[InQueue]) -> Self {
        let mut before = BTreeMap::new();
        let places = waiting.iter().map(|one| {
            let place: &mut usize = before.entry(one.channel).or_default();
            *place += 1;
            let at = QueuePlace {
                place: *place,
                since: one.since,
                away: one.away,
            };
            (one.ticket, at)
        });
        Self {
            places: places.collect(),
        }
    }
}

/// How talks at a door went within a span.
#[derive(Clone, Debug)]
pub struct TalkReport {
    pub door: Door,
    pub counts: TalkCounts,
}

impl Desk {
    /// Who waits for a first person in which chat at the moment.
    ///
    /// # Errors
    /// The store is away.
    pub async fn chat_queue(&self) -> DeskResult<Queue> {
        let waiting = self
            .store()
            .read::<_, store::StoreError, _>(|reader| reader.chat_queue())
            .await?;
        Ok(Queue::of(&waiting))
    }

    /// How the talks of the last 24 hours went, over all chats, and how many wait for a first person now.
    ///
    /// # Errors
    /// The store is away.
    pub async fn talks_today(&self) -> DeskResult<(TalkCounts, i64)> {
        let now = self.now();
        let from = now.saturating_sub(DAY);
        let found = self.store().read::<_, store::StoreError, _>(move |reader| {
            Ok((reader.talk_counts(from, now)?, reader.chat_queue()?.len()))
        });
        let (counted, waiting) = found.await?;
        let mut sum = TalkCounts::default();
        for counts in counted.values() {
            sum.begun += counts.begun;
            sum.answered += counts.answered;
            sum.abandoned += counts.abandoned;
            sum.idle += counts.idle;
            sum.waiting += counts.waiting;
        }
        Ok((sum, i64::try_from(waiting).unwrap_or(i64::MAX)))
    }
}

impl DeskReader {
    /// How the talks that began within a span went, by the chat they were held in: chats without any are left out.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn talk_report(&self, from: Moment, to: Moment) -> DeskResult<Vec<TalkReport>> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        self.snapshot(move |reader, _| {
            let counted = reader.talk_counts(from, to)?.into_iter();
            Ok(counted
                .map(|(id, counts)| TalkReport {
                    door: door(&setup, id),
                    counts,
                })
                .collect())
        })
        .await
    }
}
