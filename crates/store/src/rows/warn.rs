//! What the timer does about warnings: those that have come, in sets, after the breaches. Clocks without any cost it
//! nothing: they stand in no index that it looks into.

use crate::conn::{Conn, for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock::{self, ClockRow};
use crate::rows::timer::Fired;
use crate::schema::{clock as clocks, clock_step, operator, ticket};
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::act::{self, Here, Warned};
use domain::clock::{Action, Clock, Given};
use domain::job::{JobKind, NewJob};
use domain::notice::{People, To};
use domain::plan::Plan;
use domain::setup::Setup;
use domain::time::{MINUTE, NEVER, SECOND};
use domain::{EntryId, Moment, OperatorId, Role, TeamId, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// Said as the index says it: a planner does not look behind a parameter.
const IS_SET: &str = "clock.warn_at < 253402207200999999";
/// Letters wait so long for more of their like: many at once are one.
const GATHER: i64 = MINUTE / 2;
/// What is urgent waits for its like all the same, but not so that anybody would notice.
const GATHER_URGENT: i64 = 2 * SECOND;

/// A ticket in hand: with the last place of its timeline.
type Held = BTreeMap<i64, (Here, i64)>;

impl Reader<'_> {
    /// The earliest instant at which somebody is to be warned.
    ///
    /// # Errors
    /// The store's own.
    pub fn next_warning(&mut self) -> Result<Moment, StoreError> {
        let next: Option<i64> = on_each!(&mut *self.conn, |c| clocks::table
            .filter(sql::<Bool>(IS_SET))
            .order(clocks::warn_at)
            .select(clocks::warn_at)
            .first(c)
            .optional())?;
        Ok(next.map_or(NEVER, Moment::from_micros))
    }
}

impl Tx<'_> {
    /// Gives the warnings that have come, at most `limit`. Tickets that another node has in hand are left to it. Clocks
    /// of a policy that the set-up does not know are left alone unless it is `fresh`.
    ///
    /// # Errors
    /// The store's own.
    pub fn warn_due(&mut self, limit: i64, setup: &Setup, fresh: bool) -> Result<Fired, StoreError> {
        let now = self.now;
        let due: Vec<(i64, i64)> = on_each!(&mut *self.conn, |c| clocks::table
            .filter(sql::<Bool>(IS_SET))
            .filter(clocks::warn_at.le(now.as_micros()))
            .order(clocks::warn_at)
            .limit(limit)
            .select((clocks::id, clocks::ticket_id))
            .load(c))?;
        if due.is_empty() {
            return Ok(Fired::default());
        }
        let wanted: BTreeSet<i64> = due.iter().map(|(_, ticket)| *ticket).collect();
        let tickets = claim(self.conn, &wanted)?;
        let held = due.iter().filter(|(_, ticket)| tickets.contains_key(ticket));
        let held: Vec<i64> = held.map(|(id, _)| *id).collect();
        // Read again under the lock: whoever held the ticket before may have moved or stopped the clock.
        let rows: Vec<ClockRow> = on_each!(&mut *self.conn, |c| clocks::table
            .filter(clocks::id.eq_any(&held))
            .filter(clocks::warn_at.le(now.as_micros()))
            .order((clocks::warn_at, clocks::id))
            .select(ClockRow::as_select())
            .load(c))?;
        let found = clock::with_steps(self.conn, rows)?;
        let people = self.people_there()?;
        let mut plan = Plan::default();
        let (mut warned, mut behind) = (0, false);
        for clock in found {
            let unknown = clock
                .policy
                .is_some_and(|id| setup.policy(id).is_none() && setup.term(id).is_none());
            if unknown && !fresh {
                behind = true;
                continue;
            }
            let Some((here, _)) = tickets.get(&clock.ticket.0) else {
                continue;
            };
            match act::warn(&clock, here, setup, &people, now, self) {
                Ok(Some(one)) => {
                    warned += 1;
                    take_up(&mut plan, one, now);
                }
                // Its policy has no such step any more, or its calendar is gone: it is not asked again.
                Ok(None) | Err(_) => keep_quiet(&mut plan, clock, setup),
            }
        }
        self.number_lines(&mut plan, &tickets)?;
        self.apply_and_notify(&mut plan)?;
        Ok(Fired {
            breaches: warned,
            behind,
            more: due.len() as i64 == limit && !held.is_empty(),
        })
    }

    /// What a warning wants done, by the line it wrote: the ticket of its clock, and the actions.
    ///
    /// # Errors
    /// The store's own.
    pub fn escalation(&mut self, line: EntryId) -> Result<Option<(TicketId, Vec<Action>)>, StoreError> {
        let found: Option<(i64, String)> = on_each!(&mut *self.conn, |c| clock_step::table
            .inner_join(clocks::table.on(clocks::id.eq(clock_step::clock_id)))
            .filter(sql::<Bool>("clock_step.kind = 'warned'"))
            .filter(clock_step::entry_id.eq(line.0))
            .select((clocks::ticket_id, clock_step::retarget))
            .first(c)
            .optional())?;
        let Some((ticket, given)) = found else {
            return Ok(None);
        };
        let given: Given = serde_json::from_str(&given)?;
        Ok(Some((TicketId(ticket), given.then)))
    }

    /// Our people as far as notices go.
    ///
    /// # Errors
    /// The store's own.
    pub fn people_there(&mut self) -> Result<People, StoreError> {
        let rows: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| operator::table
            .filter(operator::active.eq(true))
            .order(operator::id)
            .select((operator::id, operator::role))
            .load(c))?;
        let people = rows
            .into_iter()
            .map(|(id, role)| Ok((OperatorId(id), Role::parse(&role)?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        Ok(People(people))
    }

    /// Writes a plan whose notices go out by mail, too.
    ///
    /// # Errors
    /// The store's own.
    pub fn apply_and_notify(&mut self, plan: &mut Plan) -> Result<(), StoreError> {
        self.letters(plan)?;
        self.apply(plan)
    }

    /// Gives the new lines their places, and writes them into their tickets.
    fn number_lines(&mut self, plan: &mut Plan, tickets: &Held) -> Result<(), StoreError> {
        let mut lines: BTreeMap<i64, i64> = BTreeMap::new();
        for entry in &mut plan.entries {
            let count = lines.entry(entry.ticket.0).or_default();
            *count += 1;
            let last = tickets.get(&entry.ticket.0).map_or(0, |(_, seq)| *seq);
            entry.seq = last + *count;
        }
        let mut by_count: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (ticket, count) in lines {
            by_count.entry(count).or_default().push(ticket);
        }
        let now = self.now.as_micros();
        for (count, ids) in by_count {
            on_each!(&mut *self.conn, |c| diesel::update(
                ticket::table.filter(ticket::id.eq_any(&ids))
            )
            .set((
                ticket::last_seq.eq(ticket::last_seq + count),
                ticket::updated_at.eq(now)
            ))
            .execute(c))?;
        }
        Ok(())
    }

    /// A letter for everybody who is told something and for whom none is on its way by then.
    ///
    /// # Errors
    /// The store's own.
    pub fn letters(&mut self, plan: &mut Plan) -> Result<(), StoreError> {
        let waiting = self.waiting_since(plan.notices.iter().map(|notice| &notice.to))?;
        let mut letters: BTreeMap<(&To, Moment), (i64, Moment)> = BTreeMap::new();
        for notice in &plan.notices {
            let known = waiting.get(&notice.to).is_some_and(|at| *at <= notice.shown_from);
            if known {
                continue;
            }
            let gather = if notice.urgent { GATHER_URGENT } else { GATHER };
            let run_at = notice.shown_from.max(self.now.saturating_add(gather));
            letters
                .entry((&notice.to, notice.shown_from))
                .or_insert((notice.id.0, run_at));
        }
        let jobs: Vec<NewJob> = letters
            .into_values()
            .map(|(subject, run_at)| NewJob {
                kind: JobKind::Notify,
                subject,
                run_at,
                trace: String::new(),
            })
            .collect();
        plan.jobs.extend(jobs);
        Ok(())
    }
}

fn take_up(plan: &mut Plan, warned: Warned, now: Moment) {
    let asks = warned
        .step
        .given
        .as_ref()
        .is_some_and(|given| !given.then.is_empty());
    if asks {
        plan.jobs.push(NewJob {
            kind: JobKind::Escalate,
            subject: warned.entry.id.0,
            run_at: now,
            trace: String::new(),
        });
    }
    plan.clock_steps.push((warned.clock.id, warned.step));
    plan.clock_changes.insert(warned.clock.id, warned.clock);
    plan.entries.push(warned.entry);
    plan.events.push(warned.event);
    plan.notices.extend(warned.notices);
}

fn keep_quiet(plan: &mut Plan, mut clock: Clock, setup: &Setup) {
    let now = clock.now.warn_at;
    if clock.follow(clock.policy, setup).is_err() || clock.now.warn_at <= now {
        clock.now.warn_at = NEVER;
    }
    plan.clock_changes.insert(clock.id, clock);
}

/// Tickets that nobody else has in hand.
fn claim(conn: &mut Conn, ids: &BTreeSet<i64>) -> Result<Held, StoreError> {
    type Row = (i64, String, i64, Option<i64>, Option<i64>);
    let ids: Vec<i64> = ids.iter().copied().collect();
    let wanted = ticket::table
        .filter(ticket::id.eq_any(ids))
        .order(ticket::id)
        .select((
            ticket::id,
            ticket::public_id,
            ticket::last_seq,
            ticket::assignee_id,
            ticket::team_id,
        ));
    let rows: Vec<Row> = for_update!(conn, free wanted, |locked, c| locked.load(c))?;
    let here = |(id, public_id, seq, assignee, team): Row| {
        let here = Here {
            ticket: TicketId(id),
            public_id,
            assignee: assignee.map(OperatorId),
            team: team.map(TeamId),
        };
        (id, (here, seq))
    };
    Ok(rows.into_iter().map(here).collect())
}
