//! Notices on their way by mail: whom something waits for, and what of it was sent.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::notice::{NoticeLine, Row, STANDS, columns, line, of, with_what_it_is_about};
use crate::schema::notice;
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::job::{JobKind, NewJob};
use domain::notice::To;
use domain::plan::Plan;
use domain::{Moment, NoticeId, OperatorId, TeamId};
use std::collections::{BTreeMap, BTreeSet};

/// Said as the index says it: a planner does not look behind a parameter.
const UNSENT: &str = "notice.mailed_at = 253402207200999999";
/// Notices of one letter; the rest is counted.
const MOST_LINES: i64 = 500;

/// What somebody was not sent yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unsent {
    pub to: To,
    /// Oldest first, at most so many as one letter tells.
    pub lines: Vec<NoticeLine>,
    /// The team of the first one's ticket, for who writes; none where it is about a paper.
    pub team: Option<TeamId>,
}

impl Tx<'_> {
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
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| with_what_it_is_about()
            .filter(notice::operator_id.eq(operator))
            .filter(notice::address.eq(&address))
            .filter(sql::<Bool>(UNSENT))
            .filter(notice::shown_from.le(now))
            .filter(sql::<Bool>(STANDS))
            .order((notice::shown_from, notice::id))
            .limit(MOST_LINES)
            .select(columns())
            .load(c))?;
        let team = rows
            .first()
            .and_then(|(_, ticket, _)| ticket.as_ref()?.4.map(TeamId));
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
}
