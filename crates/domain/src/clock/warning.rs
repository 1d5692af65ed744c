//! Warnings: steps on the way to a deadline and beyond it, each with who is told and what is done (`definitions.md` §12).
//! Percent are a share of the business time the clock has, "before" and "after" are business time on either side of
//! its due. What a pause gives back moves them along with the due.

use super::evaluate::Calendars;
use super::{Clock, StepKind};
use crate::ticket::Priority;
use crate::time::NEVER;
use crate::{Moment, TeamId};
use serde::{Deserialize, Serialize};
use worktime::Calendar;

/// Where a step stands.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// So many percent of the clock's business time have passed; 100 is the due itself.
    Percent(u32),
    /// Microseconds of business time before the due.
    Before(i64),
    /// Microseconds of business time after the due.
    After(i64),
}

/// Who is told.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Whoever is responsible for the ticket; the team where nobody is.
    Operator,
    /// The ticket's team.
    Team,
    /// Supervisors of the ticket's team; all of them where it has none.
    Supervisor,
    /// A mail address.
    Email(String),
    /// Another system, by the name of its webhook. Programs have no working hours: told at once.
    Webhook(String),
}

/// What is done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// To at least this priority.
    RaisePriority(Priority),
    Reassign(TeamId),
    AddTag(String),
}

/// One step.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    pub at: When,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Recipient>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Action>,
    /// Told at any hour.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
}

/// A step's place on the way to the due: the business time left there, and at equal time a share before a span, since a
/// share has passed at closing where a span begins with the next opening. Higher is earlier. A pause changes nothing
/// about it, and so what was warned of stays warned of.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub struct Level(pub i64);

impl Level {
    /// Nobody was warned yet.
    pub(super) const NOTHING: Self = Self(i64::MAX);

    fn of(left: i64, at: When) -> Self {
        let share = i64::from(matches!(at, When::Percent(_)));
        Self(left.saturating_mul(2).saturating_add(share))
    }

    /// Of an instant: steps that lie after it are below.
    pub(super) fn at(calendar: &Calendar, at: Moment, due: Moment) -> Self {
        let left = calendar.between(at, due) - calendar.between(due, at);
        Self(left.saturating_mul(2))
    }
}

/// A clock's way as far as warnings need it.
#[derive(Copy, Clone, Debug)]
pub(super) struct Way<'a> {
    pub calendar: &'a Calendar,
    pub since: Moment,
    pub due: Moment,
    /// Business time that pauses gave back.
    pub paused: i64,
    /// Steps from here on were not warned of.
    pub warned: Level,
}

/// A step at its instant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Placed<'a> {
    at: Moment,
    level: Level,
    warning: &'a Warning,
}

impl Way<'_> {
    /// Steps that nobody was warned of, in order; those that would lie before the start are no steps.
    fn ahead<'a>(&self, warnings: &'a [Warning]) -> Vec<Placed<'a>> {
        let whole = self.calendar.between(self.since, self.due) - self.paused;
        let mut placed: Vec<Placed<'a>> = warnings
            .iter()
            .filter_map(|warning| self.place(warning, whole))
            .filter(|placed| placed.level < self.warned)
            .collect();
        placed.sort_by_key(|placed| std::cmp::Reverse(placed.level));
        placed
    }

    fn place<'a>(&self, warning: &'a Warning, whole: i64) -> Option<Placed<'a>> {
        let left = match warning.at {
            When::Percent(percent) => {
                let share = i128::from(whole) * i128::from(percent) / 100;
                whole - i64::try_from(share).ok()?
            }
            When::Before(span) => span,
            When::After(span) => -span,
        };
        if left > whole {
            return None;
        }
        let at = if left > 0 {
            let latest = self.calendar.before(self.due, left);
            match warning.at {
                // A share has passed as soon as it has, at closing if need be.
                When::Percent(_) => {
                    let worked = self.calendar.between(self.since, latest);
                    self.calendar.add(self.since, worked).at
                }
                _ => latest,
            }
        } else {
            // "By" includes the due: what comes with it or later comes after it.
            self.calendar.add(self.due, -left).at.saturating_add(1)
        };
        let level = Level::of(left, warning.at);
        (at >= self.since && at < NEVER).then_some(Placed { at, level, warning })
    }

    /// The first instant at which somebody is to be warned.
    pub(super) fn next(&self, warnings: &[Warning]) -> Moment {
        self.ahead(warnings).first().map_or(NEVER, |placed| placed.at)
    }
}

/// A warning that was given.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub level: Level,
    /// What is to be done beside telling somebody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Action>,
}

/// What has fallen due of a clock's warnings: the latest, with all that stand at the same place. The earlier ones are
/// passed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fallen {
    pub at: Moment,
    pub level: Level,
    pub warnings: Vec<Warning>,
}

/// The warnings of a clock that are to be given now.
///
/// # Errors
/// As [`Clock::start`].
pub fn fallen(
    clock: &Clock,
    calendars: &dyn Calendars,
    now: Moment,
) -> Result<Option<Fallen>, super::ClockError> {
    if !clock.is_open() || clock.now.warn_at > now {
        return Ok(None);
    }
    let warnings = warnings_of(clock, calendars);
    super::evaluate::on_its_way(clock, calendars, |way| {
        let mut passed = way.ahead(warnings);
        passed.retain(|placed| placed.at <= now);
        let latest = passed.last().copied()?;
        Some(Fallen {
            at: latest.at,
            level: latest.level,
            warnings: passed
                .iter()
                .filter(|placed| placed.level == latest.level)
                .map(|placed| placed.warning.clone())
                .collect(),
        })
    })
}

/// The steps that a clock has by its policy or term; a promise has the desk's.
pub(super) fn warnings_of<'a>(clock: &Clock, calendars: &'a dyn Calendars) -> &'a [Warning] {
    match clock.policy {
        _ if has_ended(clock) => &[],
        Some(policy) => calendars.warnings(policy, clock.kind),
        None => calendars.own_warnings(clock.kind),
    }
}

/// A clock that was called off warns nobody, whatever its history says.
fn has_ended(clock: &Clock) -> bool {
    clock.steps.iter().any(|step| step.kind == StepKind::Cancel)
}
