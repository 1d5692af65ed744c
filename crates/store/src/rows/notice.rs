//! Notices: what our people are told about deadlines, about clients who ask for a person and about messages that were lost, seen
//! in the console and sent by mail.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::{notice, ticket};
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::clock::ClockKind;
use domain::job::{JobKind, NewJob};
use domain::notice::{About, NewNotice, To, Told};
use domain::plan::Plan;
use domain::ticket::TicketNumber;
use domain::time::NEVER;
use domain::{Moment, NoticeId, OperatorId, TeamId};
use std::collections::{BTreeMap, BTreeSet};

/// Said as the indexes say it: a planner does not look behind a parameter.
const UNSEEN: &str = "notice.seen_at = 253402207200999999";
const UNSENT: &str = "notice.mailed_at = 253402207200999999";
/// Stands for the clock where a notice is about none.
const NO_CLOCK: i64 = 0;
/// What is about a message that was lost stands until somebody dealt with it: the client was written to or spoken to since, the
/// message was sent once more, or the ticket is done. Ids go up in the order in which rows are written.
const STANDS: &str = "(notice.delivery_id IS NULL OR NOT (ticket.state IN ('resolved', 'closed') \
     OR EXISTS (SELECT 1 FROM delivery AS later WHERE later.entry_id = notice.entry_id AND later.id > notice.delivery_id) \
     OR EXISTS (SELECT 1 FROM entry AS later WHERE later.ticket_id = notice.ticket_id AND later.id > notice.id \
     AND later.kind = 'message_out' AND later.code = '' AND later.params NOT LIKE '%\"connected_at\":null%')))";
/// The code of what is about a lost message, where the others have their clock's.
const LOST: &str = "lost";
/// Notices of one letter; the rest is counted.
const MOST_LINES: i64 = 500;

/// A notice as it is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeLine {
    pub id: NoticeId,
    pub public_id: String,
    /// Public id of the ticket.
    pub ticket: String,
    pub number: TicketNumber,
    pub title: String,
    pub about: Told,
    /// Of a message that was lost, when it was known to be; `NEVER` where there is none.
    pub due: Moment,
    /// When the step came, or the word was said.
    pub at: Moment,
    pub urgent: bool,
    pub shown_from: Moment,
    pub seen: bool,
}

/// What somebody was not sent yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unsent {
    pub to: To,
    /// Oldest first, at most so many as one letter tells.
    pub lines: Vec<NoticeLine>,
    /// The team of the first one's ticket, for who writes.
    pub team: Option<TeamId>,
}

type Row = (
    (i64, String, (String, i64), i64, i64, bool, i64, i64),
    (String, i32, i64, String, Option<i64>),
);

fn line(
    ((id, public_id, (kind, clock), due, at, urgent, shown_from, seen_at), (ticket, year, serial, title, _)): Row,
) -> Result<NoticeLine, StoreError> {
    Ok(NoticeLine {
        id: NoticeId(id),
        public_id,
        ticket,
        number: TicketNumber { year, serial },
        title,
        about: match kind.as_str() {
            LOST => Told::Lost,
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
fn with_tickets() -> _ {
    notice::table.inner_join(ticket::table.on(ticket::id.eq(notice::ticket_id)))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
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
        ),
    )
}

fn of(to: &To) -> (i64, &str) {
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
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| with_tickets()
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
        let found: Vec<i64> = on_each!(&mut *self.conn, |c| with_tickets()
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
                let (clock, kind, delivery) = match one.about {
                    About::Deadline { clock, kind } => (clock.0, kind.code(), None),
                    About::Person => (NO_CLOCK, ClockKind::Handoff.code(), None),
                    About::Lost(delivery) => (NO_CLOCK, LOST, Some(delivery.0)),
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
                )
            })
            .collect();
        insert_all!(&mut *self.conn, notice::table, rows);
        Ok(())
    }

    /// For whom something waits to be sent, and since when it may be.
    pub(crate) fn waiting_since<'t>(
        &mut self,
        them: impl Iterator<Item = &'t To>,
    ) -> Result<BTreeMap<To, Moment>, StoreError> {
        let them: BTreeSet<&To> = them.collect();
        if them.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: BTreeSet<i64> = them.iter().map(|to| of(to).0).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let rows: Vec<(i64, String, Option<i64>)> = on_each!(&mut *self.conn, |c| notice::table
            .filter(notice::operator_id.eq_any(&ids))
            .filter(sql::<Bool>(UNSENT))
            .group_by((notice::operator_id, notice::address))
            .select((
                notice::operator_id,
                notice::address,
                diesel::dsl::min(notice::shown_from)
            ))
            .load(c))?;
        let known = |(operator, address, since): (i64, String, Option<i64>)| {
            let to = match operator {
                0 => To::Address(address),
                id => To::Operator(OperatorId(id)),
            };
            since.map(|since| (to, Moment::from_micros(since)))
        };
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// What the recipient of a notice was not sent yet and may be told now. What they have seen meanwhile is not sent.
    ///
    /// # Errors
    /// The store's own.
    pub fn unsent_notices(&mut self, id: NoticeId) -> Result<Option<Unsent>, StoreError> {
        let found: Option<(i64, String)> = on_each!(&mut *self.conn, |c| notice::table
            .find(id.0)
            .select((notice::operator_id, notice::address))
            .first(c)
            .optional())?;
        let Some((operator, address)) = found else {
            return Ok(None);
        };
        let now = self.now.as_micros();
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| with_tickets()
            .filter(notice::operator_id.eq(operator))
            .filter(notice::address.eq(&address))
            .filter(sql::<Bool>(UNSENT))
            .filter(notice::shown_from.le(now))
            .filter(sql::<Bool>(STANDS))
            .order((notice::shown_from, notice::id))
            .limit(MOST_LINES)
            .select(columns())
            .load(c))?;
        let team = rows.first().and_then(|(_, (.., team))| team.map(TeamId));
        let lines = rows.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
        let to = match operator {
            0 => To::Address(address),
            id => To::Operator(OperatorId(id)),
        };
        let lines = match to {
            To::Operator(_) => lines.into_iter().filter(|line| !line.seen).collect(),
            To::Address(_) => lines,
        };
        Ok(Some(Unsent { to, lines, team }))
    }

    /// Everything that somebody could be told up to an instant has been sent. What came meanwhile gets a letter of its
    /// own.
    ///
    /// # Errors
    /// The store's own.
    pub fn notices_sent(&mut self, to: &To, up_to: Moment) -> Result<(), StoreError> {
        let (operator, address) = of(to);
        let now = self.now;
        on_each!(&mut *self.conn, |c| diesel::update(
            notice::table
                .filter(notice::operator_id.eq(operator))
                .filter(notice::address.eq(address))
                .filter(sql::<Bool>(UNSENT))
                .filter(notice::shown_from.le(up_to.as_micros()))
        )
        .set(notice::mailed_at.eq(now.as_micros()))
        .execute(c))?;
        let next: Option<(i64, i64)> = on_each!(&mut *self.conn, |c| notice::table
            .filter(notice::operator_id.eq(operator))
            .filter(notice::address.eq(address))
            .filter(sql::<Bool>(UNSENT))
            .order(notice::shown_from)
            .select((notice::id, notice::shown_from))
            .first(c)
            .optional())?;
        let Some((subject, shown_from)) = next else {
            return Ok(());
        };
        let mut plan = Plan::default();
        plan.jobs.push(NewJob {
            kind: JobKind::Notify,
            subject,
            run_at: now.max(Moment::from_micros(shown_from)),
            trace: String::new(),
        });
        self.apply(&mut plan)
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
