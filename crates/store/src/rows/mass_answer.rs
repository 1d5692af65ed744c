//! One answer to everybody whom a problem concerns: whom it is for, and what became of each.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::rows::read_sql::{IS_OPEN, IdRow, Sql};
use crate::schema::{linked_ticket, mass_answer, mass_answer_ticket, ticket};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::act::LinkKind;
use domain::ticket::{State, TicketNumber};
use domain::{Actor, MassAnswerId, TeamId, TicketId};
use std::collections::BTreeMap;

/// Refusals named; the rest is counted.
const NAMED: i64 = 50;
/// Ticket that is to be answered yet.
const WAITING: &str = "waiting";
const ANSWERED: &str = "answered";
const REFUSED: &str = "refused";

/// An answer to all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MassAnswer {
    pub id: MassAnswerId,
    pub public_id: String,
    pub problem: TicketId,
    pub key: String,
    pub actor: Actor,
    pub text: String,
    /// The state that each ticket goes to; as it is by default.
    pub then: Option<State>,
}

/// How far it has come.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MassAnswerCounts {
    pub public_id: String,
    pub waiting: i64,
    pub answered: i64,
    pub refused: i64,
    /// The first of those that were refused: public id, number, and why.
    pub refusals: Vec<(String, TicketNumber, String)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mass_answer)]
struct Row {
    id: i64,
    public_id: String,
    problem_id: i64,
    key: String,
    actor_kind: String,
    actor_id: i64,
    text: String,
    state: String,
}

impl Row {
    fn read(self) -> Result<MassAnswer, StoreError> {
        Ok(MassAnswer {
            id: MassAnswerId(self.id),
            public_id: self.public_id,
            problem: TicketId(self.problem_id),
            key: self.key,
            actor: Actor::from_stored(&self.actor_kind, self.actor_id)?,
            text: self.text,
            then: (!self.state.is_empty())
                .then(|| State::parse(&self.state))
                .transpose()?,
        })
    }
}

fn open() -> [&'static str; 4] {
    [
        State::New,
        State::Open,
        State::WaitingClient,
        State::WaitingOthers,
    ]
    .map(State::code)
}

impl Reader<'_> {
    /// How many open tickets a problem caused, counted up to a bound.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_concerned(
        &mut self,
        scope: &Scope,
        problem: TicketId,
        most: i64,
    ) -> Result<i64, StoreError> {
        let mut sql = Sql::new(
            "SELECT count(*) AS id FROM (SELECT 1 FROM linked_ticket INNER JOIN ticket ON ticket.id = linked_ticket.ticket_id WHERE linked_ticket.other_id = ",
        );
        sql.int(problem.0)
            .push(" AND linked_ticket.kind = ")
            .text(LinkKind::CausedBy.code())
            .push(" AND ")
            .push(IS_OPEN)
            .within(scope)
            .push(" LIMIT ")
            .int(most)
            .push(") AS bounded");
        let counted: Vec<IdRow> = sql.load(self.conn)?;
        Ok(counted.first().map_or(0, |row| row.id))
    }

    /// Open tickets that a problem caused, in order of id, those above `after`; with the id to go on after, where there are more.
    ///
    /// # Errors
    /// The store's own.
    pub fn concerned(
        &mut self,
        scope: &Scope,
        problem: TicketId,
        after: TicketId,
        limit: i64,
    ) -> Result<(Vec<TicketId>, Option<TicketId>), StoreError> {
        let rows: Vec<(i64, Option<i64>)> = on_each!(&mut *self.conn, |c| linked_ticket::table
            .inner_join(ticket::table.on(ticket::id.eq(linked_ticket::ticket_id)))
            .filter(linked_ticket::other_id.eq(problem.0))
            .filter(linked_ticket::kind.eq(LinkKind::CausedBy.code()))
            .filter(ticket::state.eq_any(open()))
            .filter(ticket::merged_into.is_null())
            .filter(ticket::id.gt(after.0))
            .order(ticket::id)
            .limit(limit)
            .select((ticket::id, ticket::team_id))
            .load(c))?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
        let last = rows.last().filter(|_| full).map(|(id, _)| TicketId(*id));
        let within = rows
            .into_iter()
            .filter(|(_, team)| scope.admits_team(team.map(TeamId)));
        Ok((within.map(|(id, _)| TicketId(id)).collect(), last))
    }

    /// An answer to all, with the next tickets that wait for it: ids and public ids.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn mass_answer(
        &mut self,
        id: MassAnswerId,
        limit: i64,
    ) -> Result<(MassAnswer, Vec<(TicketId, String)>), StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| mass_answer::table
            .find(id.0)
            .select(Row::as_select())
            .first(c)
            .optional())?;
        let answer = row.ok_or(StoreError::NotFound("answer"))?.read()?;
        let rows: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| mass_answer_ticket::table
            .inner_join(ticket::table.on(ticket::id.eq(mass_answer_ticket::ticket_id)))
            .filter(mass_answer_ticket::mass_answer_id.eq(id.0))
            .filter(mass_answer_ticket::fate.eq(WAITING))
            .order(mass_answer_ticket::ticket_id)
            .limit(limit)
            .select((ticket::id, ticket::public_id))
            .load(c))?;
        let next = rows.into_iter().map(|(id, public_id)| (TicketId(id), public_id));
        Ok((answer, next.collect()))
    }

    /// How far the newest answer to all whom a problem concerns has come; `None` where there was none.
    ///
    /// # Errors
    /// The store's own.
    pub fn newest_mass_answer(&mut self, problem: TicketId) -> Result<Option<MassAnswerCounts>, StoreError> {
        let newest: Option<(i64, String)> = on_each!(&mut *self.conn, |c| mass_answer::table
            .filter(mass_answer::problem_id.eq(problem.0))
            .order(mass_answer::id.desc())
            .select((mass_answer::id, mass_answer::public_id))
            .first(c)
            .optional())?;
        let Some((id, public_id)) = newest else {
            return Ok(None);
        };
        let counts: Vec<(String, i64)> = on_each!(&mut *self.conn, |c| mass_answer_ticket::table
            .filter(mass_answer_ticket::mass_answer_id.eq(id))
            .group_by(mass_answer_ticket::fate)
            .select((mass_answer_ticket::fate, diesel::dsl::count_star()))
            .load(c))?;
        let count = |fate: &str| {
            let found = counts.iter().find(|(known, _)| known == fate);
            found.map_or(0, |(_, count)| *count)
        };
        let refused: Vec<(String, i32, i64, String)> =
            on_each!(&mut *self.conn, |c| mass_answer_ticket::table
                .inner_join(ticket::table.on(ticket::id.eq(mass_answer_ticket::ticket_id)))
                .filter(mass_answer_ticket::mass_answer_id.eq(id))
                .filter(mass_answer_ticket::fate.eq(REFUSED))
                .order(mass_answer_ticket::ticket_id)
                .limit(NAMED)
                .select((
                    ticket::public_id,
                    ticket::number_year,
                    ticket::number_serial,
                    mass_answer_ticket::reason
                ))
                .load(c))?;
        let named = refused
            .into_iter()
            .map(|(id, year, serial, reason)| (id, TicketNumber { year, serial }, reason));
        Ok(Some(MassAnswerCounts {
            public_id,
            waiting: count(WAITING),
            answered: count(ANSWERED),
            refused: count(REFUSED),
            refusals: named.collect(),
        }))
    }
}

impl Tx<'_> {
    /// Keeps an answer to all with everybody it is for; `None` where the same press was kept before.
    ///
    /// # Errors
    /// The store's own.
    pub fn keep_mass_answer(
        &mut self,
        new: &MassAnswer,
        whom: &[TicketId],
    ) -> Result<Option<MassAnswerId>, StoreError> {
        let known: Option<i64> = on_each!(&mut *self.conn, |c| mass_answer::table
            .filter(mass_answer::problem_id.eq(new.problem.0))
            .filter(mass_answer::key.eq(&new.key))
            .select(mass_answer::id)
            .first(c)
            .optional())?;
        if known.is_some() {
            return Ok(None);
        }
        let (id, now) = (self.ids.take(), self.now.as_micros());
        on_each!(&mut *self.conn, |c| diesel::insert_into(mass_answer::table)
            .values((
                mass_answer::id.eq(id),
                mass_answer::public_id.eq(&new.public_id),
                mass_answer::problem_id.eq(new.problem.0),
                mass_answer::key.eq(&new.key),
                mass_answer::actor_kind.eq(new.actor.code()),
                mass_answer::actor_id.eq(new.actor.id()),
                mass_answer::text.eq(&new.text),
                mass_answer::state.eq(new.then.map_or("", State::code)),
                mass_answer::created_at.eq(now),
            ))
            .execute(c))?;
        let rows: Vec<_> = whom
            .iter()
            .map(|ticket| {
                (
                    mass_answer_ticket::mass_answer_id.eq(id),
                    mass_answer_ticket::ticket_id.eq(ticket.0),
                    mass_answer_ticket::fate.eq(WAITING),
                    mass_answer_ticket::reason.eq(""),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, mass_answer_ticket::table, rows);
        Ok(Some(MassAnswerId(id)))
    }

    /// Writes what became of some of them: answered, or refused for a reason. Tells whether more wait.
    ///
    /// # Errors
    /// The store's own.
    pub fn mass_answered(
        &mut self,
        id: MassAnswerId,
        fates: &[(TicketId, Option<String>)],
    ) -> Result<bool, StoreError> {
        let mut by_fate: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
        for (ticket, refused) in fates {
            let fate = refused
                .as_ref()
                .map_or((ANSWERED, ""), |reason| (REFUSED, reason.as_str()));
            by_fate.entry(fate).or_default().push(ticket.0);
        }
        for ((fate, reason), tickets) in by_fate {
            on_each!(&mut *self.conn, |c| diesel::update(
                mass_answer_ticket::table
                    .filter(mass_answer_ticket::mass_answer_id.eq(id.0))
                    .filter(mass_answer_ticket::ticket_id.eq_any(&tickets))
            )
            .set((
                mass_answer_ticket::fate.eq(fate),
                mass_answer_ticket::reason.eq(reason)
            ))
            .execute(c))?;
        }
        Ok(on_each!(&mut *self.conn, |c| diesel::select(
            diesel::dsl::exists(
                mass_answer_ticket::table
                    .filter(mass_answer_ticket::mass_answer_id.eq(id.0))
                    .filter(mass_answer_ticket::fate.eq(WAITING))
            )
        )
        .get_result(c))?)
    }
}
