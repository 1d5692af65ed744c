//! The `ticket` row.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, for_update, on_each};
use crate::error::StoreError;
use crate::rows::insert::CHUNK;
use crate::schema::ticket;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::ticket::{Kind, Outcome, Priority, Speaker, State, Ticket, TicketNumber};
use domain::{BrandId, ChannelId, ClientId, IdentityId, Moment, OperatorId, TeamId, TicketId};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable, Debug, Clone)]
#[diesel(table_name = ticket, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct TicketRow {
    pub id: i64,
    pub public_id: String,
    pub number_year: i32,
    pub number_serial: i64,
    pub brand_id: i64,
    pub channel_id: i64,
    pub client_id: i64,
    pub identity_id: i64,
    pub team_id: Option<i64>,
    pub assignee_id: Option<i64>,
    pub kind: String,
    pub state: String,
    pub priority: String,
    pub topic: String,
    pub title: String,
    pub lang: String,
    pub outcome: Option<String>,
    pub occurred_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub closes_at: i64,
    pub version: i64,
    pub last_seq: i64,
    pub lead_due: i64,
    pub told_due: i64,
    pub merged_into: Option<i64>,
    pub related_to: Option<i64>,
    pub last_words: String,
    pub last_speaker: String,
    pub link_secret: String,
    pub resolved_at: i64,
}

impl From<&Ticket> for TicketRow {
    fn from(t: &Ticket) -> Self {
        Self {
            id: t.id.0,
            public_id: t.public_id.clone(),
            number_year: t.number.year,
            number_serial: t.number.serial,
            brand_id: t.brand.0,
            channel_id: t.channel.0,
            client_id: t.client.0,
            identity_id: t.identity.0,
            team_id: t.team.map(|id| id.0),
            assignee_id: t.assignee.map(|id| id.0),
            kind: t.kind.code().into(),
            state: t.state.code().into(),
            priority: t.priority.code().into(),
            topic: t.topic.clone(),
            title: t.title.clone(),
            lang: t.lang.clone(),
            outcome: t.outcome.as_ref().map(|o| o.code().into()),
            occurred_at: t.occurred_at.as_micros(),
            created_at: t.created_at.as_micros(),
            updated_at: t.updated_at.as_micros(),
            closes_at: t.closes_at.as_micros(),
            version: t.version,
            last_seq: t.last_seq,
            lead_due: t.lead_due.as_micros(),
            told_due: t.told_due.as_micros(),
            merged_into: t.merged_into.map(|id| id.0),
            related_to: t.related_to.map(|id| id.0),
            last_words: t.last_words.clone(),
            last_speaker: t.last_speaker.code().into(),
            link_secret: t.link_secret.clone(),
            resolved_at: t.resolved_at.as_micros(),
        }
    }
}

impl TicketRow {
    /// The domain's ticket.
    pub(crate) fn into_ticket(self) -> Result<Ticket, StoreError> {
        Ok(Ticket {
            id: TicketId(self.id),
            public_id: self.public_id,
            number: TicketNumber {
                year: self.number_year,
                serial: self.number_serial,
            },
            brand: BrandId(self.brand_id),
            channel: ChannelId(self.channel_id),
            client: ClientId(self.client_id),
            identity: IdentityId(self.identity_id),
            team: self.team_id.map(TeamId),
            assignee: self.assignee_id.map(OperatorId),
            kind: Kind::parse(&self.kind)?,
            state: State::parse(&self.state)?,
            priority: Priority::parse(&self.priority)?,
            topic: self.topic,
            title: self.title,
            lang: self.lang,
            outcome: self.outcome.as_deref().map(Outcome::parse).transpose()?,
            occurred_at: Moment::from_micros(self.occurred_at),
            created_at: Moment::from_micros(self.created_at),
            updated_at: Moment::from_micros(self.updated_at),
            closes_at: Moment::from_micros(self.closes_at),
            version: self.version,
            last_seq: self.last_seq,
            lead_due: Moment::from_micros(self.lead_due),
            told_due: Moment::from_micros(self.told_due),
            merged_into: self.merged_into.map(TicketId),
            related_to: self.related_to.map(TicketId),
            last_words: self.last_words,
            last_speaker: Speaker::parse(&self.last_speaker)?,
            link_secret: self.link_secret,
            resolved_at: Moment::from_micros(self.resolved_at),
        })
    }
}

/// Tickets by id, in order of id; locked, so that whoever decides about them decides on what stays true.
pub(crate) fn load_locked(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Ticket>, StoreError> {
    let wanted = ticket::table
        .filter(ticket::id.eq_any(padded(ids)))
        .order(ticket::id);
    let rows: Vec<TicketRow> = for_update!(conn, wanted.select(TicketRow::as_select()), |locked, c| locked
        .cached()
        .load(c))?;
    rows.into_iter().map(TicketRow::into_ticket).collect()
}

/// Up to so many rows PostgreSQL is asked for one by one.
const ONE_BY_ONE: usize = 8;

/// Writes tickets as they stand now.
pub(crate) fn update<'a>(
    conn: &mut Conn,
    tickets: impl Iterator<Item = &'a Ticket>,
) -> Result<(), StoreError> {
    let rows: Vec<TicketRow> = tickets.map(TicketRow::from).collect();
    match conn {
        // The rows are there: what reads as an insert is one update of many.
        Conn::Pg(c) if rows.len() > ONE_BY_ONE => {
            for chunk in rows.chunks(CHUNK) {
                diesel::insert_into(ticket::table)
                    .values(chunk)
                    .on_conflict(ticket::id)
                    .do_update()
                    .set((
                        ticket::public_id.eq(excluded(ticket::public_id)),
                        ticket::number_year.eq(excluded(ticket::number_year)),
                        ticket::number_serial.eq(excluded(ticket::number_serial)),
                        ticket::brand_id.eq(excluded(ticket::brand_id)),
                        ticket::channel_id.eq(excluded(ticket::channel_id)),
                        ticket::client_id.eq(excluded(ticket::client_id)),
                        ticket::identity_id.eq(excluded(ticket::identity_id)),
                        ticket::team_id.eq(excluded(ticket::team_id)),
                        ticket::assignee_id.eq(excluded(ticket::assignee_id)),
                        ticket::kind.eq(excluded(ticket::kind)),
                        ticket::state.eq(excluded(ticket::state)),
                        ticket::priority.eq(excluded(ticket::priority)),
                        ticket::topic.eq(excluded(ticket::topic)),
                        ticket::title.eq(excluded(ticket::title)),
                        ticket::lang.eq(excluded(ticket::lang)),
                        ticket::outcome.eq(excluded(ticket::outcome)),
                        ticket::occurred_at.eq(excluded(ticket::occurred_at)),
                        ticket::created_at.eq(excluded(ticket::created_at)),
                        ticket::updated_at.eq(excluded(ticket::updated_at)),
                        ticket::closes_at.eq(excluded(ticket::closes_at)),
                        ticket::version.eq(excluded(ticket::version)),
                        ticket::last_seq.eq(excluded(ticket::last_seq)),
                        ticket::lead_due.eq(excluded(ticket::lead_due)),
                        ticket::told_due.eq(excluded(ticket::told_due)),
                        ticket::merged_into.eq(excluded(ticket::merged_into)),
                        ticket::related_to.eq(excluded(ticket::related_to)),
                        ticket::last_words.eq(excluded(ticket::last_words)),
                        ticket::last_speaker.eq(excluded(ticket::last_speaker)),
                        ticket::link_secret.eq(excluded(ticket::link_secret)),
                        ticket::resolved_at.eq(excluded(ticket::resolved_at)),
                    ))
                    .execute(c)?;
            }
        }
        _ => {
            for row in &rows {
                on_each!(&mut *conn, |c| diesel::update(ticket::table.find(row.id))
                    .set(row)
                    .cached()
                    .execute(c))?;
            }
        }
    }
    Ok(())
}

/// How a ticket is named outside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TicketName {
    pub public_id: String,
    pub number: TicketNumber,
    pub link_secret: String,
}

impl TicketName {
    /// The names of a ticket at hand.
    #[must_use]
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            public_id: ticket.public_id.clone(),
            number: ticket.number,
            link_secret: ticket.link_secret.clone(),
        }
    }
}

impl Tx<'_> {
    /// The names of tickets that are not at hand.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_names(
        &mut self,
        ids: &BTreeSet<TicketId>,
    ) -> Result<BTreeMap<TicketId, TicketName>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows: Vec<(i64, String, i32, i64, String)> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::id.eq_any(padded(&ids)))
            .select((
                ticket::id,
                ticket::public_id,
                ticket::number_year,
                ticket::number_serial,
                ticket::link_secret
            ))
            .cached()
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(id, public_id, year, serial, link_secret)| {
                (
                    TicketId(id),
                    TicketName {
                        public_id,
                        number: TicketNumber { year, serial },
                        link_secret,
                    },
                )
            })
            .collect())
    }
}
