//! Changing what is known of a client.

use crate::cached::Cache as _;
use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::rows::facts;
use crate::rows::insert::insert_all;
use crate::rows::read_sql::{IS_OPEN, IdRow, Sql};
use crate::schema::{client, client_wish, identity};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::client::{Profile, name_key};
use domain::intake::{Known, Wanted};
use domain::{ClientId, Handle, HandleKind, TicketId, Verified};
use std::collections::BTreeMap;

/// A client in hand, locked until the end of the transaction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldClient {
    pub id: ClientId,
    pub public_id: String,
    pub version: i64,
    /// The client this one became part of.
    pub merged_into: Option<ClientId>,
    pub profile: Profile,
}

/// Addresses with the client each belongs to.
pub type Owners = BTreeMap<(HandleKind, String), Known>;

/// A client's columns as they are read.
#[derive(Queryable, Selectable)]
#[diesel(table_name = client)]
pub(super) struct ClientRow {
    pub id: i64,
    pub public_id: String,
    pub version: i64,
    pub merged_into: Option<i64>,
    pub name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    pub company: String,
    pub no_calls: bool,
    pub call_hours: String,
    pub created_at: i64,
}

impl ClientRow {
    pub(super) fn profile(&self) -> Profile {
        Profile {
            name: self.name.clone(),
            lang: self.lang.clone(),
            zone: self.zone.clone(),
            segment: self.segment.clone(),
            company: self.company.clone(),
            no_calls: self.no_calls,
            call_hours: self.call_hours.clone(),
        }
    }

    fn held(self) -> HeldClient {
        HeldClient {
            profile: self.profile(),
            id: ClientId(self.id),
            public_id: self.public_id,
            version: self.version,
            merged_into: self.merged_into.map(ClientId),
        }
    }
}

impl Tx<'_> {
    /// Clients by public id, locked in order of id.
    ///
    /// # Errors
    /// The store's own.
    pub fn hold_clients(&mut self, public_ids: &[String]) -> Result<Vec<HeldClient>, StoreError> {
        let wanted = client::table
            .filter(client::public_id.eq_any(public_ids))
            .order(client::id);
        let rows: Vec<ClientRow> = for_update!(
            &mut *self.conn,
            wanted.select(ClientRow::as_select()),
            |locked, c| locked.load(c)
        )?;
        Ok(rows.into_iter().map(ClientRow::held).collect())
    }

    /// One client by its row id, locked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn hold_client(&mut self, id: ClientId) -> Result<HeldClient, StoreError> {
        let wanted = client::table.find(id.0);
        let row: Option<ClientRow> = for_update!(
            &mut *self.conn,
            wanted.select(ClientRow::as_select()),
            |locked, c| locked.first(c).optional()
        )?;
        Ok(row.ok_or(StoreError::NotFound("client"))?.held())
    }

    /// Writes what is known of a client; its version goes up.
    ///
    /// # Errors
    /// The store's own.
    pub fn write_profile(&mut self, id: ClientId, profile: &Profile) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(client::table.find(id.0))
            .set((
                client::name.eq(&profile.name),
                client::name_key.eq(name_key(&profile.name)),
                client::lang.eq(&profile.lang),
                client::zone.eq(&profile.zone),
                client::segment.eq(&profile.segment),
                client::company.eq(&profile.company),
                client::no_calls.eq(profile.no_calls),
                client::call_hours.eq(&profile.call_hours),
                client::version.eq(client::version + 1)
            ))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// A client with what is known of them, and no address yet.
    ///
    /// # Errors
    /// The store's own.
    pub fn new_client(&mut self, profile: &Profile) -> Result<(ClientId, String), StoreError> {
        let (id, public_id) = (ClientId(self.ids.take()), ClientId::new_public());
        let row = (
            client::id.eq(id.0),
            client::public_id.eq(&public_id),
            client::name.eq(&profile.name),
            client::name_key.eq(name_key(&profile.name)),
            client::lang.eq(&profile.lang),
            client::zone.eq(&profile.zone),
            client::segment.eq(&profile.segment),
            client::company.eq(&profile.company),
            client::no_calls.eq(profile.no_calls),
            client::call_hours.eq(&profile.call_hours),
            client::created_at.eq(self.now.as_micros()),
            client::version.eq(1),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(client::table)
            .values(row)
            .execute(c))?;
        Ok((id, public_id))
    }

    /// Whose these addresses are.
    ///
    /// # Errors
    /// The store's own.
    pub fn owners_of(&mut self, handles: &[Handle]) -> Result<Owners, StoreError> {
        let wanted = Wanted {
            handles: handles.iter().map(Handle::key).collect(),
            ..Wanted::default()
        };
        facts::handles(self.conn, &wanted, self.now)
    }

    /// Gives a client addresses that nobody has.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] where somebody got one a moment ago; the store's own.
    pub fn give_addresses(
        &mut self,
        id: ClientId,
        handles: &[Handle],
        verified: Verified,
    ) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let rows: Vec<_> = handles
            .iter()
            .map(|handle| {
                (
                    identity::id.eq(self.ids.take()),
                    identity::client_id.eq(id.0),
                    identity::kind.eq(handle.kind.code()),
                    identity::value.eq(&handle.value),
                    identity::name.eq(&handle.name),
                    identity::verified.eq(verified.code()),
                    identity::created_at.eq(now),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, identity::table, rows);
        Ok(())
    }

    /// Sets by which kind of address a client likes to be answered, topic by topic (empty: about any other). What is wished
    /// about a topic stays the row it is: a merge that is taken back knows whose it was.
    ///
    /// # Errors
    /// The store's own.
    pub fn set_wishes(
        &mut self,
        id: ClientId,
        wishes: &BTreeMap<String, HandleKind>,
    ) -> Result<(), StoreError> {
        let present: Vec<(i64, String, String)> = on_each!(&mut *self.conn, |c| client_wish::table
            .filter(client_wish::client_id.eq(id.0))
            .select((client_wish::id, client_wish::topic, client_wish::kind))
            .load(c))?;
        let overruled = present
            .iter()
            .filter(|(_, topic, kind)| wishes.get(topic).is_none_or(|wished| wished.code() != kind));
        let overruled: Vec<i64> = overruled.map(|(row, _, _)| *row).collect();
        self.give_back_wishes(id, &overruled)?;
        on_each!(&mut *self.conn, |c| diesel::delete(
            client_wish::table
                .filter(client_wish::client_id.eq(id.0))
                .filter(client_wish::topic.ne_all(wishes.keys()))
        )
        .execute(c))?;
        let rows: Vec<_> = wishes
            .iter()
            .map(|(topic, kind)| {
                (
                    client_wish::id.eq(self.ids.take()),
                    client_wish::client_id.eq(id.0),
                    client_wish::topic.eq(topic),
                    client_wish::kind.eq(kind.code()),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, client_wish::table, rows,
            or touch (client_wish::client_id, client_wish::topic),
            client_wish::kind.eq(diesel::upsert::excluded(client_wish::kind)));
        Ok(())
    }

    /// The open tickets of a client, at most `limit`.
    ///
    /// # Errors
    /// The store's own.
    pub fn open_tickets_of(&mut self, id: ClientId, limit: i64) -> Result<Vec<TicketId>, StoreError> {
        let mut sql = Sql::new("SELECT ticket.id AS id FROM ticket WHERE ticket.client_id = ");
        sql.int(id.0)
            .push(" AND ")
            .push(IS_OPEN)
            .push(" ORDER BY ticket.id LIMIT ")
            .int(limit);
        let rows: Vec<IdRow> = sql.load(self.conn)?;
        Ok(rows.into_iter().map(|row| TicketId(row.id)).collect())
    }
}
