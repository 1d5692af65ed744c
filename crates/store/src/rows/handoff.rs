//! How often clients asked for a person, by the door they asked at, and whether somebody has come since.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::{entry, handoff};
use crate::tx::Tx;
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::entry::EntryKind;
use domain::plan::Handoff;
use domain::{ChannelId, EntryId, Moment, TicketId};

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

impl Tx<'_> {
    /// The ticket on which a message asked for a person, and when; nothing where one of ours has been there since, or where an
    /// earlier word is still waited for: it is told once.
    ///
    /// # Errors
    /// The store's own.
    pub fn person_wanted(&mut self, said: EntryId) -> Result<Option<(TicketId, Moment)>, StoreError> {
        let found: Option<(i64, i64, i64)> = on_each!(&mut *self.conn, |c| entry::table
            .find(said.0)
            .select((entry::ticket_id, entry::seq, entry::occurred_at))
            .first(c)
            .optional())?;
        let Some((ticket, seq, at)) = found else {
            return Ok(None);
        };
        // A note among ourselves is no sign of life to the client.
        let last: Option<(String, i64)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket))
            .filter(
                entry::code.eq("person_asked").or(entry::actor_kind
                    .eq("operator")
                    .and(entry::kind.ne(EntryKind::Note.code())))
            )
            .order(entry::seq.desc())
            .select((entry::code, entry::seq))
            .first(c)
            .optional())?;
        let settled = last.is_some_and(|(code, line)| code == "person_asked" || line > seq);
        Ok((!settled).then_some((TicketId(ticket), Moment::from_micros(at))))
    }
}
