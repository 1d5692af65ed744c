//! Clocks with their steps.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::insert::{CHUNK, insert_all};
use crate::schema::{clock, clock_step};
use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::clock::{Clock, ClockKind, Evaluation, Step, StepKind, Stop, Target, Verdict};
use domain::{CalendarId, ClockId, EntryId, Moment, PolicyId, TicketId};
use std::collections::HashMap;

#[derive(Queryable, Selectable, Insertable, Identifiable, AsChangeset, Debug, Clone)]
#[diesel(table_name = clock, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct ClockRow {
    pub id: i64,
    pub ticket_id: i64,
    pub kind: String,
    pub policy_id: Option<i64>,
    pub calendar_id: i64,
    pub target: String,
    pub started_at: i64,
    pub due: i64,
    pub preliminary: bool,
    pub verdict: String,
    pub stopped_at: i64,
    pub next_at: i64,
    pub breach_recorded: bool,
    pub given: Option<i64>,
    pub about: String,
    pub entry_id: Option<i64>,
    pub excuse: String,
    pub excused: bool,
    pub warn_at: i64,
    pub stop_entry_id: Option<i64>,
    pub stop_recorded_at: Option<i64>,
    pub worked: Option<i64>,
    pub waited: Option<i64>,
    /// Empty on what another version of Okno wrote.
    pub runs_in: Option<i64>,
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = clock_step, treat_none_as_default_value = false)]
struct StepRow {
    id: i64,
    clock_id: i64,
    kind: String,
    at: i64,
    recorded_at: i64,
    entry_id: Option<i64>,
    reason: String,
    retarget: String,
}

impl ClockRow {
    fn of(clock: &Clock) -> Result<Self, StoreError> {
        // Kept beside the history: a breach that was written down stays visible to queries until a step changes it.
        let breached = clock.breach_recorded && clock.now.verdict == Verdict::Running;
        let verdict = if breached {
            Verdict::Missed
        } else {
            clock.now.verdict
        };
        let next_at = if clock.breach_recorded {
            domain::time::NEVER
        } else {
            clock.now.next_at
        };
        Ok(Self {
            id: clock.id.0,
            ticket_id: clock.ticket.0,
            kind: clock.kind.code().into(),
            policy_id: clock.policy.map(|id| id.0),
            calendar_id: clock.calendar.0,
            target: serde_json::to_string(&clock.target)?,
            started_at: clock.started_at.as_micros(),
            due: clock.now.due.as_micros(),
            preliminary: clock.now.preliminary,
            verdict: verdict.code().into(),
            stopped_at: clock.now.stopped_at.as_micros(),
            next_at: next_at.as_micros(),
            breach_recorded: clock.breach_recorded,
            given: clock.given.map(Moment::as_micros),
            about: clock.about.clone(),
            entry_id: clock.entry.map(|entry| entry.0),
            excuse: clock.excuse.clone(),
            excused: clock.excused,
            warn_at: clock.now.warn_at.as_micros(),
            stop_entry_id: clock.now.stop.and_then(|stop| stop.entry).map(|entry| entry.0),
            stop_recorded_at: clock.now.stop.map(|stop| stop.recorded_at.as_micros()),
            worked: clock.now.stop.map(|stop| stop.worked),
            waited: clock.now.stop.map(|stop| stop.waited),
            runs_in: Some(clock.rule().1.0),
        })
    }

    fn stop(&self) -> Option<Stop> {
        Some(Stop {
            entry: self.stop_entry_id.map(EntryId),
            recorded_at: Moment::from_micros(self.stop_recorded_at?),
            worked: self.worked?,
            waited: self.waited?,
        })
    }

    fn into_clock(self, steps: Vec<Step>) -> Result<Clock, StoreError> {
        let verdict = match Verdict::parse(&self.verdict)? {
            // By events alone, an open clock runs; that it is missed follows from the present instant.
            Verdict::Missed if self.stopped_at == domain::time::NEVER.as_micros() => Verdict::Running,
            verdict => verdict,
        };
        Ok(Clock {
            id: ClockId(self.id),
            ticket: TicketId(self.ticket_id),
            kind: ClockKind::parse(&self.kind)?,
            policy: self.policy_id.map(PolicyId),
            calendar: CalendarId(self.calendar_id),
            target: serde_json::from_str::<Target>(&self.target)?,
            started_at: Moment::from_micros(self.started_at),
            steps,
            now: Evaluation {
                due: Moment::from_micros(self.due),
                preliminary: self.preliminary,
                verdict,
                stopped_at: Moment::from_micros(self.stopped_at),
                next_at: Moment::from_micros(self.next_at),
                warn_at: Moment::from_micros(self.warn_at),
                stop: self.stop(),
            },
            breach_recorded: self.breach_recorded,
            given: self.given.map(Moment::from_micros),
            about: self.about,
            entry: self.entry_id.map(EntryId),
            excuse: self.excuse,
            excused: self.excused,
        })
    }
}

impl StepRow {
    fn into_step(self) -> Result<Step, StoreError> {
        // One column for what a step brings: its kind says which.
        let kind = StepKind::parse(&self.kind)?;
        let brings = |by: bool| by && !self.retarget.is_empty();
        let (is_bound, is_warning) = (kind == StepKind::Bound, kind == StepKind::Warned);
        Ok(Step {
            kind,
            at: Moment::from_micros(self.at),
            recorded_at: Moment::from_micros(self.recorded_at),
            entry: self.entry_id.map(EntryId),
            reason: self.reason,
            bound: if brings(is_bound) {
                Some(serde_json::from_str(&self.retarget)?)
            } else {
                None
            },
            given: if brings(is_warning) {
                Some(serde_json::from_str(&self.retarget)?)
            } else {
                None
            },
            retarget: if brings(!is_bound && !is_warning) {
                Some(serde_json::from_str(&self.retarget)?)
            } else {
                None
            },
        })
    }
}

/// Adds the steps to clock rows: two statements for any number of clocks.
pub(crate) fn with_steps(conn: &mut Conn, rows: Vec<ClockRow>) -> Result<Vec<Clock>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut steps: HashMap<i64, Vec<Step>> = HashMap::new();
    if !ids.is_empty() {
        let found: Vec<StepRow> = on_each!(conn, |c| clock_step::table
            .filter(clock_step::clock_id.eq_any(padded(&ids)))
            .order((
                clock_step::clock_id,
                clock_step::at,
                clock_step::recorded_at,
                clock_step::id
            ))
            .select(StepRow::as_select())
            .cached()
            .load(c))?;
        for row in found {
            steps.entry(row.clock_id).or_default().push(row.into_step()?);
        }
    }
    rows.into_iter()
        .map(|row| {
            let own = steps.remove(&row.id).unwrap_or_default();
            row.into_clock(own)
        })
        .collect()
}

/// All clocks of tickets, oldest first.
pub(crate) fn of_tickets(conn: &mut Conn, tickets: &[i64]) -> Result<Vec<Clock>, StoreError> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<ClockRow> = on_each!(conn, |c| clock::table
        .filter(clock::ticket_id.eq_any(padded(tickets)))
        .order((clock::ticket_id, clock::id))
        .select(ClockRow::as_select())
        .cached()
        .load(c))?;
    with_steps(conn, rows)
}

/// All clocks of one ticket, oldest first, with their steps: one statement, for they are few.
pub(crate) fn of_ticket(conn: &mut Conn, ticket: i64) -> Result<Vec<Clock>, StoreError> {
    let rows: Vec<(ClockRow, Option<StepRow>)> = on_each!(conn, |c| clock::table
        .left_join(clock_step::table.on(clock_step::clock_id.eq(clock::id)))
        .filter(clock::ticket_id.eq(ticket))
        .order((
            clock::id,
            clock_step::at.nullable(),
            clock_step::recorded_at.nullable(),
            clock_step::id.nullable()
        ))
        .select((ClockRow::as_select(), Option::<StepRow>::as_select()))
        .load(c))?;
    let mut found: Vec<(ClockRow, Vec<Step>)> = Vec::new();
    for (row, step) in rows {
        if found.last().is_none_or(|(last, _)| last.id != row.id) {
            found.push((row, Vec::new()));
        }
        if let (Some((_, steps)), Some(step)) = (found.last_mut(), step) {
            steps.push(step.into_step()?);
        }
    }
    let clocks = found.into_iter().map(|(row, steps)| row.into_clock(steps));
    clocks.collect()
}

/// Writes new clocks.
pub(crate) fn insert(conn: &mut Conn, clocks: &[Clock]) -> Result<(), StoreError> {
    let rows = clocks.iter().map(ClockRow::of).collect::<Result<Vec<_>, _>>()?;
    insert_all!(conn, clock::table, rows);
    Ok(())
}

/// Up to so many rows PostgreSQL is asked for one by one.
const ONE_BY_ONE: usize = 8;

/// Writes clocks as they stand now.
pub(crate) fn update<'a>(conn: &mut Conn, clocks: impl Iterator<Item = &'a Clock>) -> Result<(), StoreError> {
    let rows = clocks.map(ClockRow::of).collect::<Result<Vec<_>, _>>()?;
    match conn {
        // The rows are there: what reads as an insert is one update of many.
        Conn::Pg(c) if rows.len() > ONE_BY_ONE => {
            for chunk in rows.chunks(CHUNK) {
                diesel::insert_into(clock::table)
                    .values(chunk)
                    .on_conflict(clock::id)
                    .do_update()
                    .set((
                        clock::ticket_id.eq(excluded(clock::ticket_id)),
                        clock::kind.eq(excluded(clock::kind)),
                        clock::policy_id.eq(excluded(clock::policy_id)),
                        clock::calendar_id.eq(excluded(clock::calendar_id)),
                        clock::target.eq(excluded(clock::target)),
                        clock::started_at.eq(excluded(clock::started_at)),
                        clock::due.eq(excluded(clock::due)),
                        clock::preliminary.eq(excluded(clock::preliminary)),
                        clock::verdict.eq(excluded(clock::verdict)),
                        clock::stopped_at.eq(excluded(clock::stopped_at)),
                        clock::next_at.eq(excluded(clock::next_at)),
                        clock::breach_recorded.eq(excluded(clock::breach_recorded)),
                        clock::given.eq(excluded(clock::given)),
                        clock::about.eq(excluded(clock::about)),
                        clock::entry_id.eq(excluded(clock::entry_id)),
                        clock::excuse.eq(excluded(clock::excuse)),
                        clock::excused.eq(excluded(clock::excused)),
                        clock::warn_at.eq(excluded(clock::warn_at)),
                        clock::stop_entry_id.eq(excluded(clock::stop_entry_id)),
                        clock::stop_recorded_at.eq(excluded(clock::stop_recorded_at)),
                        clock::worked.eq(excluded(clock::worked)),
                        clock::waited.eq(excluded(clock::waited)),
                        clock::runs_in.eq(excluded(clock::runs_in)),
                    ))
                    .execute(c)?;
            }
        }
        _ => {
            for row in &rows {
                on_each!(&mut *conn, |c| diesel::update(clock::table.find(row.id))
                    .set(row)
                    .cached()
                    .execute(c))?;
            }
        }
    }
    Ok(())
}

/// Writes what happened to clocks. `ids` gives the rows their ids.
pub(crate) fn insert_steps(
    conn: &mut Conn,
    steps: &[(ClockId, Step)],
    mut ids: impl FnMut() -> i64,
) -> Result<(), StoreError> {
    let rows = steps
        .iter()
        .map(|(clock, step)| {
            Ok(StepRow {
                id: ids(),
                clock_id: clock.0,
                kind: step.kind.code().into(),
                at: step.at.as_micros(),
                recorded_at: step.recorded_at.as_micros(),
                entry_id: step.entry.map(|entry| entry.0),
                reason: step.reason.clone(),
                retarget: match (&step.retarget, &step.bound, &step.given) {
                    (Some(retarget), ..) => serde_json::to_string(retarget)?,
                    (None, Some(bound), _) => serde_json::to_string(bound)?,
                    (None, None, Some(given)) => serde_json::to_string(given)?,
                    (None, None, None) => String::new(),
                },
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    insert_all!(conn, clock_step::table, rows);
    Ok(())
}
