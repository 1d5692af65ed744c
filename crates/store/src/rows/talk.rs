//! The talk of an address that is proved by a secret: the newest ticket it has a part in, and what waits to be seen there.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::merge::absorbed_by;
use crate::rows::ticket::TicketRow;
use crate::schema::{client, delivery, entry, identity, participant, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::intake::DeliveryFact;
use domain::ticket::Ticket;
use domain::{DeliveryId, EntryId, Handle, HandleKind, IdentityId, TicketId, Verified};
use std::collections::{BTreeMap, BTreeSet};

diesel::alias!(delivery as attempt: Attempt);
diesel::alias!(identity as beside: IdentityBeside);

/// Merges of merges; more than this is a circle.
const DEPTH: usize = 16;
/// Messages looked through for an address that was left, and tickets for what they became part of.
const LOOKED_THROUGH: i64 = 50;

/// A talk.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The ticket, or what it became part of.
    pub ticket: Ticket,
    /// Everything that became part of it.
    pub absorbed: Vec<TicketId>,
    /// IANA zone of its client; empty while unknown.
    pub zone: String,
}

impl Reader<'_> {
    /// The newest talk of an address. Whoever asks has proved that it is theirs.
    ///
    /// # Errors
    /// The store's own.
    pub fn talk_of(&mut self, who: &Handle) -> Result<Option<Talk>, StoreError> {
        let conn = &mut *self.conn;
        let row: Option<(TicketRow, String)> = on_each!(conn, |c| participant::table
            .inner_join(identity::table.on(identity::id.eq(participant::identity_id)))
            .inner_join(ticket::table.on(ticket::id.eq(participant::ticket_id)))
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(identity::kind.eq(who.kind.code()))
            .filter(identity::value.eq(&who.value))
            .order(participant::ticket_id.desc())
            .select((TicketRow::as_select(), client::zone))
            .first(c)
            .optional())?;
        let row = survivor(conn, row)?;
        let Some((row, zone)) = row else {
            return Ok(None);
        };
        Ok(Some(whole(conn, row, zone)?))
    }

    /// The talks of an address up to a ticket of theirs, newest first, at most so many: each with what became part of it. What
    /// theirs became part of is theirs too, whether they had a part in it or not.
    ///
    /// # Errors
    /// The store's own.
    pub fn talks_until(
        &mut self,
        who: &Handle,
        ticket: TicketId,
        most: usize,
    ) -> Result<Vec<Talk>, StoreError> {
        let conn = &mut *self.conn;
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let rows: Vec<(TicketRow, String)> = on_each!(conn, |c| participant::table
            .inner_join(identity::table.on(identity::id.eq(participant::identity_id)))
            .inner_join(ticket::table.on(ticket::id.eq(participant::ticket_id)))
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(identity::kind.eq(who.kind.code()))
            .filter(identity::value.eq(&who.value))
            // What became part of another is read there.
            .filter(ticket::merged_into.is_null())
            .filter(participant::ticket_id.le(ticket.0))
            .order(participant::ticket_id.desc())
            .limit(limit)
            .select((TicketRow::as_select(), client::zone))
            .load(c))?;
        let mut rows: BTreeMap<i64, (TicketRow, String)> =
            rows.into_iter().map(|row| (row.0.id, row)).collect();
        for (row, zone) in grown(conn, who)? {
            if row.id <= ticket.0 {
                rows.entry(row.id).or_insert((row, zone));
            }
        }
        rows.into_values()
            .rev()
            .take(most)
            .map(|(row, zone)| whole(conn, row, zone))
            .collect()
    }

    /// The newest ticket that an address has a part in, or what it became part of: only where the address is its client's, and
    /// believed to be. An address that a client merely named beside another may be anybody's, and a telephone number proves
    /// nothing of who dialled it.
    ///
    /// # Errors
    /// The store's own.
    pub fn talk_of_believed(&mut self, who: &Handle) -> Result<Option<Ticket>, StoreError> {
        let conn = &mut *self.conn;
        let row: Option<(TicketRow, String)> = on_each!(conn, |c| {
            let has_another = diesel::dsl::exists(
                beside
                    .filter(beside.field(identity::client_id).eq(identity::client_id))
                    .filter(beside.field(identity::id).ne(identity::id)),
            );
            participant::table
                .inner_join(identity::table.on(identity::id.eq(participant::identity_id)))
                .inner_join(ticket::table.on(ticket::id.eq(participant::ticket_id)))
                .inner_join(client::table.on(client::id.eq(ticket::client_id)))
                .filter(identity::kind.eq(who.kind.code()))
                .filter(identity::value.eq(&who.value))
                .filter(identity::client_id.eq(ticket::client_id))
                .filter(
                    identity::verified
                        .ne(Verified::Stated.code())
                        .or(diesel::dsl::not(has_another)),
                )
                .order(participant::ticket_id.desc())
                .select((TicketRow::as_select(), client::zone))
                .first(c)
                .optional()
        })?;
        let row = survivor(conn, row)?;
        row.map(|(row, _)| row.into_ticket()).transpose()
    }

    /// Of these messages, by public id, those that were brought to an address and wait to be seen there: with the ids
    /// that reports about them use.
    ///
    /// # Errors
    /// The store's own.
    pub fn unconfirmed(
        &mut self,
        who: &Handle,
        entries: &[String],
    ) -> Result<Vec<(String, String)>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| delivery::table
            .inner_join(entry::table.on(entry::id.eq(delivery::entry_id)))
            .inner_join(identity::table.on(identity::id.eq(delivery::identity_id)))
            .filter(entry::public_id.eq_any(entries))
            .filter(delivery::fate.eq(DeliveryFate::Sent.code()))
            .filter(identity::kind.eq(who.kind.code()))
            .filter(identity::value.eq(&who.value))
            .order(delivery::id)
            .select((entry::public_id, delivery::external_id))
            .load(c))?)
    }
}

/// A talk with everything that became part of its ticket.
fn whole(conn: &mut Conn, row: TicketRow, zone: String) -> Result<Talk, StoreError> {
    let ticket = row.into_ticket()?;
    let rows: Vec<TicketRow> = on_each!(&mut *conn, |c| ticket::table
        .filter(ticket::merged_into.eq(ticket.id.0))
        .select(TicketRow::as_select())
        .load(c))?;
    let direct = rows
        .into_iter()
        .map(TicketRow::into_ticket)
        .collect::<Result<_, _>>()?;
    let absorbed = absorbed_by(conn, direct)?;
    Ok(Talk {
        absorbed: absorbed.into_iter().map(|ticket| ticket.id).collect(),
        ticket,
        zone,
    })
}

impl Tx<'_> {
    /// The address that the client of a ticket named last as another way to be reached, beside `but`.
    ///
    /// # Errors
    /// The store's own.
    pub fn stated_address(
        &mut self,
        ticket: TicketId,
        but: IdentityId,
    ) -> Result<Option<(IdentityId, Handle)>, StoreError> {
        let rows: Vec<String> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::kind.eq(EntryKind::MessageIn.code()))
            .order((entry::occurred_at.desc(), entry::seq.desc()))
            .limit(LOOKED_THROUGH)
            .select(entry::params)
            .load(c))?;
        for params in rows {
            let params: serde_json::Value = serde_json::from_str(&params)?;
            let named = params.get("reach").and_then(|reach| reach.as_array());
            let ids: Vec<i64> = named
                .into_iter()
                .flatten()
                .filter_map(|one| one.get("identity")?.as_i64())
                .filter(|id| *id != but.0)
                .collect();
            if !ids.is_empty() {
                return self.address(&ids);
            }
        }
        Ok(None)
    }

    /// Other addresses at which a message of ours could still reach its client, best first: what they named last in this
    /// talk, then all that are known to be theirs. Where it was tried already is not among them.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_addresses(
        &mut self,
        of: &Ticket,
        message: &DeliveryFact,
    ) -> Result<Vec<(IdentityId, Handle)>, StoreError> {
        let tried: Vec<i64> = on_each!(&mut *self.conn, |c| delivery::table
            .filter(delivery::entry_id.eq(message.entry.0))
            .select(delivery::identity_id)
            .load(c))?;
        let stated = self.stated_address(message.ticket, message.identity)?;
        let mut known = self.addresses_of(of)?;
        known.sort_by_key(|(_, handle)| handle.kind.rung());
        let named = stated.as_ref().map(|(id, _)| *id);
        known.retain(|(id, _)| Some(*id) != named);
        let all = stated.into_iter().chain(known);
        Ok(all.filter(|(id, _)| !tried.contains(&id.0)).collect())
    }

    /// Whether a message was sent once more since that delivery.
    ///
    /// # Errors
    /// The store's own.
    pub fn sent_since(&mut self, entry: EntryId, since: DeliveryId) -> Result<bool, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| diesel::select(
            diesel::dsl::exists(
                delivery::table
                    .filter(delivery::entry_id.eq(entry.0))
                    .filter(delivery::id.gt(since.0))
            )
        )
        .get_result(c))?)
    }

    fn address(&mut self, ids: &[i64]) -> Result<Option<(IdentityId, Handle)>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = on_each!(&mut *self.conn, |c| identity::table
            .filter(identity::id.eq_any(ids))
            .order(identity::id.desc())
            .select((identity::id, identity::kind, identity::value, identity::name))
            .load(c))?;
        let mut named = rows
            .into_iter()
            .map(|(id, kind, value, name)| {
                Ok((
                    IdentityId(id),
                    Handle::new(HandleKind::parse(&kind)?, value, name),
                ))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        // Of several named at once, mail before what costs money.
        named.sort_by_key(|(_, handle)| handle.kind.rung());
        Ok(named.into_iter().next())
    }
}

/// What the newest tickets of an address became part of in the end.
fn grown(conn: &mut Conn, who: &Handle) -> Result<Vec<(TicketRow, String)>, StoreError> {
    let mut into: Vec<Option<i64>> = on_each!(&mut *conn, |c| participant::table
        .inner_join(identity::table.on(identity::id.eq(participant::identity_id)))
        .inner_join(ticket::table.on(ticket::id.eq(participant::ticket_id)))
        .filter(identity::kind.eq(who.kind.code()))
        .filter(identity::value.eq(&who.value))
        .filter(ticket::merged_into.is_not_null())
        .order(participant::ticket_id.desc())
        .limit(LOOKED_THROUGH)
        .select(ticket::merged_into)
        .load(c))?;
    let mut found = Vec::new();
    for _ in 0..DEPTH {
        let ids: BTreeSet<i64> = into.drain(..).flatten().collect();
        if ids.is_empty() {
            break;
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        let rows: Vec<(TicketRow, String)> = on_each!(&mut *conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(ticket::id.eq_any(&ids))
            .select((TicketRow::as_select(), client::zone))
            .load(c))?;
        for (row, zone) in rows {
            match row.merged_into {
                Some(next) => into.push(Some(next)),
                None => found.push((row, zone)),
            }
        }
    }
    Ok(found)
}

/// What a ticket became part of, or the ticket itself; with the zone of its client.
fn survivor(
    conn: &mut Conn,
    mut row: Option<(TicketRow, String)>,
) -> Result<Option<(TicketRow, String)>, StoreError> {
    for _ in 0..DEPTH {
        let Some(into) = row.as_ref().and_then(|(row, _)| row.merged_into) else {
            break;
        };
        row = on_each!(&mut *conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(ticket::id.eq(into))
            .select((TicketRow::as_select(), client::zone))
            .first(c)
            .optional())?;
    }
    Ok(row)
}

/// Of these messages, those for which an address of their client's is left that was not tried: of a kind that can be reached,
/// and known to be theirs or of the talk.
pub(super) fn with_other_ways(
    conn: &mut Conn,
    deliveries: &BTreeMap<String, DeliveryFact>,
    reachable: &BTreeSet<HandleKind>,
) -> Result<BTreeSet<DeliveryId>, StoreError> {
    let lost = deliveries.values().filter(|one| !one.automatic);
    let ids: Vec<i64> = lost.map(|one| one.id.0).collect();
    if ids.is_empty() || reachable.is_empty() {
        return Ok(BTreeSet::new());
    }
    let kinds: Vec<&str> = reachable.iter().map(|kind| kind.code()).collect();
    let known = [Verified::Received.code(), Verified::Proved.code()];
    let in_talk = diesel::dsl::exists(
        participant::table
            .filter(participant::ticket_id.eq(ticket::id))
            .filter(participant::identity_id.eq(identity::id)),
    );
    let tried = diesel::dsl::exists(
        attempt
            .filter(attempt.field(delivery::entry_id).eq(delivery::entry_id))
            .filter(attempt.field(delivery::identity_id).eq(identity::id)),
    );
    let rows: Vec<i64> = on_each!(conn, |c| delivery::table
        .inner_join(ticket::table.on(ticket::id.eq(delivery::ticket_id)))
        .inner_join(identity::table.on(identity::client_id.eq(ticket::client_id)))
        .filter(delivery::id.eq_any(&ids))
        .filter(identity::kind.eq_any(&kinds))
        .filter(identity::verified.eq_any(known).or(in_talk))
        .filter(diesel::dsl::not(tried))
        .select(delivery::id)
        .distinct()
        .load(c))?;
    Ok(rows.into_iter().map(DeliveryId).collect())
}
