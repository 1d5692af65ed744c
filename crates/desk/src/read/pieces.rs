//! A clock's life as stretches that join without a gap and add up, to the microsecond and to the second.

use super::clock::Behind;
use super::names::Who;
use domain::Moment;
use domain::clock::{Clock, Still};
use domain::setup::Setup;
use domain::time::SECOND;
use worktime::{Calendar, State, Why};

/// Stretches told of one clock: the newest ones, with those before them as one; a term of years is not told by the night.
const MOST: usize = 200;

/// A stretch of a clock's life.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClockPiece {
    pub from: Moment,
    pub to: Moment,
    pub state: PieceState,
    /// Whose act halted it; `None` where nobody's did.
    pub by: Option<Who>,
}

/// What a clock did during a stretch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PieceState {
    Ran,
    /// Stood still, with the code of the reason: `waiting_client`, `delivery`, `resolved` …
    Paused(String),
    /// Outside working time.
    Closed(Why),
    /// All that comes before the newest stretches, in one.
    Earlier(Sums),
}

/// How long a clock did what.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Sums {
    pub ran: Length,
    pub paused: Length,
    pub closed: Length,
}

/// A length of time, as it was and as it is read.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Length {
    pub micros: i64,
    /// Between its ends cut to seconds, so that what is read adds up as well.
    pub seconds: i64,
}

impl ClockPiece {
    /// How long it lasted.
    #[must_use]
    pub fn length(&self) -> Length {
        let second = |at: Moment| at.as_micros().div_euclid(SECOND);
        Length {
            micros: self.to - self.from,
            seconds: second(self.to) - second(self.from),
        }
    }
}

impl std::ops::AddAssign for Length {
    fn add_assign(&mut self, more: Self) {
        self.micros += more.micros;
        self.seconds += more.seconds;
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, more: Self) {
        self.ran += more.ran;
        self.paused += more.paused;
        self.closed += more.closed;
    }
}

impl Sums {
    /// Of stretches.
    #[must_use]
    pub fn of(pieces: &[ClockPiece]) -> Self {
        let mut sums = Self::default();
        for piece in pieces {
            match &piece.state {
                PieceState::Ran => sums.ran += piece.length(),
                PieceState::Paused(_) => sums.paused += piece.length(),
                PieceState::Closed(_) => sums.closed += piece.length(),
                PieceState::Earlier(earlier) => sums += *earlier,
            }
        }
        sums
    }

    /// From its start to its end.
    #[must_use]
    pub fn whole(&self) -> Length {
        let mut whole = self.ran;
        whole += self.paused;
        whole += self.closed;
        whole
    }
}

/// A clock's life from its start until it stopped, was cancelled or moved, or until now. One that counts elapsed time, or
/// whose due was given, runs by night too.
pub(super) fn pieces(setup: &Setup, clock: &Clock, behind: &Behind, now: Moment) -> Vec<ClockPiece> {
    let (target, calendar) = clock.rule();
    let Some(calendar) = setup.calendars.get(&calendar) else {
        return Vec::new();
    };
    let hours = (!is_elapsed(clock, &target)).then_some(&**calendar);
    let end = clock.ended_at().unwrap_or(now).min(now);
    let Some(stills) = stills(setup, clock, behind, end) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = clock.since();
    for (from, to, reason, by) in stills {
        let (from, to) = (from.clamp(at, end.max(at)), to.min(end));
        run(hours, at, from, &mut found);
        if to > from {
            found.push(ClockPiece {
                from,
                to,
                state: PieceState::Paused(reason),
                by,
            });
        }
        at = at.max(to);
    }
    run(hours, at, end, &mut found);
    found
}

/// The newest of many, with one before them that sums up the others.
pub(super) fn newest(mut pieces: Vec<ClockPiece>) -> Vec<ClockPiece> {
    if pieces.len() <= MOST {
        return pieces;
    }
    let surplus = pieces.len() - (MOST - 1);
    let before: Vec<_> = pieces.drain(..surplus).collect();
    if let (Some(first), Some(last)) = (before.first(), before.last()) {
        let earlier = ClockPiece {
            from: first.from,
            to: last.to,
            state: PieceState::Earlier(Sums::of(&before)),
            by: None,
        };
        pieces.insert(0, earlier);
    }
    pieces
}

/// The instant from which less than a quarter of a clock's time is left; what it stood still is no part of that time.
pub(super) fn soon_at(setup: &Setup, clock: &Clock) -> Moment {
    let (target, calendar) = clock.rule();
    let (due, since) = (clock.now.due, clock.since());
    let spans = stills(setup, clock, &Behind::default(), due);
    let (Some(calendar), Some(spans)) = (setup.calendars.get(&calendar), spans) else {
        return due;
    };
    if is_elapsed(clock, &target) {
        let still: i64 = spans.iter().map(|(from, to, ..)| *to - *from).sum();
        return due.saturating_sub((due - since - still).max(0) / 4);
    }
    let still: i64 = spans
        .iter()
        .map(|(from, to, ..)| calendar.between(*from, *to))
        .sum();
    calendar.before(due, (calendar.between(since, due) - still) / 4)
}

fn is_elapsed(clock: &Clock, target: &domain::clock::Target) -> bool {
    clock.given.is_some() || target.is_elapsed()
}

/// From when to when a clock stood still, why, and by whom.
type Span = (Moment, Moment, String, Option<Who>);

/// The spans during which a clock stood still, in order; the last may go on until `end`. `None` where a calendar is
/// gone by which it counted: then nothing is explained rather than something wrong.
fn stills(setup: &Setup, clock: &Clock, behind: &Behind, end: Moment) -> Option<Vec<Span>> {
    let own = clock.stills(setup).ok()?;
    let mut spans: Vec<_> = own
        .iter()
        .map(|still| {
            (
                still.from,
                still.to.unwrap_or(end),
                why(still),
                whose(still, behind),
            )
        })
        .collect();
    if let Some(hours) = clock.convenient() {
        let outside = hours.outside(clock.since(), end).into_iter();
        spans.extend(outside.map(|(from, to)| (from, to, "inconvenient".to_owned(), None)));
        spans.sort_by_key(|(from, ..)| *from);
    }
    spans.retain(|(from, to, ..)| from < to);
    Some(spans)
}

/// What came to nothing by a failed delivery was a pause of that name from its beginning (§5).
fn why(still: &Still<'_>) -> String {
    let failed = still.ended.filter(|step| step.reason == "delivery");
    failed.unwrap_or(still.began).reason.clone()
}

fn whose(still: &Still<'_>, behind: &Behind) -> Option<Who> {
    behind.who(still.began.entry?)
}

fn run(hours: Option<&Calendar>, from: Moment, to: Moment, found: &mut Vec<ClockPiece>) {
    let Some(calendar) = hours else {
        if from < to {
            found.push(ClockPiece {
                from,
                to,
                state: PieceState::Ran,
                by: None,
            });
        }
        return;
    };
    found.extend(calendar.segments(from, to).into_iter().map(|segment| ClockPiece {
        from: segment.from,
        to: segment.to,
        state: match segment.state {
            State::Open => PieceState::Ran,
            State::Closed(why) => PieceState::Closed(why),
        },
        by: None,
    }));
}

#[cfg(test)]
mod tests;
