//! Clocks as pages show them: how each stands at an instant, when it becomes pressing, and its life piece by piece.

use domain::client::Convenient;
use domain::clock::{Clock, ClockKind, Promised, Step, StepKind, Target, Verdict};
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::{ClockId, EntryId, Moment};
use std::collections::HashMap;
use worktime::{Calendar, State, Why};

/// Pieces shown of one clock: the newest ones; a term of years is not told by the night.
const MOST_PIECES: usize = 200;

/// The deadline that leads a ticket in lists.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeadClock {
    /// Which clock; `None` when it is what the client was told that comes first.
    pub kind: Option<ClockKind>,
    pub due: Moment,
    /// Running, missed or paused.
    pub verdict: Verdict,
    /// From here on less than a quarter of its time is left.
    pub soon_at: Moment,
    /// The due lies beyond the days for which the calendar is official.
    pub preliminary: bool,
}

/// One clock with its history.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockView {
    /// Names the clock in addresses.
    pub id: ClockId,
    pub kind: ClockKind,
    /// What a promise promises.
    pub promised: Option<Promised>,
    /// The due was given, not counted.
    pub given: bool,
    /// Who is asked, of a side task.
    pub about: String,
    /// The client's hours within which alone it runs, of a callback.
    pub convenient: Option<Convenient>,
    /// Working days by which a statutory term may still be extended; 0: it may not.
    pub extension: u32,
    /// Why it was missed, in somebody's words.
    pub excuse: String,
    pub excused: bool,
    pub target: Target,
    pub calendar: String,
    /// IANA zone in which the clock lives.
    pub zone: String,
    pub started_at: Moment,
    pub due: Moment,
    pub preliminary: bool,
    /// As of the instant the page was read.
    pub verdict: Verdict,
    pub stopped_at: Option<Moment>,
    /// Still to be fulfilled.
    pub open: bool,
    /// An answer to the client stops it.
    pub stopped_by_answer: bool,
    pub soon_at: Moment,
    pub steps: Vec<StepView>,
    /// From its start until it stopped, or until now.
    pub pieces: Vec<ClockPiece>,
    /// Working time it has run, in microseconds.
    pub ran: i64,
}

/// Something that happened to a clock.
#[derive(Clone, Debug, PartialEq)]
pub struct StepView {
    pub kind: StepKind,
    pub at: Moment,
    pub recorded_at: Moment,
    pub reason: String,
    /// Public id of the timeline entry behind it.
    pub entry: Option<String>,
    /// The target from here on, for a change of it.
    pub target: Option<Target>,
}

/// A stretch of a clock's life.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClockPiece {
    pub from: Moment,
    pub to: Moment,
    pub state: PieceState,
}

/// What a clock did during a stretch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PieceState {
    Ran,
    /// Stood still, with the code of the reason: `waiting_client`, `delivery`, `resolved` …
    Paused(String),
    /// Outside working time.
    Closed(Why),
}

/// The deadline that leads a ticket, among its open clocks.
pub(super) fn lead(setup: &Setup, ticket: &Ticket, open: &[Clock], now: Moment) -> Option<LeadClock> {
    let leading = open
        .iter()
        .find(|clock| clock.leading_due() == Some(ticket.lead_due));
    if let Some(clock) = leading {
        return Some(of_clock(setup, clock, now));
    }
    if ticket.lead_due != NEVER {
        let due = ticket.lead_due;
        let quarter = (due - ticket.occurred_at).max(0) / 4;
        return Some(LeadClock {
            kind: None,
            due,
            verdict: if now > due {
                Verdict::Missed
            } else {
                Verdict::Running
            },
            soon_at: due.saturating_sub(quarter),
            preliminary: false,
        });
    }
    // Nothing runs: a clock that waits for the client is still worth a word.
    let paused = open.iter().filter(|clock| clock.is_paused());
    paused
        .min_by_key(|clock| clock.now.due)
        .map(|clock| of_clock(setup, clock, now))
}

/// One clock, short.
pub(super) fn of_clock(setup: &Setup, clock: &Clock, now: Moment) -> LeadClock {
    LeadClock {
        kind: Some(clock.kind),
        due: clock.now.due,
        verdict: clock.now.verdict_at(now),
        soon_at: soon_at(setup, clock),
        preliminary: clock.now.preliminary,
    }
}

/// One clock with its history.
pub(super) fn view(
    setup: &Setup,
    clock: &Clock,
    entries: &HashMap<EntryId, String>,
    now: Moment,
) -> ClockView {
    let (target, calendar) = clock.rule();
    let calendar = setup.calendars.get(&calendar);
    let pieces = calendar
        .map(|calendar| pieces(calendar, clock, now))
        .unwrap_or_default();
    let ran = pieces
        .iter()
        .filter(|piece| piece.state == PieceState::Ran)
        .map(|piece| piece.to - piece.from)
        .sum();
    let open = clock.is_open();
    ClockView {
        id: clock.id,
        kind: clock.kind,
        promised: clock.promised(),
        given: clock.given.is_some(),
        about: clock.about().to_owned(),
        convenient: clock.convenient(),
        extension: extension(setup, clock, now),
        excuse: clock.excuse.clone(),
        excused: clock.excused,
        target,
        calendar: calendar
            .map(|calendar| calendar.name().to_owned())
            .unwrap_or_default(),
        zone: calendar
            .map(|calendar| calendar.zone_name().to_owned())
            .unwrap_or_default(),
        started_at: clock.since(),
        due: clock.now.due,
        preliminary: clock.now.preliminary,
        verdict: clock.now.verdict_at(now),
        stopped_at: Some(clock.now.stopped_at).filter(|at| *at != NEVER),
        open,
        stopped_by_answer: open && stopped_by_answer(clock.kind),
        soon_at: soon_at(setup, clock),
        steps: clock.steps.iter().map(|step| step_view(step, entries)).collect(),
        pieces: newest(pieces),
        ran,
    }
}

/// By how many working days the term may be extended at that instant.
fn extension(setup: &Setup, clock: &Clock, now: Moment) -> u32 {
    let extendable = clock.kind == ClockKind::Statutory
        && clock.is_open()
        && now <= clock.now.due
        && clock.rule().0 == clock.target;
    let term = clock.policy.and_then(|id| setup.term(id)).filter(|_| extendable);
    term.map_or(0, |term| term.extension)
}

fn step_view(step: &Step, entries: &HashMap<EntryId, String>) -> StepView {
    StepView {
        kind: step.kind,
        at: step.at,
        recorded_at: step.recorded_at,
        reason: step.reason.clone(),
        entry: step.entry.and_then(|id| entries.get(&id).cloned()),
        target: step.retarget.as_ref().map(|(target, _)| *target),
    }
}

/// Whether a public message to the client is what it waits for (`definitions.md` §6).
fn stopped_by_answer(kind: ClockKind) -> bool {
    matches!(
        kind,
        ClockKind::FirstResponse | ClockKind::NextResponse | ClockKind::PeriodicUpdate | ClockKind::Handoff
    )
}

/// The instant from which less than a quarter of a clock's working time is left; what it stood still is no part of
/// that time.
fn soon_at(setup: &Setup, clock: &Clock) -> Moment {
    let Some(calendar) = setup.calendars.get(&clock.rule().1) else {
        return clock.now.due;
    };
    let still: i64 = stills(clock, clock.now.due)
        .iter()
        .map(|(from, to, _)| calendar.between(*from, *to))
        .sum();
    let whole = calendar.between(clock.since(), clock.now.due) - still;
    calendar.before(clock.now.due, whole / 4)
}

/// The spans during which a clock stood still, with the reason, in order; the last may go on until `end`.
fn stills(clock: &Clock, end: Moment) -> Vec<(Moment, Moment, String)> {
    let mut spans = Vec::new();
    let mut since: Option<(Moment, String)> = None;
    for step in &clock.steps {
        match step.kind {
            StepKind::Pause | StepKind::Stop if since.is_none() => {
                since = Some((step.at, step.reason.clone()))
            }
            StepKind::Resume => {
                if let Some((from, reason)) = since.take() {
                    spans.push((from, step.at, reason));
                }
            }
            StepKind::Void if step.retarget.is_none() => since = None,
            _ => {}
        }
    }
    if let Some((from, reason)) = since {
        spans.push((from, end, reason));
    }
    if let Some(hours) = clock.convenient() {
        let outside = hours.outside(clock.since(), end).into_iter();
        spans.extend(outside.map(|(from, to)| (from, to, "inconvenient".to_owned())));
        spans.sort_by_key(|(from, ..)| *from);
    }
    spans.retain(|(from, to, _)| from < to);
    spans
}

/// A clock's life from its start until it stopped, was cancelled, or until now.
fn pieces(calendar: &Calendar, clock: &Clock, now: Moment) -> Vec<ClockPiece> {
    let cancelled = clock
        .steps
        .iter()
        .find(|step| step.kind == StepKind::Cancel)
        .map(|step| step.at);
    let end = [Some(clock.now.stopped_at), cancelled, Some(now)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(now);
    let mut found = Vec::new();
    let mut at = clock.since();
    for (from, to, reason) in stills(clock, end) {
        let (from, to) = (from.min(end), to.min(end));
        run(calendar, at, from, &mut found);
        if to > from {
            found.push(ClockPiece {
                from,
                to,
                state: PieceState::Paused(reason),
            });
        }
        at = at.max(to);
    }
    run(calendar, at, end, &mut found);
    found
}

fn run(calendar: &Calendar, from: Moment, to: Moment, found: &mut Vec<ClockPiece>) {
    found.extend(calendar.segments(from, to).into_iter().map(|segment| ClockPiece {
        from: segment.from,
        to: segment.to,
        state: match segment.state {
            State::Open => PieceState::Ran,
            State::Closed(why) => PieceState::Closed(why),
        },
    }));
}

fn newest(mut pieces: Vec<ClockPiece>) -> Vec<ClockPiece> {
    let surplus = pieces.len().saturating_sub(MOST_PIECES);
    pieces.drain(..surplus);
    pieces
}
