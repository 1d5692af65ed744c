//! Tickets as lists show them, by id: a fixed number of statements for any page.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock::{ClockRow, with_steps};
use crate::rows::read_people::Person;
use crate::rows::ticket::TicketRow;
use crate::schema::{client, clock, identity, operator, ticket, ticket_seen, ticket_tag};
use crate::scope::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::clock::{Clock, Verdict};
use domain::ticket::Ticket;
use domain::{Handle, HandleKind, OperatorId, TicketId};
use std::collections::HashMap;

/// A ticket with what a line of a list says about it.
#[derive(Clone, Debug)]
pub struct TicketLine {
    pub ticket: Ticket,
    pub client_name: String,
    pub handle: Handle,
    pub tags: Vec<String>,
    /// Clocks that are open.
    pub clocks: Vec<Clock>,
    pub assignee: Option<Person>,
    /// The last message of ours did not reach the client.
    pub undelivered: bool,
    /// The number of the last entry that whoever asks has seen.
    pub seen: i64,
}

/// A ticket with its client's name and address, whose it is, what was seen of it, and whether an answer is lost.
type JoinedRow = (
    TicketRow,
    (String, String, String, String),
    Option<(i64, String, String)>,
    Option<i64>,
    bool,
);

/// Whether the last message of ours failed for good: a later one that did not deals with it.
const UNDELIVERED: &str = "EXISTS (SELECT 1 FROM delivery AS sent WHERE sent.ticket_id = ticket.id \
     AND sent.fate IN ('bounced', 'failed') AND NOT EXISTS (SELECT 1 FROM delivery AS later \
     WHERE later.ticket_id = sent.ticket_id AND later.id > sent.id))";

impl Reader<'_> {
    /// The lines of tickets, in the order of the ids; those that are not there, or not within the scope,
    /// are left out.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_lines(&mut self, scope: &Scope, ids: &[TicketId]) -> Result<Vec<TicketLine>, StoreError> {
        self.ticket_lines_for(scope, ids, None)
    }

    /// The same, with what somebody has seen of them.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_lines_for(
        &mut self,
        scope: &Scope,
        ids: &[TicketId],
        me: Option<OperatorId>,
    ) -> Result<Vec<TicketLine>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let conn = &mut *self.conn;
        let nobody = OperatorId(0);
        let joined: Vec<JoinedRow> = on_each!(conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .inner_join(identity::table.on(identity::id.eq(ticket::identity_id)))
            .left_join(operator::table.on(operator::id.nullable().eq(ticket::assignee_id)))
            .left_join(
                ticket_seen::table.on(ticket_seen::ticket_id
                    .eq(ticket::id)
                    .and(ticket_seen::operator_id.eq(me.unwrap_or(nobody).0)))
            )
            .filter(ticket::id.eq_any(padded(&ids)))
            .select((
                TicketRow::as_select(),
                (client::name, identity::kind, identity::value, identity::name),
                (operator::id, operator::public_id, operator::name).nullable(),
                ticket_seen::seq.nullable(),
                sql::<Bool>(UNDELIVERED),
            ))
            .cached()
            .load(c))?;
        let mut tags = tags_of(conn, &ids)?;
        let mut clocks = open_clocks(conn, &ids)?;
        let mut lines: HashMap<i64, TicketLine> = HashMap::new();
        for (row, (client_name, kind, value, name), assignee, seen, undelivered) in joined {
            let ticket = row.into_ticket()?;
            if !scope.admits(&ticket) {
                continue;
            }
            let id = ticket.id.0;
            let line = TicketLine {
                client_name,
                handle: Handle::new(HandleKind::parse(&kind)?, value, name),
                tags: tags.remove(&id).unwrap_or_default(),
                clocks: clocks.remove(&id).unwrap_or_default(),
                assignee: assignee.map(Person::from),
                undelivered,
                seen: seen.unwrap_or_default(),
                ticket,
            };
            lines.insert(id, line);
        }
        Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
    }
}

/// Tags of tickets, in alphabetical order.
pub(super) fn tags_of(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let rows: Vec<(i64, String)> = on_each!(conn, |c| ticket_tag::table
        .filter(ticket_tag::ticket_id.eq_any(padded(ids)))
        .order((ticket_tag::ticket_id, ticket_tag::tag))
        .select((ticket_tag::ticket_id, ticket_tag::tag))
        .cached()
        .load(c))?;
    let mut tags: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, tag) in rows {
        tags.entry(id).or_default().push(tag);
    }
    Ok(tags)
}

/// Clocks of tickets that are still to be fulfilled.
pub(super) fn open_clocks(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<Clock>>, StoreError> {
    let open = [Verdict::Running, Verdict::Paused, Verdict::Missed].map(Verdict::code);
    let rows: Vec<ClockRow> = on_each!(conn, |c| clock::table
        .filter(clock::ticket_id.eq_any(padded(ids)))
        .filter(clock::stopped_at.eq(domain::time::NEVER.as_micros()))
        .filter(clock::verdict.eq_any(open))
        .order((clock::ticket_id, clock::id))
        .select(ClockRow::as_select())
        .cached()
        .load(c))?;
    let mut clocks: HashMap<i64, Vec<Clock>> = HashMap::new();
    for clock in with_steps(conn, rows)? {
        clocks.entry(clock.ticket.0).or_default().push(clock);
    }
    Ok(clocks)
}
