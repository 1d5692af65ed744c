//! The line of a call, by the key it was logged under.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{client, delivery, entry, identity, message_key, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ticket::State;
use domain::{ChannelId, ClientId, EntryId, Handle, Moment, TicketId, Verified};

/// Tickets that are not dealt with.
const OPEN: [State; 4] = [
    State::New,
    State::Open,
    State::WaitingClient,
    State::WaitingOthers,
];

impl Reader<'_> {
    /// The newest open ticket of a client, by public ids.
    ///
    /// # Errors
    /// The store's own.
    pub fn newest_open_ticket(&mut self, of: &str) -> Result<Option<String>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(client::public_id.eq(of))
            .filter(ticket::state.eq_any(OPEN.map(State::code)))
            .filter(ticket::merged_into.is_null())
            .order(ticket::id.desc())
            .select(ticket::public_id)
            .first(c)
            .optional())?)
    }

    /// The newest open ticket of the client whom an address is known to be of, by any address of theirs.
    ///
    /// # Errors
    /// The store's own.
    pub fn newest_open_ticket_at(&mut self, who: &Handle) -> Result<Option<String>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(identity::table.on(identity::client_id.eq(ticket::client_id)))
            .filter(identity::kind.eq(who.kind.code()))
            .filter(identity::value.eq(&who.value))
            .filter(identity::verified.ne(Verified::Stated.code()))
            .filter(ticket::state.eq_any(OPEN.map(State::code)))
            .filter(ticket::merged_into.is_null())
            .order(ticket::id.desc())
            .select(ticket::public_id)
            .first(c)
            .optional())?)
    }
}

impl Tx<'_> {
    /// The ticket that a call was logged on before and its line, by the key it was logged under.
    ///
    /// # Errors
    /// The store's own.
    pub fn call_logged(
        &mut self,
        channel: ChannelId,
        key: &str,
    ) -> Result<Option<(TicketId, Option<EntryId>)>, StoreError> {
        let found: Option<(Option<i64>, Option<i64>)> = on_each!(&mut *self.conn, |c| message_key::table
            .find((channel.0, key))
            .select((message_key::ticket_id, message_key::entry_id))
            .first(c)
            .optional())?;
        let found = found.and_then(|(ticket, entry)| Some((TicketId(ticket?), entry.map(EntryId))));
        Ok(found)
    }

    /// Keeps the key of a call of ours: the same call is logged once, and its end finds its line.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] where it was logged a moment ago; the store's own.
    pub fn keep_call(
        &mut self,
        channel: ChannelId,
        key: &str,
        ticket: TicketId,
        entry: EntryId,
    ) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(message_key::table)
            .values((
                message_key::channel_id.eq(channel.0),
                message_key::key.eq(key),
                message_key::ticket_id.eq(ticket.0),
                message_key::entry_id.eq(entry.0),
            ))
            .execute(c))?;
        Ok(())
    }

    /// A client by public id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn client_called(&mut self, public_id: &str) -> Result<ClientId, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| client::table
            .filter(client::public_id.eq(public_id))
            .select(client::id)
            .first(c)
            .optional())?;
        found.map(ClientId).ok_or(StoreError::NotFound("client"))
    }

    /// Whether a client who called was written to since, or wants no message with number and deadline.
    ///
    /// # Errors
    /// The store's own.
    pub fn caller_is_told(&mut self, of: TicketId) -> Result<bool, StoreError> {
        let written: bool = on_each!(&mut *self.conn, |c| diesel::select(diesel::dsl::exists(
            delivery::table.filter(delivery::ticket_id.eq(of.0))
        ))
        .get_result(c))?;
        let declined: bool = on_each!(&mut *self.conn, |c| diesel::select(diesel::dsl::exists(
            entry::table
                .filter(entry::ticket_id.eq(of.0))
                .filter(entry::code.eq("told_by_voice"))
                .filter(entry::params.like("%\"no_sms\":true%"))
        ))
        .get_result(c))?;
        Ok(written || declined)
    }

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
