//! Clocks as pages show them: how each stands at an instant, when it becomes pressing, and its life piece by piece.

use super::held::{Hands, Held};
use super::names::Who;
use super::pieces::{ClockPiece, Sums, newest, pieces, soon_at};
use domain::client::Convenient;
use domain::clock::{Clock, ClockKind, Promised, Step, StepKind, Target, Verdict};
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::{ClockId, EntryId, Moment};
use std::collections::HashMap;
use worktime::Calendar;

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
    /// Who held the ticket up to the due of a missed one, in order: the miss is the last one's.
    pub held: Vec<Held>,
    /// By how much it was missed, up to its end or until now.
    pub late: Option<Late>,
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
    /// From its start until it ended, or until now; what comes before the newest ones in one.
    pub pieces: Vec<ClockPiece>,
    /// What these add up to.
    pub sums: Sums,
}

/// By how much a deadline was missed, microseconds (`definitions.md` §14, example 14).
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Late {
    /// In the clock's calendar: the desk's view.
    pub worked: i64,
    /// By the wall: the client's view.
    pub elapsed: i64,
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
    /// Who made that entry.
    pub by: Option<Who>,
    /// The target from here on, for a change of it.
    pub target: Option<Target>,
}

/// What stands behind the clocks of a ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Behind {
    /// The lines of the timeline behind their steps, and who made them.
    pub lines: HashMap<EntryId, (String, Who)>,
    /// With whom the ticket lay; empty where no clock was missed.
    pub hands: Hands,
}

impl Behind {
    /// Who made a line; a client by the own name.
    pub fn who(&self, entry: EntryId) -> Option<Who> {
        self.lines.get(&entry).map(|(_, who)| who.clone())
    }

    fn public_id(&self, entry: EntryId) -> Option<String> {
        self.lines.get(&entry).map(|(id, _)| id.clone())
    }
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
pub(super) fn view(setup: &Setup, clock: &Clock, behind: &Behind, now: Moment) -> ClockView {
    let (target, calendar) = clock.rule();
    let calendar = setup.calendars.get(&calendar);
    let pieces = pieces(setup, clock, behind, now);
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
        held: behind.hands.until_due(clock, now),
        late: calendar.and_then(|calendar| late(clock, calendar, now)),
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
        steps: clock.steps.iter().map(|step| step_view(step, behind)).collect(),
        sums: Sums::of(&pieces),
        pieces: newest(pieces),
    }
}

fn late(clock: &Clock, calendar: &Calendar, now: Moment) -> Option<Late> {
    let (due, until) = (clock.now.due, clock.now.stopped_at.min(now));
    (clock.now.verdict_at(now) == Verdict::Missed).then(|| Late {
        worked: calendar.between(due, until),
        elapsed: until - due,
    })
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

fn step_view(step: &Step, behind: &Behind) -> StepView {
    StepView {
        kind: step.kind,
        at: step.at,
        recorded_at: step.recorded_at,
        reason: step.reason.clone(),
        entry: step.entry.and_then(|id| behind.public_id(id)),
        by: step.entry.and_then(|id| behind.who(id)),
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
