//! The queue of those who wait in a chat for a first person, and how the talks of a span went.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::chat_talk::{unless_never, waiting};
use crate::rows::read_sql::Sql;
use crate::schema::chat_talk;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::talk::Ending;
use domain::time::NEVER;
use domain::{ChannelId, Moment, TicketId};
use std::collections::BTreeMap;

/// How talks went.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct TalkCounts {
    /// Talks that began.
    pub begun: i64,
    /// Of them, those that a person answered.
    pub answered: i64,
    /// Those whose visitor left the queue before anybody answered.
    pub abandoned: i64,
    /// Those that ended because the visitor said nothing more.
    pub idle: i64,
    /// Those that wait for a first person still.
    pub waiting: i64,
}

/// A visitor in the queue.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct InQueue {
    pub ticket: TicketId,
    pub channel: ChannelId,
    pub since: Moment,
    /// No page of theirs is open at the moment.
    pub away: bool,
}

/// A talk that waits, with how many wait before it.
#[derive(QueryableByName)]
struct PlaceRow {
    #[diesel(sql_type = BigInt)]
    channel_id: i64,
    #[diesel(sql_type = BigInt)]
    began_at: i64,
    #[diesel(sql_type = BigInt)]
    left_at: i64,
    #[diesel(sql_type = BigInt)]
    ahead: i64,
}

/// Places behind the thousandth are not told apart. Nothing lies behind what never comes: compared so, the ticket's own index is the
/// narrower one, however few wait.
fn place_of(ticket: TicketId) -> Sql {
    let never = NEVER.as_micros();
    let mut sql = Sql::new(
        "SELECT mine.channel_id, mine.began_at, mine.left_at, (SELECT count(*) FROM (SELECT 1 FROM chat_talk AS ahead WHERE ahead.ended_at = ",
    );
    sql.int(never)
        .push(" AND ahead.answered_at = ")
        .int(never)
        .push(
            " AND ahead.channel_id = mine.channel_id AND ahead.began_at <= mine.began_at \
             AND (ahead.began_at < mine.began_at OR ahead.id < mine.id) LIMIT 1000) AS bounded) AS ahead \
             FROM chat_talk AS mine WHERE mine.ticket_id = ",
        )
        .int(ticket.0)
        .push(" AND mine.ended_at >= ")
        .int(never)
        .push(" AND mine.answered_at >= ")
        .int(never);
    sql
}

impl Reader<'_> {
    /// Everybody who waits for a first person in a chat, in their order.
    ///
    /// # Errors
    /// The store's own.
    pub fn chat_queue(&mut self) -> Result<Vec<InQueue>, StoreError> {
        let rows: Vec<(i64, i64, i64, i64)> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(waiting())
            .order((chat_talk::channel_id, chat_talk::began_at, chat_talk::id))
            .select((
                chat_talk::ticket_id,
                chat_talk::channel_id,
                chat_talk::began_at,
                chat_talk::left_at
            ))
            .load(c))?;
        let waits = rows.into_iter().map(|(ticket, channel, since, left)| InQueue {
            ticket: TicketId(ticket),
            channel: ChannelId(channel),
            since: Moment::from_micros(since),
            away: unless_never(left).is_some(),
        });
        Ok(waits.collect())
    }

    /// Whether the visitor of a ticket waits for a first person, and if so whether they are away; nothing where they do not.
    ///
    /// # Errors
    /// The store's own.
    pub fn waiting_talk(&mut self, ticket: TicketId) -> Result<Option<bool>, StoreError> {
        let left: Option<i64> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(chat_talk::ticket_id.eq(ticket.0))
            .filter(waiting())
            .select(chat_talk::left_at)
            .first(c)
            .optional())?;
        Ok(left.map(|at| unless_never(at).is_some()))
    }

    /// The place of one ticket in the queue of its chat, from 1; nothing where its visitor waits for nobody. One statement, which
    /// reads those before it and no more than a thousand of them.
    ///
    /// # Errors
    /// The store's own.
    pub fn queue_place(&mut self, ticket: TicketId) -> Result<Option<(i64, InQueue)>, StoreError> {
        let rows: Vec<PlaceRow> = place_of(ticket).load(self.conn)?;
        // Of two talks that one ticket has by a merge the later one is shown, as in the whole queue.
        let found = rows.into_iter().max_by_key(|row| (row.channel_id, row.began_at));
        Ok(found.map(|row| {
            let waits = InQueue {
                ticket,
                channel: ChannelId(row.channel_id),
                since: Moment::from_micros(row.began_at),
                away: unless_never(row.left_at).is_some(),
            };
            (row.ahead + 1, waits)
        }))
    }

    /// How that statement would be run.
    ///
    /// # Errors
    /// The store's own.
    #[doc(hidden)]
    pub fn queue_place_plan(&mut self, ticket: TicketId) -> Result<Vec<String>, StoreError> {
        place_of(ticket).plan(self.conn)
    }

    /// How the talks that began within a span went, by channel: [from, to).
    ///
    /// # Errors
    /// The store's own.
    pub fn talk_counts(
        &mut self,
        from: Moment,
        to: Moment,
    ) -> Result<BTreeMap<ChannelId, TalkCounts>, StoreError> {
        let never = NEVER.as_micros();
        let all: Vec<(i64, String, i64)> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(chat_talk::began_at.ge(from.as_micros()))
            .filter(chat_talk::began_at.lt(to.as_micros()))
            .group_by((chat_talk::channel_id, chat_talk::ending))
            .select((chat_talk::channel_id, chat_talk::ending, count_star()))
            .load(c))?;
        let waiting: Vec<(i64, String, i64)> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(chat_talk::began_at.ge(from.as_micros()))
            .filter(chat_talk::began_at.lt(to.as_micros()))
            .filter(chat_talk::answered_at.eq(never))
            .group_by((chat_talk::channel_id, chat_talk::ending))
            .select((chat_talk::channel_id, chat_talk::ending, count_star()))
            .load(c))?;
        let mut counted: BTreeMap<ChannelId, TalkCounts> = BTreeMap::new();
        for (channel, ending, count) in all {
            let counts = counted.entry(ChannelId(channel)).or_default();
            counts.begun += count;
            counts.answered += count;
            match ending.as_str() {
                code if code == Ending::Abandoned.code() => counts.abandoned += count,
                code if code == Ending::Idle.code() => counts.idle += count,
                _ => {}
            }
        }
        for (channel, ending, count) in waiting {
            let counts = counted.entry(ChannelId(channel)).or_default();
            counts.answered -= count;
            if ending.is_empty() {
                counts.waiting += count;
            }
        }
        Ok(counted)
    }
}
