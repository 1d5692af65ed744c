//! Links between tickets, read from both ends.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::ticket::TicketRow;
use crate::schema::{linked_ticket, ticket};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::TicketId;
use domain::act::LinkKind;
use domain::ticket::Ticket;

/// Links on one page.
const MOST: usize = 200;

/// Links in order, and public id of the ticket after which the next page begins.
pub type LinkedPage = (Vec<Linked>, Option<String>);

/// A ticket at the other end of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub kind: LinkKind,
    /// The link goes from the ticket in question to this one.
    pub outgoing: bool,
    pub ticket: Ticket,
}

impl Tx<'_> {
    /// Links a ticket to another; a link that is there gets the new kind.
    ///
    /// # Errors
    /// The store's own.
    pub fn link(&mut self, from: TicketId, to: TicketId, kind: LinkKind) -> Result<(), StoreError> {
        let at = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::insert_into(linked_ticket::table)
            .values((
                linked_ticket::ticket_id.eq(from.0),
                linked_ticket::other_id.eq(to.0),
                linked_ticket::kind.eq(kind.code()),
                linked_ticket::at.eq(at),
            ))
            .on_conflict((linked_ticket::ticket_id, linked_ticket::other_id))
            .do_update()
            .set(linked_ticket::kind.eq(kind.code()))
            .execute(c))?;
        Ok(())
    }

    /// Takes the link between two away, whichever way it goes; tells which it was, and whether it went from the first.
    ///
    /// # Errors
    /// The store's own.
    pub fn unlink(&mut self, one: TicketId, other: TicketId) -> Result<Option<(LinkKind, bool)>, StoreError> {
        for (from, to) in [(one, other), (other, one)] {
            let kind: Option<String> = on_each!(&mut *self.conn, |c| linked_ticket::table
                .find((from.0, to.0))
                .select(linked_ticket::kind)
                .first(c)
                .optional())?;
            if let Some(kind) = kind {
                on_each!(&mut *self.conn, |c| diesel::delete(
                    linked_ticket::table.find((from.0, to.0))
                )
                .execute(c))?;
                return Ok(Some((LinkKind::parse(&kind)?, from == one)));
            }
        }
        Ok(None)
    }
}

impl Reader<'_> {
    /// A page of the tickets linked to one, in the order they were opened, those after one; what lies outside the scope is not
    /// there. Both links with one ticket stand on one page.
    ///
    /// # Errors
    /// The store's own.
    pub fn links(&mut self, scope: &Scope, of: TicketId, after: TicketId) -> Result<LinkedPage, StoreError> {
        let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
        let mut rows: Vec<(i64, String, TicketRow)> = on_each!(&mut *self.conn, |c| linked_ticket::table
            .inner_join(
                ticket::table.on(ticket::id
                    .eq(linked_ticket::other_id)
                    .and(linked_ticket::ticket_id.eq(of.0))
                    .or(ticket::id
                        .eq(linked_ticket::ticket_id)
                        .and(linked_ticket::other_id.eq(of.0))))
            )
            .filter(
                linked_ticket::ticket_id
                    .eq(of.0)
                    .or(linked_ticket::other_id.eq(of.0))
            )
            .filter(ticket::id.gt(after.0))
            .order((ticket::id, linked_ticket::ticket_id))
            .limit(limit + 1)
            .select((
                linked_ticket::ticket_id,
                linked_ticket::kind,
                TicketRow::as_select()
            ))
            .load(c))?;
        let mut next = None;
        if rows.len() > MOST {
            let cut = rows.pop().map(|(_, _, row)| row.id);
            if rows.last().map(|(_, _, row)| row.id) == cut {
                rows.pop();
            }
            next = rows.last().map(|(_, _, row)| row.public_id.clone());
        }
        let mut found = Vec::with_capacity(rows.len());
        for (from, kind, row) in rows {
            let ticket = row.into_ticket()?;
            if scope.admits(&ticket) {
                found.push(Linked {
                    kind: LinkKind::parse(&kind)?,
                    outgoing: from == of.0,
                    ticket,
                });
            }
        }
        Ok((found, next))
    }
}
