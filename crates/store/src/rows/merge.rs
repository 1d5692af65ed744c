//! Merges: what each did to the survivor, kept for as long as it stands.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::insert::insert_all;
use crate::rows::read_lines::tags_of;
use crate::rows::ticket::TicketRow;
use crate::schema::{client, entry, ticket, ticket_merge};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::act::{Merge, Standing};
use domain::entry::EntryKind;
use domain::intake::TicketFacts;
use domain::plan::NewMerge;
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::{EntryId, Moment, TicketId};
use std::collections::{BTreeMap, HashMap};

/// Tickets that one may have absorbed, over all levels: their timelines are read together.
const MOST: i64 = 500;
/// Merges of merges; more than this is a circle.
const DEPTH: usize = 16;

/// The columns of a merge.
type Row = (i64, i64, i64, i64, String);

/// Writes merges. `next` gives the rows their ids.
pub(crate) fn insert(
    conn: &mut Conn,
    merges: &[NewMerge],
    now: Moment,
    mut next: impl FnMut() -> i64,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(merges.len());
    for new in merges {
        rows.push((
            ticket_merge::id.eq(next()),
            ticket_merge::absorbed_id.eq(new.absorbed.0),
            ticket_merge::survivor_id.eq(new.survivor.0),
            ticket_merge::entry_id.eq(new.entry.0),
            ticket_merge::at.eq(now.as_micros()),
            ticket_merge::doc.eq(serde_json::to_string(&new.doc)?),
            ticket_merge::undone_at.eq(NEVER.as_micros()),
        ));
    }
    insert_all!(conn, ticket_merge::table, rows);
    Ok(())
}

/// Writes down what standing merges did beside what they did when they were made.
pub(crate) fn amend(conn: &mut Conn, merges: &[Merge]) -> Result<(), StoreError> {
    for merge in merges {
        let doc = serde_json::to_string(&merge.doc)?;
        let standing = ticket_merge::table
            .filter(ticket_merge::absorbed_id.eq(merge.absorbed.0))
            .filter(ticket_merge::undone_at.eq(NEVER.as_micros()));
        on_each!(&mut *conn, |c| diesel::update(standing)
            .set(ticket_merge::doc.eq(&doc))
            .execute(c))?;
    }
    Ok(())
}

/// Ends merges that are taken back.
pub(crate) fn end(conn: &mut Conn, undone: &[(TicketId, TicketId)], now: Moment) -> Result<(), StoreError> {
    for (absorbed, survivor) in undone {
        let standing = ticket_merge::table
            .filter(ticket_merge::absorbed_id.eq(absorbed.0))
            .filter(ticket_merge::survivor_id.eq(survivor.0))
            .filter(ticket_merge::undone_at.eq(NEVER.as_micros()));
        on_each!(&mut *conn, |c| diesel::update(standing)
            .set(ticket_merge::undone_at.eq(now.as_micros()))
            .cached()
            .execute(c))?;
    }
    Ok(())
}

/// Everything that became part of these tickets, level by level, without the tickets themselves.
pub(super) fn absorbed_by(conn: &mut Conn, first: Vec<Ticket>) -> Result<Vec<Ticket>, StoreError> {
    let (mut found, mut level) = (Vec::new(), first);
    for _ in 0..DEPTH {
        if level.is_empty() {
            break;
        }
        let ids: Vec<Option<i64>> = level.iter().map(|ticket| Some(ticket.id.0)).collect();
        found.append(&mut level);
        let rows: Vec<TicketRow> = on_each!(&mut *conn, |c| ticket::table
            .filter(ticket::merged_into.eq_any(padded(&ids)))
            .order(ticket::id)
            .limit(MOST)
            .select(TicketRow::as_select())
            .cached()
            .load(c))?;
        level = rows
            .into_iter()
            .map(TicketRow::into_ticket)
            .collect::<Result<_, _>>()?;
    }
    Ok(found)
}

fn read((absorbed, survivor, entry, at, doc): Row) -> Result<Merge, StoreError> {
    Ok(Merge {
        absorbed: TicketId(absorbed),
        survivor: TicketId(survivor),
        entry: EntryId(entry),
        at: Moment::from_micros(at),
        doc: serde_json::from_str(&doc)?,
    })
}

impl Tx<'_> {
    /// The merge by which a ticket is part of another, while it stands.
    ///
    /// # Errors
    /// The store's own.
    pub fn standing_merge(&mut self, absorbed: TicketId) -> Result<Option<Merge>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| ticket_merge::table
            .filter(ticket_merge::absorbed_id.eq(absorbed.0))
            .filter(ticket_merge::undone_at.eq(NEVER.as_micros()))
            .order(ticket_merge::id.desc())
            .select((
                ticket_merge::absorbed_id,
                ticket_merge::survivor_id,
                ticket_merge::entry_id,
                ticket_merge::at,
                ticket_merge::doc
            ))
            .first(c)
            .optional())?;
        row.map(read).transpose()
    }

    /// How tickets became part of others, by the absorbed ticket, with the segment of their client.
    ///
    /// # Errors
    /// The store's own.
    pub fn standing_merges(
        &mut self,
        tickets: &BTreeMap<TicketId, TicketFacts>,
    ) -> Result<BTreeMap<TicketId, Standing>, StoreError> {
        let absorbed = tickets
            .values()
            .filter(|facts| facts.ticket.merged_into.is_some());
        let ids: Vec<i64> = absorbed.map(|facts| facts.ticket.id.0).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| ticket_merge::table
            .filter(ticket_merge::absorbed_id.eq_any(&ids))
            .filter(ticket_merge::undone_at.eq(NEVER.as_micros()))
            .select((
                ticket_merge::absorbed_id,
                ticket_merge::survivor_id,
                ticket_merge::entry_id,
                ticket_merge::at,
                ticket_merge::doc
            ))
            .load(c))?;
        let survivors: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let segments: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(ticket::id.eq_any(&survivors))
            .select((ticket::id, client::segment))
            .load(c))?;
        let segments: HashMap<i64, String> = segments.into_iter().collect();
        let standing = rows.into_iter().map(|row| {
            let segment = segments.get(&row.1).cloned().unwrap_or_default();
            let merge = read(row)?;
            Ok((merge.absorbed, Standing { merge, segment }))
        });
        standing.collect()
    }

    /// Tags that only the absorbed one of two tickets has.
    ///
    /// # Errors
    /// The store's own.
    pub fn tags_to_bring(
        &mut self,
        absorbed: TicketId,
        survivor: TicketId,
    ) -> Result<Vec<String>, StoreError> {
        let mut tags = tags_of(self.conn, &[absorbed.0, survivor.0])?;
        let own = tags.remove(&survivor.0).unwrap_or_default();
        let mut theirs = tags.remove(&absorbed.0).unwrap_or_default();
        theirs.retain(|tag| !own.contains(tag));
        Ok(theirs)
    }

    /// When the client first wrote to a ticket after an instant; machines aside.
    ///
    /// # Errors
    /// The store's own.
    pub fn first_asked_after(
        &mut self,
        ticket: TicketId,
        after: Moment,
    ) -> Result<Option<Moment>, StoreError> {
        let at: Option<i64> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::occurred_at.gt(after.as_micros()))
            .filter(entry::kind.eq(EntryKind::MessageIn.code()))
            .filter(entry::code.eq(""))
            .select(diesel::dsl::min(entry::occurred_at))
            .first(c))?;
        Ok(at.map(Moment::from_micros))
    }
}
