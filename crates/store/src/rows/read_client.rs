//! A client with everything that stands beside the timeline: card, addresses, wishes, merges, tickets.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::client_write::ClientRow;
use crate::rows::read_people::{Person, operators};
use crate::rows::read_sql::{IdRow, Sql};
use crate::rows::ticket::TicketRow;
use crate::schema::{client, client_merge, client_wish, identity, ticket};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::client::{MergeDoc, Profile};
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::{Actor, ClientId, Handle, HandleKind, Moment};

/// Addresses, merges and wishes shown of one client.
const MOST: i64 = 100;
/// Tickets shown beside the timeline.
const TICKETS: i64 = 50;

/// A client opened for reading.
#[derive(Clone, Debug)]
pub struct ClientFile {
    pub id: ClientId,
    pub public_id: String,
    pub version: i64,
    pub profile: Profile,
    pub created_at: Moment,
    /// Public id of the client this one became part of.
    pub merged_into: Option<String>,
    pub addresses: Vec<Address>,
    /// By which kind of address the client likes to be answered, by topic; empty: about any other.
    pub wishes: Vec<(String, HandleKind)>,
    /// Merges that stand, newest first.
    pub merges: Vec<MergeLine>,
    /// The newest tickets, merged ones left out.
    pub tickets: Vec<Ticket>,
}

/// An address with how it is known to be the client's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    pub handle: Handle,
    /// `received`, `addressed`, `stated`, `proved`.
    pub verified: String,
    pub since: Moment,
}

/// A merge that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeLine {
    /// Public id of the absorbed client.
    pub absorbed: String,
    pub name: String,
    pub at: Moment,
    pub by: Option<Person>,
    pub doc: MergeDoc,
}

impl Reader<'_> {
    /// A client by public id; `None` where there is none, or none of their tickets lies within the scope.
    ///
    /// # Errors
    /// The store's own.
    pub fn client_file(&mut self, scope: &Scope, public_id: &str) -> Result<Option<ClientFile>, StoreError> {
        let conn = &mut *self.conn;
        let found: Option<ClientRow> = on_each!(conn, |c| client::table
            .filter(client::public_id.eq(public_id))
            .select(ClientRow::as_select())
            .first(c)
            .optional())?;
        let Some(row) = found else { return Ok(None) };
        let tickets = self.tickets_of_client(scope, ClientId(row.id))?;
        if tickets.is_empty() && !scope.admits_team(None) {
            return Ok(None);
        }
        let conn = &mut *self.conn;
        let merged_into: Option<String> = match row.merged_into {
            None => None,
            Some(into) => on_each!(conn, |c| client::table
                .find(into)
                .select(client::public_id)
                .first(c)
                .optional())?,
        };
        let addresses: Vec<(String, String, String, String, i64)> = on_each!(conn, |c| identity::table
            .filter(identity::client_id.eq(row.id))
            .order(identity::id)
            .limit(MOST)
            .select((
                identity::kind,
                identity::value,
                identity::name,
                identity::verified,
                identity::created_at
            ))
            .load(c))?;
        let addresses = addresses.into_iter().map(|(kind, value, name, verified, since)| {
            Ok(Address {
                handle: Handle::new(HandleKind::parse(&kind)?, value, name),
                verified,
                since: Moment::from_micros(since),
            })
        });
        Ok(Some(ClientFile {
            addresses: addresses.collect::<Result<_, StoreError>>()?,
            wishes: self.client_wishes(ClientId(row.id))?,
            merges: self.client_merges(ClientId(row.id))?,
            id: ClientId(row.id),
            version: row.version,
            profile: row.profile(),
            created_at: Moment::from_micros(row.created_at),
            public_id: row.public_id,
            merged_into,
            tickets,
        }))
    }

    /// By which kind of address a client likes to be answered, by topic.
    ///
    /// # Errors
    /// The store's own.
    pub fn client_wishes(&mut self, id: ClientId) -> Result<Vec<(String, HandleKind)>, StoreError> {
        wishes(self.conn, id)
    }

    fn client_merges(&mut self, id: ClientId) -> Result<Vec<MergeLine>, StoreError> {
        type Row = (String, String, i64, String, i64, String);
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| client_merge::table
            .inner_join(client::table.on(client::id.eq(client_merge::absorbed_id)))
            .filter(client_merge::survivor_id.eq(id.0))
            .filter(client_merge::undone_at.eq(NEVER.as_micros()))
            .order(client_merge::id.desc())
            .limit(MOST)
            .select((
                client::public_id,
                client::name,
                client_merge::at,
                client_merge::actor_kind,
                client_merge::actor_id,
                client_merge::doc
            ))
            .load(c))?;
        let ids = rows.iter().filter(|row| row.3 == "operator").map(|row| row.4);
        let people = operators(self.conn, &ids.collect())?;
        rows.into_iter()
            .map(|(absorbed, name, at, kind, actor, doc)| {
                let by = match Actor::from_stored(&kind, actor)? {
                    Actor::Operator(id) => people.get(&id).cloned(),
                    _ => None,
                };
                Ok(MergeLine {
                    absorbed,
                    name,
                    at: Moment::from_micros(at),
                    by,
                    doc: serde_json::from_str(&doc)?,
                })
            })
            .collect()
    }

    fn tickets_of_client(&mut self, scope: &Scope, id: ClientId) -> Result<Vec<Ticket>, StoreError> {
        let mut sql = Sql::new(
            "SELECT ticket.id AS id FROM ticket WHERE ticket.merged_into IS NULL AND ticket.client_id = ",
        );
        sql.int(id.0)
            .within(scope)
            .push(" ORDER BY ticket.id DESC LIMIT ")
            .int(TICKETS);
        let ids: Vec<IdRow> = sql.load(self.conn)?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        let rows: Vec<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::id.eq_any(&ids))
            .order(ticket::id.desc())
            .select(TicketRow::as_select())
            .load(c))?;
        rows.into_iter().map(TicketRow::into_ticket).collect()
    }
}

impl Tx<'_> {
    /// The same, for somebody who is about to write on the client's behalf.
    ///
    /// # Errors
    /// The store's own.
    pub fn client_wishes(&mut self, id: ClientId) -> Result<Vec<(String, HandleKind)>, StoreError> {
        wishes(self.conn, id)
    }
}

fn wishes(conn: &mut Conn, id: ClientId) -> Result<Vec<(String, HandleKind)>, StoreError> {
    let rows: Vec<(String, String)> = on_each!(conn, |c| client_wish::table
        .filter(client_wish::client_id.eq(id.0))
        .order(client_wish::topic)
        .limit(MOST)
        .select((client_wish::topic, client_wish::kind))
        .load(c))?;
    rows.into_iter()
        .map(|(topic, kind)| Ok((topic, HandleKind::parse(&kind)?)))
        .collect()
}
