//! The line of a call, by the key it was logged under.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::{entry, message_key, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{ChannelId, Moment, TicketId};

impl Tx<'_> {
    /// Adds the end to a call that has none, and tells whose it is.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_call(
        &mut self,
        channel: ChannelId,
        key: &str,
        ended_at: Moment,
        recording: &str,
    ) -> Result<Option<(TicketId, String)>, StoreError> {
        let row: Option<(i64, i64, String, String)> = on_each!(&mut *self.conn, |c| message_key::table
            .inner_join(entry::table.on(message_key::entry_id.eq(entry::id.nullable())))
            .inner_join(ticket::table.on(ticket::id.eq(entry::ticket_id)))
            .filter(message_key::channel_id.eq(channel.0))
            .filter(message_key::key.eq(key))
            .select((entry::id, ticket::id, ticket::public_id, entry::params))
            .first(c)
            .optional())?;
        let Some((id, ticket, public_id, params)) = row else {
            return Ok(None);
        };
        let mut params: serde_json::Value = serde_json::from_str(&params)?;
        let connected = params["call"]["connected_at"].as_i64();
        let goes_on = params["call"]["ended_at"].is_null();
        if !goes_on || connected.is_none_or(|from| ended_at.as_micros() < from) {
            return Ok(None);
        }
        params["call"]["ended_at"] = ended_at.as_micros().into();
        if !recording.is_empty() {
            params["call"]["recording"] = recording.into();
        }
        on_each!(&mut *self.conn, |c| diesel::update(entry::table.find(id))
            .set(entry::params.eq(params.to_string()))
            .execute(c))?;
        Ok(Some((TicketId(ticket), public_id)))
    }
}
