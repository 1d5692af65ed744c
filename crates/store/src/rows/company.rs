//! Companies: what clients say they belong to, read as one.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::ticket::TicketRow;
use crate::schema::{client, ticket};
use crate::scope::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::ClientId;
use domain::ticket::Ticket;

/// Said as the index says it: a planner does not look behind a parameter.
const NAMED: &str = "client.company <> ''";

/// A company, and how many clients belong to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Company {
    pub name: String,
    pub clients: i64,
}

/// A client of a company.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Employee {
    pub id: ClientId,
    pub public_id: String,
    pub name: String,
}

impl Reader<'_> {
    /// Companies in the order of their names, those after one.
    ///
    /// # Errors
    /// The store's own.
    pub fn companies(&mut self, after: &str, limit: i64) -> Result<Vec<Company>, StoreError> {
        let rows: Vec<(String, i64)> = on_each!(&mut *self.conn, |c| client::table
            .filter(client::merged_into.is_null())
            .filter(sql::<Bool>(NAMED))
            .filter(client::company.gt(after))
            .group_by(client::company)
            .order(client::company)
            .limit(limit)
            .select((client::company, diesel::dsl::count_star()))
            .load(c))?;
        let named = rows.into_iter().map(|(name, clients)| Company { name, clients });
        Ok(named.collect())
    }

    /// Clients of a company in the order in which they came, those after one.
    ///
    /// # Errors
    /// The store's own.
    pub fn clients_of_company(
        &mut self,
        name: &str,
        after: ClientId,
        limit: i64,
    ) -> Result<Vec<Employee>, StoreError> {
        let rows: Vec<(i64, String, String)> = on_each!(&mut *self.conn, |c| client::table
            .filter(client::company.eq(name))
            .filter(client::merged_into.is_null())
            .filter(sql::<Bool>(NAMED))
            .filter(client::id.gt(after.0))
            .order(client::id)
            .limit(limit)
            .select((client::id, client::public_id, client::name))
            .load(c))?;
        let employee = |(id, public_id, name)| Employee {
            id: ClientId(id),
            public_id,
            name,
        };
        Ok(rows.into_iter().map(employee).collect())
    }

    /// The newest tickets of a company's clients that lie within a scope.
    ///
    /// # Errors
    /// The store's own.
    pub fn tickets_of_company(
        &mut self,
        scope: &Scope,
        name: &str,
        limit: i64,
    ) -> Result<Vec<Ticket>, StoreError> {
        let rows: Vec<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(client::company.eq(name))
            .filter(client::merged_into.is_null())
            .filter(sql::<Bool>(NAMED))
            .filter(ticket::merged_into.is_null())
            .order(ticket::id.desc())
            .limit(limit)
            .select(TicketRow::as_select())
            .load(c))?;
        let tickets = rows
            .into_iter()
            .map(TicketRow::into_ticket)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(tickets
            .into_iter()
            .filter(|ticket| scope.admits(ticket))
            .collect())
    }
}
