//! What waits for a person to look at it.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_list::Place;
use crate::rows::read_people::{Person, operators};
use crate::schema::{ledger, quarantine};
use diesel::prelude::*;
use domain::time::NEVER;
use domain::{ChannelId, Moment, OperatorId};
use std::collections::BTreeSet;

/// Something set aside.
#[derive(Clone, Debug)]
pub struct Quarantined {
    pub place: Place,
    pub public_id: String,
    pub channel: ChannelId,
    pub arrived_at: Moment,
    pub reason: String,
    pub sender: String,
    pub title: String,
    /// Content address of the raw copy; empty where there is none.
    pub raw: String,
    /// Bytes, as the door saw it.
    pub size: i64,
    pub trace: String,
    /// `waiting`, or what was decided.
    pub state: String,
    pub decided_by: Option<Person>,
    pub decided_at: Option<Moment>,
}

/// What of the quarantine is wanted.
#[derive(Clone, Debug)]
pub struct QuarantineQuery {
    /// One by its public id, in any state.
    pub public_id: Option<String>,
    pub state: String,
    /// The oldest first, as a queue is worked; else the newest.
    pub oldest_first: bool,
    pub after: Option<Place>,
    pub limit: i64,
}

type Row = (
    i64,
    String,
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    Option<i64>,
    i64,
    (i64, String),
);

impl Reader<'_> {
    /// What was set aside.
    ///
    /// # Errors
    /// The store's own.
    pub fn quarantined(&mut self, query: &QuarantineQuery) -> Result<Vec<Quarantined>, StoreError> {
        let conn = &mut *self.conn;
        let rows: Vec<Row> = on_each!(conn, |c| {
            let mut wanted = quarantine::table
                .inner_join(ledger::table.on(ledger::id.eq(quarantine::ledger_id)))
                .into_boxed();
            wanted = match &query.public_id {
                Some(public_id) => wanted.filter(quarantine::public_id.eq(public_id)),
                None => wanted.filter(quarantine::state.eq(&query.state)),
            };
            let (at, id) = (quarantine::arrived_at, quarantine::id);
            if let Some(Place { key, id: last }) = query.after {
                wanted = if query.oldest_first {
                    wanted.filter(at.ge(key)).filter(at.gt(key).or(id.gt(last)))
                } else {
                    wanted.filter(at.le(key)).filter(at.lt(key).or(id.lt(last)))
                };
            }
            wanted = if query.oldest_first {
                wanted.order((at.asc(), id.asc()))
            } else {
                wanted.order((at.desc(), id.desc()))
            };
            wanted
                .limit(query.limit)
                .select((
                    id,
                    quarantine::public_id,
                    quarantine::channel_id,
                    at,
                    quarantine::reason,
                    quarantine::sender,
                    quarantine::title,
                    quarantine::raw,
                    quarantine::state,
                    quarantine::decided_by,
                    quarantine::decided_at,
                    (ledger::size, ledger::trace),
                ))
                .load(c)
        })?;
        let deciders: BTreeSet<i64> = rows.iter().filter_map(|row| row.9).collect();
        let people = operators(conn, &deciders)?;
        Ok(rows
            .into_iter()
            .map(
                |(
                    id,
                    public_id,
                    channel,
                    at,
                    reason,
                    sender,
                    title,
                    raw,
                    state,
                    by,
                    decided_at,
                    (size, trace),
                )| {
                    Quarantined {
                        place: Place { key: at, id },
                        public_id,
                        channel: ChannelId(channel),
                        arrived_at: Moment::from_micros(at),
                        reason,
                        sender,
                        title,
                        raw,
                        size,
                        trace,
                        state,
                        decided_by: by.and_then(|id| people.get(&OperatorId(id)).cloned()),
                        decided_at: Some(Moment::from_micros(decided_at)).filter(|at| *at != NEVER),
                    }
                },
            )
            .collect())
    }

    /// How many wait, counted up to `most`.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_quarantined(&mut self, most: i64) -> Result<i64, StoreError> {
        let waiting: Vec<i64> = on_each!(&mut *self.conn, |c| quarantine::table
            .filter(quarantine::state.eq("waiting"))
            .limit(most)
            .select(quarantine::id)
            .load(c))?;
        Ok(i64::try_from(waiting.len()).unwrap_or(most))
    }
}
