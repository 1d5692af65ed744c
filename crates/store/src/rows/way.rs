//! Addresses by which a ticket's client can be answered, and what the client would like.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{client_wish, identity, ticket};
use diesel::prelude::*;
use domain::{ClientId, HandleKind, IdentityId};

impl Reader<'_> {
    /// An address of the client of a ticket; `None` where it is not theirs.
    ///
    /// # Errors
    /// The store's own.
    pub fn address_of_client(
        &mut self,
        ticket: &str,
        kind: HandleKind,
        value: &str,
    ) -> Result<Option<IdentityId>, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(identity::table.on(identity::client_id.eq(ticket::client_id)))
            .filter(ticket::public_id.eq(ticket))
            .filter(identity::kind.eq(kind.code()))
            .filter(identity::value.eq(value))
            .select(identity::id)
            .first(c)
            .optional())?;
        Ok(found.map(IdentityId))
    }

    /// By which kind of address a client likes to be answered about a topic, or about anything.
    ///
    /// # Errors
    /// The store's own.
    pub fn wish_about(&mut self, client: ClientId, topic: &str) -> Result<Option<HandleKind>, StoreError> {
        let rows: Vec<(String, String)> = on_each!(&mut *self.conn, |c| client_wish::table
            .filter(client_wish::client_id.eq(client.0))
            .filter(client_wish::topic.eq_any([topic, ""]))
            .select((client_wish::topic, client_wish::kind))
            .load(c))?;
        // The topic's own comes before what holds for any; empty sorts first.
        let nearest = rows.into_iter().max();
        Ok(nearest.map(|(_, kind)| HandleKind::parse(&kind)).transpose()?)
    }
}
