//! The registers of paper: letters that came and letters of ours, each under its number.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::ticket::TicketRow;
use crate::schema::{entry, letter, letter_seq, ticket};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ticket::{Ticket, TicketNumber};
use domain::{ChannelId, EntryId, IdentityId, LetterId, Moment, TicketId};

/// Lines of a register shown at once.
const MOST: i64 = 500;

/// A letter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LetterRow {
    pub id: LetterId,
    pub public_id: String,
    pub entry: EntryId,
    pub ticket: TicketId,
    pub channel: ChannelId,
    pub identity: IdentityId,
    /// `in`, `out`.
    pub way: String,
    pub year: i32,
    pub serial: i64,
    pub number: String,
    pub name: String,
    /// As it is written on paper.
    pub address: String,
    pub their_number: String,
    /// Dates are `YYYY-MM-DD`, empty for none.
    pub their_date: String,
    pub postmark: String,
    /// Of receipt, or the date printed on a letter of ours.
    pub dated: String,
    /// The day it stands under in its register: of registration, or of dispatch; empty before.
    pub day: String,
    /// `registered`; `prepared`, `dispatched`, `delivered`, `returned`.
    pub state: String,
    /// Of registration, or of dispatch.
    pub at: Moment,
    pub ended_at: Moment,
    pub tracking: String,
    pub reason: String,
    /// What is printed, as JSON; empty for what came.
    pub sheet: String,
    /// Content address of the PDF as it left; empty before.
    pub pdf: String,
}

/// A letter that gets the next number of its register.
pub type NewLetter = LetterRow;

/// Lines of a register with their tickets, and public id of the line after which the next page begins.
pub type RegisterPage = (Vec<(LetterRow, Ticket)>, Option<String>);

/// Which lines of a register.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LetterQuery {
    /// `in`, `out`.
    pub way: String,
    /// `YYYY-MM-DD`; empty: those that have no day yet.
    pub day: String,
    /// Public id of the line after which the page begins; empty: the first page.
    pub after: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = letter)]
struct Row {
    id: i64,
    public_id: String,
    entry_id: i64,
    ticket_id: i64,
    channel_id: i64,
    identity_id: i64,
    way: String,
    year: i32,
    serial: i64,
    number: String,
    name: String,
    address: String,
    their_number: String,
    their_date: String,
    postmark: String,
    dated: String,
    day: String,
    state: String,
    at: i64,
    ended_at: i64,
    tracking: String,
    reason: String,
    sheet: String,
    pdf: String,
}

impl From<Row> for LetterRow {
    fn from(row: Row) -> Self {
        Self {
            id: LetterId(row.id),
            public_id: row.public_id,
            entry: EntryId(row.entry_id),
            ticket: TicketId(row.ticket_id),
            channel: ChannelId(row.channel_id),
            identity: IdentityId(row.identity_id),
            way: row.way,
            year: row.year,
            serial: row.serial,
            number: row.number,
            name: row.name,
            address: row.address,
            their_number: row.their_number,
            their_date: row.their_date,
            postmark: row.postmark,
            dated: row.dated,
            day: row.day,
            state: row.state,
            at: Moment::from_micros(row.at),
            ended_at: Moment::from_micros(row.ended_at),
            tracking: row.tracking,
            reason: row.reason,
            sheet: row.sheet,
            pdf: row.pdf,
        }
    }
}

impl From<&LetterRow> for Row {
    fn from(letter: &LetterRow) -> Self {
        Self {
            id: letter.id.0,
            public_id: letter.public_id.clone(),
            entry_id: letter.entry.0,
            ticket_id: letter.ticket.0,
            channel_id: letter.channel.0,
            identity_id: letter.identity.0,
            way: letter.way.clone(),
            year: letter.year,
            serial: letter.serial,
            number: letter.number.clone(),
            name: letter.name.clone(),
            address: letter.address.clone(),
            their_number: letter.their_number.clone(),
            their_date: letter.their_date.clone(),
            postmark: letter.postmark.clone(),
            dated: letter.dated.clone(),
            day: letter.day.clone(),
            state: letter.state.clone(),
            at: letter.at.as_micros(),
            ended_at: letter.ended_at.as_micros(),
            tracking: letter.tracking.clone(),
            reason: letter.reason.clone(),
            sheet: letter.sheet.clone(),
            pdf: letter.pdf.clone(),
        }
    }
}

impl Tx<'_> {
    /// The next number of a register in a year; the register is held until the end of the transaction, so that none is left out.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_letter_number(
        &mut self,
        channel: ChannelId,
        way: &str,
        year: i32,
    ) -> Result<TicketNumber, StoreError> {
        let after: i64 = on_each!(&mut *self.conn, |c| diesel::insert_into(letter_seq::table)
            .values((
                letter_seq::channel_id.eq(channel.0),
                letter_seq::way.eq(way),
                letter_seq::year.eq(year),
                letter_seq::next.eq(2),
            ))
            .on_conflict((letter_seq::channel_id, letter_seq::way, letter_seq::year))
            .do_update()
            .set(letter_seq::next.eq(letter_seq::next + 1))
            .returning(letter_seq::next)
            .get_result(c))?;
        Ok(TicketNumber {
            year,
            serial: after - 1,
        })
    }

    /// Enters a letter.
    ///
    /// # Errors
    /// The store's own.
    pub fn enter_letter(&mut self, new: &NewLetter) -> Result<(), StoreError> {
        let row = Row::from(new);
        on_each!(&mut *self.conn, |c| diesel::insert_into(letter::table)
            .values(row)
            .execute(c))?;
        Ok(())
    }

    /// The letter that a line of a timeline is about.
    ///
    /// # Errors
    /// The store's own.
    pub fn letter_of_entry(&mut self, entry: EntryId) -> Result<Option<LetterRow>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::entry_id.eq(entry.0))
            .order(letter::id.desc())
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(LetterRow::from))
    }

    /// A letter that came, by its row id.
    ///
    /// # Errors
    /// The store's own.
    pub fn letter_in(&mut self, id: LetterId) -> Result<Option<LetterRow>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| letter::table
            .find(id.0)
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(LetterRow::from))
    }

    /// When the first letter on a ticket was registered.
    ///
    /// # Errors
    /// The store's own.
    pub fn registered_at(&mut self, ticket: TicketId) -> Result<Option<Moment>, StoreError> {
        let at: Option<i64> = on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::ticket_id.eq(ticket.0))
            .filter(letter::way.eq("in"))
            .order(letter::id.asc())
            .select(letter::at)
            .first(c)
            .optional())?;
        Ok(at.map(Moment::from_micros))
    }

    /// The letter that came last on a ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_letter_in(&mut self, ticket: TicketId) -> Result<Option<LetterRow>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::ticket_id.eq(ticket.0))
            .filter(letter::way.eq("in"))
            .order(letter::id.desc())
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(LetterRow::from))
    }

    /// A letter of ours by public id.
    ///
    /// # Errors
    /// The store's own.
    pub fn letter_out(&mut self, public_id: &str) -> Result<Option<LetterRow>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::public_id.eq(public_id))
            .filter(letter::way.eq("out"))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(LetterRow::from))
    }

    /// What a letter of ours does once it leaves; nothing where it does nothing.
    ///
    /// # Errors
    /// The store's own.
    pub fn on_dispatch(&mut self, of: EntryId) -> Result<Option<serde_json::Value>, StoreError> {
        let params: String = on_each!(&mut *self.conn, |c| entry::table
            .find(of.0)
            .select(entry::params)
            .first(c))?;
        let mut params: serde_json::Value = serde_json::from_str(&params)?;
        let later = params.get_mut("on_dispatch").map(serde_json::Value::take);
        Ok(later.filter(|later| !later.is_null()))
    }

    /// Writes down what became of a letter.
    ///
    /// # Errors
    /// The store's own.
    pub fn letter_moved(&mut self, moved: &LetterRow) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(
            letter::table.find(moved.id.0)
        )
        .set((
            letter::state.eq(&moved.state),
            letter::day.eq(&moved.day),
            letter::at.eq(moved.at.as_micros()),
            letter::ended_at.eq(moved.ended_at.as_micros()),
            letter::tracking.eq(&moved.tracking),
            letter::reason.eq(&moved.reason),
            letter::pdf.eq(&moved.pdf),
        ))
        .execute(c))?;
        Ok(())
    }

    /// How an address was last written on paper.
    ///
    /// # Errors
    /// The store's own.
    pub fn address_on_paper(&mut self, identity: IdentityId) -> Result<Option<(String, String)>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::identity_id.eq(identity.0))
            .order(letter::id.desc())
            .select((letter::name, letter::address))
            .first(c)
            .optional())?)
    }
}

impl Reader<'_> {
    /// A page of a register, in the order of entry, with the tickets; what the scope does not hold is not there. And the line
    /// after which the next page begins, where there is one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the line is not there after which the page should begin; the store's own.
    pub fn letters(&mut self, scope: &Scope, query: &LetterQuery) -> Result<RegisterPage, StoreError> {
        let after = if query.after.is_empty() {
            0
        } else {
            self.letter_id(&query.after)?
        };
        let mut rows: Vec<(Row, TicketRow)> = on_each!(&mut *self.conn, |c| letter::table
            .inner_join(ticket::table.on(ticket::id.eq(letter::ticket_id)))
            .filter(letter::way.eq(&query.way))
            .filter(letter::day.eq(&query.day))
            .filter(letter::id.gt(after))
            .order(letter::id)
            .limit(MOST + 1)
            .select((Row::as_select(), TicketRow::as_select()))
            .load(c))?;
        let page = usize::try_from(MOST).unwrap_or(usize::MAX);
        let next = match rows.len() > page {
            true => rows.get(page - 1).map(|(row, _)| row.public_id.clone()),
            false => None,
        };
        rows.truncate(page);
        Ok((within(scope, rows)?, next))
    }

    fn letter_id(&mut self, public_id: &str) -> Result<i64, StoreError> {
        let id: Option<i64> = on_each!(&mut *self.conn, |c| letter::table
            .filter(letter::public_id.eq(public_id))
            .select(letter::id)
            .first(c)
            .optional())?;
        id.ok_or(StoreError::NotFound("letter"))
    }

    /// A letter by public id, with its ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn letter(
        &mut self,
        scope: &Scope,
        public_id: &str,
    ) -> Result<Option<(LetterRow, Ticket)>, StoreError> {
        let rows: Vec<(Row, TicketRow)> = on_each!(&mut *self.conn, |c| letter::table
            .inner_join(ticket::table.on(ticket::id.eq(letter::ticket_id)))
            .filter(letter::public_id.eq(public_id))
            .select((Row::as_select(), TicketRow::as_select()))
            .load(c))?;
        Ok(within(scope, rows)?.pop())
    }
}

fn within(scope: &Scope, rows: Vec<(Row, TicketRow)>) -> Result<Vec<(LetterRow, Ticket)>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for (row, ticket) in rows {
        let ticket = ticket.into_ticket()?;
        if scope.admits(&ticket) {
            found.push((LetterRow::from(row), ticket));
        }
    }
    Ok(found)
}
