//! Answers that may still be undone. Whoever takes the job away first decides: a worker, or the one who undoes.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::{entry, held_answer, job};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::act::LastSaid;
use domain::draft::Held;
use domain::entry::EntryKind;
use domain::job::JobKind;
use domain::ticket::Speaker;
use domain::{Actor, DeliveryId, EntryId, Moment, TicketId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = held_answer, treat_none_as_default_value = false)]
struct HeldRow {
    entry_id: i64,
    ticket_id: i64,
    delivery_id: i64,
    actor_kind: String,
    actor_id: i64,
    at: i64,
    until: i64,
    before: String,
}

impl HeldRow {
    fn of(held: &Held) -> Result<Self, StoreError> {
        Ok(Self {
            entry_id: held.entry.0,
            ticket_id: held.ticket.0,
            delivery_id: held.delivery.0,
            actor_kind: held.actor.code().into(),
            actor_id: held.actor.id(),
            at: held.at.as_micros(),
            until: held.until.as_micros(),
            before: serde_json::to_string(&held.before)?,
        })
    }

    fn into_held(self) -> Result<Held, StoreError> {
        Ok(Held {
            entry: EntryId(self.entry_id),
            ticket: TicketId(self.ticket_id),
            delivery: DeliveryId(self.delivery_id),
            actor: Actor::from_stored(&self.actor_kind, self.actor_id)?,
            at: Moment::from_micros(self.at),
            until: Moment::from_micros(self.until),
            before: serde_json::from_str(&self.before)?,
        })
    }
}

/// Writes answers that may be undone.
pub(crate) fn insert(conn: &mut Conn, held: &[Held]) -> Result<(), StoreError> {
    let rows = held.iter().map(HeldRow::of).collect::<Result<Vec<_>, _>>()?;
    insert_all!(conn, held_answer::table, rows);
    Ok(())
}

impl Reader<'_> {
    /// The answers of tickets that may still be undone at an instant, with their public ids, oldest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn held_answers(
        &mut self,
        tickets: &[TicketId],
        now: Moment,
    ) -> Result<Vec<(String, Held)>, StoreError> {
        let tickets: Vec<i64> = tickets.iter().map(|id| id.0).collect();
        let rows: Vec<(String, HeldRow)> = on_each!(&mut *self.conn, |c| held_answer::table
            .inner_join(entry::table.on(entry::id.eq(held_answer::entry_id)))
            .filter(held_answer::ticket_id.eq_any(padded(&tickets)))
            .filter(held_answer::until.ge(now.as_micros()))
            .order(held_answer::entry_id)
            .select((entry::public_id, HeldRow::as_select()))
            .cached()
            .load(c))?;
        rows.into_iter()
            .map(|(public_id, row)| Ok((public_id, row.into_held()?)))
            .collect()
    }
}

impl Tx<'_> {
    /// An answer of a ticket by its public id, if it was held at all.
    ///
    /// # Errors
    /// The store's own.
    pub fn held_answer(&mut self, ticket: TicketId, public_id: &str) -> Result<Option<Held>, StoreError> {
        let row: Option<HeldRow> = on_each!(&mut *self.conn, |c| held_answer::table
            .inner_join(entry::table.on(entry::id.eq(held_answer::entry_id)))
            .filter(held_answer::ticket_id.eq(ticket.0))
            .filter(entry::public_id.eq(public_id))
            .select(HeldRow::as_select())
            .first(c)
            .optional())?;
        row.map(HeldRow::into_held).transpose()
    }

    /// Until when the newest answer of a ticket may be undone; nothing where none can be any more.
    ///
    /// # Errors
    /// The store's own.
    pub fn held_until(&mut self, ticket: TicketId) -> Result<Option<Moment>, StoreError> {
        let until: Option<i64> = on_each!(&mut *self.conn, |c| held_answer::table
            .filter(held_answer::ticket_id.eq(ticket.0))
            .filter(held_answer::until.ge(self.now.as_micros()))
            .select(diesel::dsl::max(held_answer::until))
            .first(c))?;
        Ok(until.map(Moment::from_micros))
    }

    /// Takes the job of a delivery away before any worker has had it in hand; false when one has.
    ///
    /// # Errors
    /// The store's own.
    pub fn take_back_delivery(&mut self, delivery: DeliveryId) -> Result<bool, StoreError> {
        let untouched = job::table
            .filter(job::kind.eq(JobKind::Deliver.code()))
            .filter(job::subject.eq(delivery.0))
            .filter(job::attempts.eq(0));
        let gone = on_each!(&mut *self.conn, |c| diesel::delete(untouched).execute(c))?;
        Ok(gone == 1)
    }

    /// What was said last on a ticket, leaving one entry aside.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_said(&mut self, ticket: TicketId, aside: EntryId) -> Result<Option<LastSaid>, StoreError> {
        let said = [EntryKind::MessageIn, EntryKind::MessageOut].map(EntryKind::code);
        let automatic = EntryKind::MessageOut.code();
        let row: Option<(i64, String, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::id.ne(aside.0))
            .filter(entry::kind.eq_any(said))
            // What a machine of ours said is no word of the talk.
            .filter(entry::kind.ne(automatic).or(entry::code.eq("")))
            .order((entry::occurred_at.desc(), entry::seq.desc()))
            .select((entry::occurred_at, entry::kind, entry::preview))
            .first(c)
            .optional())?;
        Ok(row.map(|(at, kind, words)| LastSaid {
            at: Moment::from_micros(at),
            words,
            speaker: if kind == EntryKind::MessageIn.code() {
                Speaker::Client
            } else {
                Speaker::Operator
            },
        }))
    }

    /// Forgets windows that ended before an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn sweep_held(&mut self, before: Moment) -> Result<usize, StoreError> {
        let over = held_answer::table.filter(held_answer::until.lt(before.as_micros()));
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(over).execute(c))?)
    }
}
