//! The intake ledger and what stands beside it: the doors' own counts, the latest sightings, how the doors are doing.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_list::Place;
use crate::schema::{channel_state, door_count, ledger, ticket};
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::ledger::{Balance, Fate};
use domain::ticket::TicketNumber;
use domain::{ChannelId, Moment};
use std::collections::BTreeMap;

/// A sighting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sighting {
    pub place: Place,
    pub channel: ChannelId,
    pub seen_at: Moment,
    pub fate: Fate,
    pub reason: String,
    /// Public id and number of the ticket it went to.
    pub ticket: Option<(String, TicketNumber)>,
    /// Bytes.
    pub size: i64,
    pub node: String,
    pub trace: String,
}

/// How a door is doing, in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DoorState {
    pub channel: ChannelId,
    pub state: String,
    pub words: String,
    pub since: Moment,
    pub node: String,
}

/// What of the ledger is wanted, newest first.
#[derive(Clone, Debug, Default)]
pub struct LedgerQuery {
    pub fate: Option<Fate>,
    pub channel: Option<ChannelId>,
    pub after: Option<Place>,
    pub limit: i64,
}

impl Reader<'_> {
    /// What each door counted and what became of it, since the beginning.
    ///
    /// # Errors
    /// The store's own.
    pub fn ledger_balance(&mut self) -> Result<BTreeMap<ChannelId, Balance>, StoreError> {
        let conn = &mut *self.conn;
        let mut doors: BTreeMap<ChannelId, Balance> = BTreeMap::new();
        // A door's count is small: one row for each node that ever ran it.
        let seen: Vec<(i64, i64)> = on_each!(conn, |c| door_count::table
            .select((door_count::channel_id, door_count::seen))
            .load(c))?;
        for (channel, seen) in seen {
            doors.entry(ChannelId(channel)).or_default().seen += seen;
        }
        let fates: Vec<(i64, String, i64)> = on_each!(conn, |c| ledger::table
            .group_by((ledger::channel_id, ledger::fate))
            .select((ledger::channel_id, ledger::fate, count_star()))
            .load(c))?;
        for (channel, fate, count) in fates {
            doors
                .entry(ChannelId(channel))
                .or_default()
                .add(Fate::parse(&fate)?, count);
        }
        Ok(doors)
    }

    /// Sightings, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn sightings(&mut self, query: &LedgerQuery) -> Result<Vec<Sighting>, StoreError> {
        type Row = (
            (i64, i64, i64, String, String, i64, String, String),
            Option<(String, i32, i64)>,
        );
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| {
            let mut wanted = ledger::table
                .left_join(ticket::table.on(ledger::ticket_id.eq(ticket::id.nullable())))
                .into_boxed();
            if let Some(fate) = query.fate {
                wanted = wanted.filter(ledger::fate.eq(fate.code()));
            }
            if let Some(channel) = query.channel {
                wanted = wanted.filter(ledger::channel_id.eq(channel.0));
            }
            if let Some(after) = query.after {
                wanted = wanted
                    .filter(ledger::seen_at.le(after.key))
                    .filter(ledger::seen_at.lt(after.key).or(ledger::id.lt(after.id)));
            }
            wanted
                .order((ledger::seen_at.desc(), ledger::id.desc()))
                .limit(query.limit)
                .select((
                    (
                        ledger::id,
                        ledger::channel_id,
                        ledger::seen_at,
                        ledger::fate,
                        ledger::reason,
                        ledger::size,
                        ledger::node,
                        ledger::trace,
                    ),
                    (ticket::public_id, ticket::number_year, ticket::number_serial).nullable(),
                ))
                .load(c)
        })?;
        rows.into_iter()
            .map(
                |((id, channel, seen_at, fate, reason, size, node, trace), ticket)| {
                    Ok(Sighting {
                        place: Place { key: seen_at, id },
                        channel: ChannelId(channel),
                        seen_at: Moment::from_micros(seen_at),
                        fate: Fate::parse(&fate)?,
                        reason,
                        ticket: ticket
                            .map(|(public_id, year, serial)| (public_id, TicketNumber { year, serial })),
                        size,
                        node,
                        trace,
                    })
                },
            )
            .collect()
    }

    /// How the doors are doing.
    ///
    /// # Errors
    /// The store's own.
    pub fn door_states(&mut self) -> Result<Vec<DoorState>, StoreError> {
        type Row = (i64, String, String, i64, String);
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| channel_state::table
            .order(channel_state::channel_id)
            .select((
                channel_state::channel_id,
                channel_state::state,
                channel_state::words,
                channel_state::since,
                channel_state::node
            ))
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(channel, state, words, since, node)| DoorState {
                channel: ChannelId(channel),
                state,
                words,
                since: Moment::from_micros(since),
                node,
            })
            .collect())
    }
}
