//! Whether the visitors who wait in a chat's queue are still there: who has left it is counted as gone after a while.

use crate::cached::{Cache as _, padded};
use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::chat_talk::waiting;
use crate::schema::chat_talk;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::time::NEVER;
use domain::{ChannelId, TicketId};
use std::collections::BTreeSet;

impl Tx<'_> {
    /// The visitor waiting on a ticket has no page open any more, or has one again.
    ///
    /// # Errors
    /// The store's own.
    pub fn talk_presence(&mut self, ticket: TicketId, here: bool) -> Result<(), StoreError> {
        let never = NEVER.as_micros();
        let waits = chat_talk::table
            .filter(chat_talk::ticket_id.eq(ticket.0))
            .filter(waiting());
        if here {
            let back: Vec<(i64, i64)> = on_each!(&mut *self.conn, |c| waits
                .filter(chat_talk::left_at.ne(never))
                .select((chat_talk::id, chat_talk::channel_id))
                .load(c))?;
            for (id, channel) in back {
                on_each!(&mut *self.conn, |c| diesel::update(chat_talk::table.find(id))
                    .set(chat_talk::left_at.eq(never))
                    .cached()
                    .execute(c))?;
                self.queue_moved(ChannelId(channel));
            }
            return Ok(());
        }
        let rows: Vec<(i64, i64, i64)> = on_each!(&mut *self.conn, |c| waits
            .filter(chat_talk::left_at.eq(never))
            .select((chat_talk::id, chat_talk::leaves_after, chat_talk::channel_id))
            .load(c))?;
        self.gone(rows)
    }

    /// Nobody knows who is still there: whoever has a page open says so again.
    ///
    /// # Errors
    /// The store's own.
    pub fn doubt_presence(&mut self) -> Result<(), StoreError> {
        let never = NEVER.as_micros();
        let rows: Vec<(i64, i64, i64)> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(waiting())
            .filter(chat_talk::left_at.eq(never))
            .select((chat_talk::id, chat_talk::leaves_after, chat_talk::channel_id))
            .load(c))?;
        self.gone(rows)
    }

    /// From now on these are away; other pages of theirs hear of it and say that they are there.
    fn gone(&mut self, rows: Vec<(i64, i64, i64)>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let now = self.now;
        let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
        on_each!(&mut *self.conn, |c| diesel::update(
            chat_talk::table.filter(chat_talk::id.eq_any(padded(&ids)))
        )
        .set(chat_talk::left_at.eq(now.as_micros()))
        .cached()
        .execute(c))?;
        let looks = rows
            .iter()
            .map(|(id, leaves, _)| (*id, now.saturating_add(*leaves)));
        self.look_at_talks(looks.collect())?;
        let channels: BTreeSet<ChannelId> = rows.iter().map(|(.., channel)| ChannelId(*channel)).collect();
        channels.into_iter().for_each(|channel| self.queue_moved(channel));
        Ok(())
    }
}
