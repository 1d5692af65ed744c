//! How often clients asked for a person, by the door they asked at.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::handoff;
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::plan::Handoff;
use domain::{ChannelId, Moment};

/// Writes words for a person.
pub(crate) fn insert(conn: &mut Conn, said: &[Handoff]) -> Result<(), StoreError> {
    let rows: Vec<_> = said
        .iter()
        .map(|one| {
            (
                handoff::entry_id.eq(one.entry.0),
                handoff::ticket_id.eq(one.ticket.0),
                handoff::channel_id.eq(one.channel.0),
                handoff::at.eq(one.at.as_micros()),
            )
        })
        .collect();
    insert_all!(conn, handoff::table, rows);
    Ok(())
}

impl Reader<'_> {
    /// Words for a person said within a span, by door: [from, to).
    ///
    /// # Errors
    /// The store's own.
    pub fn handoffs(&mut self, from: Moment, to: Moment) -> Result<Vec<(ChannelId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = on_each!(&mut *self.conn, |c| handoff::table
            .filter(handoff::at.ge(from.as_micros()))
            .filter(handoff::at.lt(to.as_micros()))
            .group_by(handoff::channel_id)
            .order(handoff::channel_id)
            .select((handoff::channel_id, count_star()))
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(channel, count)| (ChannelId(channel), count))
            .collect())
    }
}
