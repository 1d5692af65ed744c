//! What intake has to know about a batch, asked in sets: the number of statements does not depend on the batch.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::{clock, ticket};
use crate::schema::ticket as tickets;
use crate::schema::{
    acknowledged, client, client_wish, delivery, entry, identity, message_key, participant, thread_ref,
};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::client::CallWish;
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::intake::{DeliveryFact, Facts, KeyFact, Known, TicketFacts, Wanted};
use domain::ticket::{State, TicketNumber};
use domain::{ChannelId, ClientId, DeliveryId, EntryId, HandleKind, IdentityId, Moment, TicketId, Verified};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Tx<'_> {
    /// Answers what a batch asks for. Tickets are locked until the end of the transaction.
    ///
    /// # Errors
    /// The store's own.
    pub fn intake_facts(&mut self, wanted: &Wanted) -> Result<Facts, StoreError> {
        let hour_ago = self.now.saturating_add(-domain::time::HOUR);
        let conn = &mut *self.conn;
        let mut facts = Facts {
            keys: keys(conn, wanted)?,
            handles: handles(conn, wanted, hour_ago)?,
            references: references(conn, wanted)?,
            deliveries: deliveries(conn, wanted)?,
            talks: talks(conn, wanted)?,
            operators: super::operator::by_logins(conn, &wanted.logins)?,
            ..Facts::default()
        };
        by_names(conn, wanted, &mut facts)?;
        if !wanted.side_tasks.is_empty() {
            facts.side_tasks = super::side_task::by_secrets(conn, &wanted.side_tasks)?;
        }
        let named = facts
            .references
            .values()
            .chain(facts.secrets.values())
            .chain(facts.public_ids.values());
        let named = named
            .chain(facts.numbers.values())
            .chain(facts.talks.values())
            .copied()
            .chain(facts.side_tasks.values().map(|task| task.ticket));
        let ids: BTreeSet<TicketId> = named.chain(facts.deliveries.values().map(|d| d.ticket)).collect();
        facts.tickets = ticket_facts(conn, ids)?;
        if !facts.deliveries.is_empty() {
            facts.other_ways = super::talk::with_other_ways(self.conn, &facts.deliveries, &wanted.reachable)?;
            facts.merges = self.standing_merges(&facts.tickets)?;
        }
        Ok(facts)
    }

    /// One ticket to decide about, locked, by its public id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn ticket_facts(&mut self, public_id: &str) -> Result<TicketFacts, StoreError> {
        let id: i64 = on_each!(&mut *self.conn, |c| tickets::table
            .filter(tickets::public_id.eq(public_id))
            .select(tickets::id)
            .first(c))
        .map_err(|error| match error {
            diesel::result::Error::NotFound => StoreError::NotFound("ticket"),
            other => other.into(),
        })?;
        self.ticket_facts_by_id(TicketId(id))
    }

    /// One ticket to decide about, locked, by its row id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn ticket_facts_by_id(&mut self, id: TicketId) -> Result<TicketFacts, StoreError> {
        let mut found = ticket_facts(self.conn, BTreeSet::from([id]))?;
        found.remove(&id).ok_or(StoreError::NotFound("ticket"))
    }

    /// Many tickets to decide about, locked in order of id.
    ///
    /// # Errors
    /// The store's own.
    pub fn many_ticket_facts(
        &mut self,
        ids: BTreeSet<TicketId>,
    ) -> Result<BTreeMap<TicketId, TicketFacts>, StoreError> {
        ticket_facts(self.conn, ids)
    }
}

fn keys(conn: &mut Conn, wanted: &Wanted) -> Result<BTreeMap<(ChannelId, String), KeyFact>, StoreError> {
    let mut by_channel: BTreeMap<ChannelId, Vec<&str>> = BTreeMap::new();
    for (channel, key) in &wanted.keys {
        by_channel.entry(*channel).or_default().push(key);
    }
    let mut found = BTreeMap::new();
    for (channel, keys) in by_channel {
        let rows: Vec<(String, Option<i64>, Option<i64>)> = on_each!(conn, |c| message_key::table
            .filter(message_key::channel_id.eq(channel.0))
            .filter(message_key::key.eq_any(padded(&keys)))
            .select((message_key::key, message_key::ticket_id, message_key::entry_id))
            .cached()
            .load(c))?;
        found.extend(rows.into_iter().map(|(key, ticket, entry)| {
            (
                (channel, key),
                KeyFact {
                    ticket: ticket.map(TicketId),
                    entry: entry.map(EntryId),
                },
            )
        }));
    }
    Ok(found)
}

/// The columns of an identity with its client.
type HandleRow = (
    String,
    i64,
    String,
    i64,
    String,
    String,
    String,
    String,
    bool,
    String,
);
/// A wish of the client: about which topic, and by which kind of address.
type WishRow = (Option<String>, Option<String>);

diesel::alias!(identity as another: AnotherIdentity);

pub(super) fn handles(
    conn: &mut Conn,
    wanted: &Wanted,
    since: Moment,
) -> Result<BTreeMap<(HandleKind, String), Known>, StoreError> {
    let mut by_kind: BTreeMap<HandleKind, Vec<&str>> = BTreeMap::new();
    for (kind, value) in &wanted.handles {
        by_kind.entry(*kind).or_default().push(value);
    }
    let mut found = BTreeMap::new();
    for (kind, values) in by_kind {
        let rows: Vec<(HandleRow, WishRow, bool)> = on_each!(conn, |c| identity::table
            .inner_join(client::table.on(client::id.eq(identity::client_id)))
            .left_join(client_wish::table.on(client_wish::client_id.eq(client::id)))
            .filter(identity::kind.eq(kind.code()))
            .filter(identity::value.eq_any(padded(&values)))
            .select((
                (
                    identity::value,
                    identity::id,
                    identity::verified,
                    client::id,
                    client::name,
                    client::lang,
                    client::zone,
                    client::segment,
                    client::no_calls,
                    client::call_hours
                ),
                (client_wish::topic.nullable(), client_wish::kind.nullable()),
                diesel::dsl::exists(
                    another
                        .filter(another.field(identity::client_id).eq(client::id))
                        .filter(another.field(identity::id).ne(identity::id))
                )
            ))
            .cached()
            .load(c))?;
        // A client with several wishes comes in several rows.
        for (row, wish, has_another) in rows {
            let (value, id, verified, client, client_name, lang, zone, segment, none, hours) = row;
            let verified = Verified::parse(&verified)?;
            let known = found.entry((kind, value)).or_insert_with(|| Known {
                identity: IdentityId(id),
                client: ClientId(client),
                client_name,
                lang,
                zone,
                segment,
                calls: CallWish {
                    none,
                    hours,
                    ways: BTreeMap::new(),
                },
                acknowledged: 0,
                verified,
                alone: !has_another,
            });
            if let (Some(topic), Some(way)) = wish {
                known.calls.ways.insert(topic, HandleKind::parse(&way)?);
            }
        }
    }
    count_acknowledged(conn, &mut found, since)?;
    Ok(found)
}

fn count_acknowledged(
    conn: &mut Conn,
    found: &mut BTreeMap<(HandleKind, String), Known>,
    since: Moment,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = found.values().map(|known| known.identity.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let rows: Vec<i64> = on_each!(conn, |c| acknowledged::table
        .filter(acknowledged::identity_id.eq_any(padded(&ids)))
        .filter(acknowledged::at.gt(since.as_micros()))
        .select(acknowledged::identity_id)
        .cached()
        .load(c))?;
    let mut counts: HashMap<i64, i64> = HashMap::new();
    for id in rows {
        *counts.entry(id).or_default() += 1;
    }
    for known in found.values_mut() {
        known.acknowledged = counts.get(&known.identity.0).copied().unwrap_or_default();
    }
    Ok(())
}

fn references(conn: &mut Conn, wanted: &Wanted) -> Result<BTreeMap<String, TicketId>, StoreError> {
    if wanted.references.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys: Vec<&str> = wanted.references.iter().map(String::as_str).collect();
    let rows: Vec<(String, i64)> = on_each!(conn, |c| thread_ref::table
        .filter(thread_ref::key.eq_any(padded(&keys)))
        .select((thread_ref::key, thread_ref::ticket_id))
        .cached()
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(key, ticket)| (key, TicketId(ticket)))
        .collect())
}

/// The newest ticket of each address that is not closed.
fn talks(conn: &mut Conn, wanted: &Wanted) -> Result<BTreeMap<(HandleKind, String), TicketId>, StoreError> {
    let mut by_kind: BTreeMap<HandleKind, Vec<&str>> = BTreeMap::new();
    for (kind, value) in &wanted.talks {
        by_kind.entry(*kind).or_default().push(value);
    }
    let mut found = BTreeMap::new();
    for (kind, values) in by_kind {
        let rows: Vec<(String, Option<i64>)> = on_each!(conn, |c| participant::table
            .inner_join(identity::table.on(identity::id.eq(participant::identity_id)))
            .inner_join(tickets::table.on(tickets::id.eq(participant::ticket_id)))
            .filter(identity::kind.eq(kind.code()))
            .filter(identity::value.eq_any(padded(&values)))
            .filter(tickets::state.ne(State::Closed.code()))
            .group_by(identity::value)
            .select((identity::value, diesel::dsl::max(participant::ticket_id)))
            .cached()
            .load(c))?;
        found.extend(
            rows.into_iter()
                .filter_map(|(value, ticket)| Some(((kind, value), TicketId(ticket?)))),
        );
    }
    Ok(found)
}

/// Secrets, public ids and numbers.
fn by_names(conn: &mut Conn, wanted: &Wanted, facts: &mut Facts) -> Result<(), StoreError> {
    if !wanted.secrets.is_empty() {
        let secrets: Vec<&str> = wanted.secrets.iter().map(String::as_str).collect();
        let rows: Vec<(String, i64)> = on_each!(conn, |c| tickets::table
            .filter(tickets::link_secret.eq_any(padded(&secrets)))
            .select((tickets::link_secret, tickets::id))
            .cached()
            .load(c))?;
        facts
            .secrets
            .extend(rows.into_iter().map(|(secret, id)| (secret, TicketId(id))));
    }
    if !wanted.public_ids.is_empty() {
        let ids: Vec<&str> = wanted.public_ids.iter().map(String::as_str).collect();
        let rows: Vec<(String, i64)> = on_each!(conn, |c| tickets::table
            .filter(tickets::public_id.eq_any(padded(&ids)))
            .select((tickets::public_id, tickets::id))
            .cached()
            .load(c))?;
        facts
            .public_ids
            .extend(rows.into_iter().map(|(public, id)| (public, TicketId(id))));
    }
    let mut by_year: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for number in &wanted.numbers {
        by_year.entry(number.year).or_default().push(number.serial);
    }
    for (year, serials) in by_year {
        let rows: Vec<(i64, i64)> = on_each!(conn, |c| tickets::table
            .filter(tickets::number_year.eq(year))
            .filter(tickets::number_serial.eq_any(padded(&serials)))
            .select((tickets::number_serial, tickets::id))
            .cached()
            .load(c))?;
        facts.numbers.extend(
            rows.into_iter()
                .map(|(serial, id)| (TicketNumber { year, serial }, TicketId(id))),
        );
    }
    Ok(())
}

/// The columns of a delivery with its entry.
type DeliveryRow = (i64, i64, i64, i64, String, String, String, String);

fn deliveries(conn: &mut Conn, wanted: &Wanted) -> Result<BTreeMap<String, DeliveryFact>, StoreError> {
    if wanted.deliveries.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<&str> = wanted.deliveries.iter().map(String::as_str).collect();
    let rows: Vec<DeliveryRow> = on_each!(conn, |c| delivery::table
        .inner_join(entry::table.on(entry::id.eq(delivery::entry_id)))
        .filter(delivery::external_id.eq_any(padded(&ids)))
        .select((
            delivery::id,
            delivery::entry_id,
            delivery::ticket_id,
            delivery::identity_id,
            delivery::fate,
            delivery::external_id,
            entry::kind,
            entry::code,
        ))
        .cached()
        .load(c))?;
    rows.into_iter()
        .map(|(id, entry, ticket, identity, fate, external_id, kind, code)| {
            let fact = DeliveryFact {
                id: DeliveryId(id),
                entry: EntryId(entry),
                entry_kind: EntryKind::parse(&kind)?,
                automatic: !code.is_empty(),
                ticket: TicketId(ticket),
                identity: IdentityId(identity),
                fate: DeliveryFate::parse(&fate)?,
                external_id: external_id.clone(),
            };
            Ok((external_id, fact))
        })
        .collect()
}

/// Tickets with what they were merged into, their participants and clocks.
fn ticket_facts(
    conn: &mut Conn,
    ids: BTreeSet<TicketId>,
) -> Result<BTreeMap<TicketId, TicketFacts>, StoreError> {
    let mut found: BTreeMap<TicketId, TicketFacts> = BTreeMap::new();
    let mut missing = ids;
    while !missing.is_empty() {
        let ids: Vec<i64> = missing.iter().map(|id| id.0).collect();
        let loaded = ticket::load_locked(conn, &ids)?;
        missing = loaded
            .iter()
            .filter_map(|t| t.merged_into)
            .filter(|into| !found.contains_key(into))
            .collect();
        for ticket in loaded {
            let facts = TicketFacts {
                ticket,
                participants: BTreeSet::new(),
                clocks: Vec::new(),
            };
            found.insert(facts.ticket.id, facts);
        }
        missing.retain(|id| !found.contains_key(id));
    }
    if found.is_empty() {
        return Ok(found);
    }
    let ids: Vec<i64> = found.keys().map(|id| id.0).collect();
    let rows: Vec<(i64, i64)> = on_each!(conn, |c| participant::table
        .filter(participant::ticket_id.eq_any(padded(&ids)))
        .select((participant::ticket_id, participant::identity_id))
        .cached()
        .load(c))?;
    for (ticket, identity) in rows {
        if let Some(facts) = found.get_mut(&TicketId(ticket)) {
            facts.participants.insert(IdentityId(identity));
        }
    }
    for clock in clock::of_tickets(conn, &ids)? {
        if let Some(facts) = found.get_mut(&clock.ticket) {
            facts.clocks.push(clock);
        }
    }
    Ok(found)
}
