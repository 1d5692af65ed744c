//! What waits for a person to look at it.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_list::Place;
use crate::rows::read_people::{Person, operators};
use crate::schema::{ledger, quarantine, ticket};
use diesel::prelude::*;
use domain::ticket::TicketNumber;
use domain::time::NEVER;
use domain::{ChannelId, Moment, OperatorId};
use std::collections::{BTreeSet, HashMap};

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
    /// Why it was rejected.
    pub decision: String,
    /// Public id and number of the ticket it became, or went to.
    pub ticket: Option<(String, TicketNumber)>,
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

impl QuarantineQuery {
    /// One by its public id.
    #[must_use]
    pub fn one(public_id: &str) -> Self {
        Self {
            public_id: Some(public_id.to_owned()),
            state: String::new(),
            oldest_first: false,
            after: None,
            limit: 1,
        }
    }
}

/// The columns of [`Quarantined`], in parts that the database library can count.
type Row = (
    (i64, String, i64, i64, String, String, String, String),
    (String, Option<i64>, i64, String),
    (i64, String),
    Option<(String, i32, i64)>,
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
                .left_join(ticket::table.on(ledger::ticket_id.eq(ticket::id.nullable())))
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
                    (
                        id,
                        quarantine::public_id,
                        quarantine::channel_id,
                        at,
                        quarantine::reason,
                        quarantine::sender,
                        quarantine::title,
                        quarantine::raw,
                    ),
                    (
                        quarantine::state,
                        quarantine::decided_by,
                        quarantine::decided_at,
                        quarantine::decision,
                    ),
                    (ledger::size, ledger::trace),
                    (ticket::public_id, ticket::number_year, ticket::number_serial).nullable(),
                ))
                .load(c)
        })?;
        let deciders: BTreeSet<i64> = rows.iter().filter_map(|row| row.1.1).collect();
        let people = operators(conn, &deciders)?;
        Ok(rows.into_iter().map(|row| item(row, &people)).collect())
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

fn item(row: Row, people: &HashMap<OperatorId, Person>) -> Quarantined {
    let (what, (state, by, decided_at, decision), (size, trace), ticket) = row;
    let (id, public_id, channel, at, reason, sender, title, raw) = what;
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
        decision,
        ticket: ticket.map(|(public_id, year, serial)| (public_id, TicketNumber { year, serial })),
    }
}
