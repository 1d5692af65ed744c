//! Values of the desk's own fields.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::ticket_field;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::TicketId;
use domain::plan::NewField;
use std::collections::{BTreeMap, HashMap};

/// The values of one ticket by the keys of their fields.
pub type FieldValues = BTreeMap<String, String>;

/// Values of tickets.
pub(super) fn of_tickets(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, FieldValues>, StoreError> {
    let rows: Vec<(i64, String, String)> = on_each!(conn, |c| ticket_field::table
        .filter(ticket_field::ticket_id.eq_any(padded(ids)))
        .select((ticket_field::ticket_id, ticket_field::field, ticket_field::value))
        .cached()
        .load(c))?;
    let mut values: HashMap<i64, FieldValues> = HashMap::new();
    for (id, field, value) in rows {
        values.entry(id).or_default().insert(field, value);
    }
    Ok(values)
}

/// Writes values as they stand now; one that is empty is taken away.
pub(super) fn write(conn: &mut Conn, fields: &[NewField]) -> Result<(), StoreError> {
    for new in fields {
        let (ticket, field) = (new.ticket.0, new.field.as_str());
        match &new.value {
            None => on_each!(&mut *conn, |c| diesel::delete(
                ticket_field::table.find((ticket, field))
            )
            .execute(c))?,
            Some(value) => {
                let changed = (
                    ticket_field::value.eq(&value.text),
                    ticket_field::sort_key.eq(value.key),
                );
                on_each!(&mut *conn, |c| diesel::insert_into(ticket_field::table)
                    .values((
                        ticket_field::ticket_id.eq(ticket),
                        ticket_field::field.eq(field),
                        changed,
                    ))
                    .on_conflict((ticket_field::ticket_id, ticket_field::field))
                    .do_update()
                    .set(changed)
                    .execute(c))?
            }
        };
    }
    Ok(())
}

impl Tx<'_> {
    /// The values of tickets that are being changed.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_fields(&mut self, ids: &[TicketId]) -> Result<HashMap<TicketId, FieldValues>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let found = of_tickets(self.conn, &ids)?;
        Ok(found
            .into_iter()
            .map(|(id, values)| (TicketId(id), values))
            .collect())
    }
}
