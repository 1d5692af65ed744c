//! Notices: what our people are told about deadlines, about clients who ask for a person, about messages that were lost and about
//! papers that nobody registered, as they are seen in the console.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::{notice, paper, ticket};
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::clock::ClockKind;
use domain::notice::{About, NewNotice, To, Told};
use domain::ticket::TicketNumber;
use domain::time::NEVER;
use domain::{ChannelId, Moment, NoticeId, OperatorId};

/// Said as the index says it: a planner does not look behind a parameter.
const UNSEEN: &str = "notice.seen_at = 253402207200999999";
/// Stands for the clock where a notice is about none.
const NO_CLOCK: i64 = 0;
/// What is about a message that was lost stands until somebody dealt with it: the client was written to or spoken to since, the
/// message was sent once more, or the ticket is done. Ids go up in the order in which rows are written. What is about a paper
/// stands until it is registered or set aside.
pub(super) const STANDS: &str = "((ticket.id IS NOT NULL OR paper.state = 'waiting') \
     AND (notice.delivery_id IS NULL OR NOT (ticket.state IN ('resolved', 'closed') \
     OR EXISTS (SELECT 1 FROM delivery AS later WHERE later.entry_id = notice.entry_id AND later.id > notice.delivery_id) \
     OR EXISTS (SELECT 1 FROM entry AS later WHERE later.ticket_id = notice.ticket_id AND later.id > notice.id \
     AND later.kind = 'message_out' AND later.code = '' AND later.params NOT LIKE '%\"connected_at\":null%'))))";
/// The code of what is about a lost message, where the others have their clock's.
const LOST: &str = "lost";
/// The code of what is about a paper.
const PAPER: &str = "paper";

/// A notice as it is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeLine {
    pub id: NoticeId,
    pub public_id: String,
    /// Public id of the ticket; empty where it is about a paper.
    pub ticket: String,
    pub number: TicketNumber,
    /// Of a paper: what was noted about it.
    pub title: String,
    pub paper: Option<NoticePaper>,
    pub about: Told,
    /// Of a message that was lost, when it was known to be; `NEVER` where there is none.
    pub due: Moment,
    /// When the step came, or the word was said.
    pub at: Moment,
    pub urgent: bool,
    pub shown_from: Moment,
    pub seen: bool,
}

/// The paper that a notice is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticePaper {
    pub public_id: String,
    pub channel: ChannelId,
    /// `YYYY-MM-DD`.
    pub received: String,
}

pub(super) type Row = (
    (i64, String, (String, i64), i64, i64, bool, i64, i64),
    Option<(String, i32, i64, String, Option<i64>)>,
    Option<(String, i64, String, String)>,
);

pub(super) fn line(
    ((id, public_id, (kind, clock), due, at, urgent, shown_from, seen_at), ticket, paper): Row,
) -> Result<NoticeLine, StoreError> {
    let (ticket, year, serial, mut title, _) = ticket.unwrap_or_default();
    let paper = paper.map(|(public_id, channel, received, note)| {
        title = note;
        NoticePaper {
            public_id,
            channel: ChannelId(channel),
            received,
        }
    });
    Ok(NoticeLine {
        id: NoticeId(id),
        public_id,
        ticket,
        number: TicketNumber { year, serial },
        title,
        paper,
        about: match kind.as_str() {
            LOST => Told::Lost,
            PAPER => Told::Paper,
            kind => match (ClockKind::parse(kind), clock) {
                (Ok(ClockKind::Handoff), NO_CLOCK) => Told::Person,
                (Ok(kind), clock) if clock != NO_CLOCK => Told::Deadline(kind),
                // A newer version wrote it, beside which this one still runs.
                _ => Told::Other,
            },
        },
        due: Moment::from_micros(due),
        at: Moment::from_micros(at),
        urgent,
        shown_from: Moment::from_micros(shown_from),
        seen: seen_at != NEVER.as_micros(),
    })
}

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn with_what_it_is_about() -> _ {
    notice::table
        .left_join(ticket::table.on(ticket::id.eq(notice::ticket_id)))
        .left_join(paper::table.on(paper::id.nullable().eq(notice::paper_id)))
}

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn columns() -> _ {
    (
        (
            notice::id,
            notice::public_id,
            (notice::kind, notice::clock_id),
            notice::due,
            notice::at,
            notice::urgent,
            notice::shown_from,
            notice::seen_at,
        ),
        (
            ticket::public_id,
            ticket::number_year,
            ticket::number_serial,
            ticket::title,
            ticket::team_id,
        )
            .nullable(),
        (paper::public_id, paper::channel_id, paper::received, paper::note).nullable(),
    )
}

pub(super) fn of(to: &To) -> (i64, &str) {
    match to {
        To::Operator(id) => (id.0, ""),
        To::Address(address) => (0, address),
    }
}

impl Reader<'_> {
    /// What one of our people has been told, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn notices(
        &mut self,
        owner: OperatorId,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<NoticeLine>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| with_what_it_is_about()
            .filter(notice::operator_id.eq(owner.0))
            .filter(notice::shown_from.le(now.as_micros()))
            .filter(sql::<Bool>(STANDS))
            .order((notice::shown_from.desc(), notice::id.desc()))
            .limit(limit)
            .select(columns())
            .load(c))?;
        rows.into_iter().map(line).collect()
    }

    /// How much of it they have not seen, counted up to a bound.
    ///
    /// # Errors
    /// The store's own.
    pub fn unseen_notices(&mut self, owner: OperatorId, now: Moment, bound: i64) -> Result<i64, StoreError> {
        let found: Vec<i64> = on_each!(&mut *self.conn, |c| with_what_it_is_about()
            .filter(notice::operator_id.eq(owner.0))
            .filter(sql::<Bool>(UNSEEN))
            .filter(notice::shown_from.le(now.as_micros()))
            .filter(sql::<Bool>(STANDS))
            .limit(bound)
            .select(notice::operator_id)
            .load(c))?;
        Ok(i64::try_from(found.len()).unwrap_or(bound))
    }
}

impl Tx<'_> {
    pub(crate) fn notices(&mut self, new: &[NewNotice]) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let rows: Vec<_> = new
            .iter()
            .map(|one| {
                let (operator, address) = of(&one.to);
                let (clock, kind, delivery, paper) = match one.about {
                    About::Deadline { clock, kind } => (clock.0, kind.code(), None, None),
                    About::Person => (NO_CLOCK, ClockKind::Handoff.code(), None, None),
                    About::Lost(delivery) => (NO_CLOCK, LOST, Some(delivery.0), None),
                    About::Paper(paper) => (NO_CLOCK, PAPER, None, Some(paper.0)),
                };
                // Who has no page here has nothing to see.
                let seen = if operator == 0 { now } else { NEVER.as_micros() };
                (
                    notice::id.eq(one.id.0),
                    notice::public_id.eq(NoticeId::new_public()),
                    notice::operator_id.eq(operator),
                    notice::address.eq(address.to_owned()),
                    notice::ticket_id.eq(one.ticket.0),
                    notice::clock_id.eq(clock),
                    notice::kind.eq(kind),
                    notice::entry_id.eq(one.entry.0),
                    notice::due.eq(one.due.as_micros()),
                    notice::at.eq(one.at.as_micros()),
                    notice::urgent.eq(one.urgent),
                    notice::shown_from.eq(one.shown_from.as_micros()),
                    notice::seen_at.eq(seen),
                    notice::mailed_at.eq(NEVER.as_micros()),
                    notice::created_at.eq(now),
                    notice::delivery_id.eq(delivery),
                    notice::paper_id.eq(paper),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, notice::table, rows);
        Ok(())
    }

    /// One of our people has seen what there was up to an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn notices_seen(&mut self, owner: OperatorId, up_to: Moment) -> Result<usize, StoreError> {
        let now = self.now.as_micros();
        let unseen = notice::table
            .filter(notice::operator_id.eq(owner.0))
            .filter(sql::<Bool>(UNSEEN))
            .filter(notice::shown_from.le(up_to.as_micros()));
        Ok(on_each!(&mut *self.conn, |c| diesel::update(unseen)
            .set(notice::seen_at.eq(now))
            .execute(c))?)
    }
}
