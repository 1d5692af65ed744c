//! Official updates of a calendar: the days that a document announces, and what they change of the calendar there is.
//! Pure; where a document comes from and how it is written is not known here.

use crate::{Actor, Moment, coded};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use worktime::{CalendarSpec, Date, DayOff, DayOffKind, Shortened, Weekday, WorkingDate};

coded! {
    /// What became of an update.
    pub enum UpdateState {
        /// Waits for a person.
        Proposed = "proposed",
        Confirmed = "confirmed",
        Rejected = "rejected",
        /// A newer document came before anybody had decided.
        Superseded = "superseded",
    }
}

/// What a day is said to be.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Off; `moved`: by the government from a weekend, where the document says so.
    Off { moved: Option<bool> },
    /// Worked all the same, by the hours of that weekday (0 is Monday) where the document says so.
    Working { like: Option<i8> },
    /// Ends earlier, by so many minutes where the document says so.
    Shortened { minutes: Option<u16> },
}

/// One announced day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct OfficialDay {
    pub date: Date,
    pub name: String,
    pub kind: DayKind,
}

/// What a document announces.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Announced {
    /// By date.
    pub days: Vec<OfficialDay>,
    /// The last date for which it is official.
    pub known_through: Date,
}

/// An update as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarUpdate {
    pub id: crate::CalendarUpdateId,
    pub public_id: String,
    /// Name of the calendar.
    pub calendar: String,
    /// Name of a file, or an address.
    pub source: String,
    pub digest: String,
    pub announced: Announced,
    pub state: UpdateState,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// Who brought it, then who decided.
    pub actor: Actor,
    pub why: String,
}

/// An address from which an official calendar is fetched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CalendarFeed {
    pub id: crate::CalendarFeedId,
    /// Name of the calendar.
    pub calendar: String,
    pub url: String,
    pub every_days: u32,
    /// `NEVER` before the first time.
    pub tried_at: Moment,
    /// Why the last time went wrong; empty when it did not.
    pub problem: String,
}

/// What a calendar says of a date beside its week.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Look {
    pub off: Option<DayOff>,
    pub working: Option<WorkingDate>,
    pub shortened: Option<u16>,
}

impl Look {
    /// Whether the date is as its weekday is.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// `usual`, `working`, `off`, `moved`, `own`: what counts, a dated working day before a day off.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match (&self.working, &self.off) {
            (Some(_), _) => "working",
            (None, None) => "usual",
            (None, Some(off)) => match off.kind {
                DayOffKind::Law => "off",
                DayOffKind::Moved => "moved",
                DayOffKind::Own => "own",
            },
        }
    }

    /// The name of the day off.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        let counts = self.off.as_ref().filter(|_| self.working.is_none());
        counts.and_then(|off| off.name.as_deref())
    }
}

/// A date that is another one afterwards.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DayChange {
    pub date: Date,
    pub before: Look,
    pub after: Look,
}

impl DayChange {
    /// `added`, `removed`, `changed`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match (self.before.is_usual(), self.after.is_usual()) {
            (true, _) => "added",
            (_, true) => "removed",
            _ => "changed",
        }
    }
}

/// What an update changes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Difference {
    /// By date.
    pub days: Vec<DayChange>,
    /// Until when days off are official, before and after.
    pub known_through: (Option<Date>, Option<Date>),
}

impl Difference {
    /// Whether the document says nothing that the calendar does not say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.known_through.0 == self.known_through.1
    }
}

/// The calendar as it would be, and what is different.
///
/// A document speaks for the dates from its first day to the end of its last year: days off of the law that it does not
/// name there are days off no longer; the desk's own stay. Of worked and shortened days it speaks in those years only in
/// which it names one, since many documents list nothing but holidays.
#[must_use]
pub fn update(spec: &CalendarSpec, announced: &Announced) -> (CalendarSpec, Difference) {
    let before = looks(spec);
    let mut after = before.clone();
    let (Some(first), Some(last)) = (announced.days.first(), announced.days.last()) else {
        return (spec.clone(), Difference::default());
    };
    let covered = |date: Date| date >= first.date && date.year() <= last.date.year();
    let named = |what: fn(&DayKind) -> bool| -> BTreeSet<i16> {
        let days = announced.days.iter().filter(|day| what(&day.kind));
        days.map(|day| day.date.year()).collect()
    };
    let working = named(|kind| matches!(kind, DayKind::Working { .. }));
    let shortened = named(|kind| matches!(kind, DayKind::Shortened { .. }));
    for (date, look) in after.iter_mut().filter(|(date, _)| covered(**date)) {
        look.off.take_if(|off| off.kind != DayOffKind::Own);
        if working.contains(&date.year()) {
            look.working = None;
        }
        if shortened.contains(&date.year()) {
            look.shortened = None;
        }
    }
    for day in &announced.days {
        let was = before.get(&day.date).cloned().unwrap_or_default();
        announce(after.entry(day.date).or_default(), day, &was);
    }
    // No end: official for ever, which no document can shorten.
    let known_through = spec.known_through.map(|known| known.max(announced.known_through));
    let days = before
        .keys()
        .chain(after.keys())
        .copied()
        .collect::<BTreeSet<_>>();
    let look = |of: &BTreeMap<Date, Look>, date: &Date| of.get(date).cloned().unwrap_or_default();
    let days = days.into_iter().filter_map(|date| {
        let (before, after) = (look(&before, &date), look(&after, &date));
        (before != after).then_some(DayChange { date, before, after })
    });
    let difference = Difference {
        days: days.collect(),
        known_through: (spec.known_through, known_through),
    };
    (with(spec, after, known_through), difference)
}

/// Puts an announced day into its place; what the document leaves open stays as it was.
fn announce(look: &mut Look, day: &OfficialDay, was: &Look) {
    match day.kind {
        DayKind::Off { moved } => {
            let kind = match moved {
                Some(true) => DayOffKind::Moved,
                Some(false) => DayOffKind::Law,
                None => was.off.as_ref().map_or(DayOffKind::Law, |off| off.kind),
            };
            // A dated working day would beat it.
            (look.working, look.shortened) = (None, None);
            look.off = Some(DayOff {
                date: day.date,
                name: Some(day.name.clone()).filter(|name| !name.is_empty()),
                kind,
            });
        }
        DayKind::Working { like } => {
            let known = was.working.clone().filter(|_| like.is_none());
            look.working = Some(known.unwrap_or_else(|| WorkingDate {
                date: day.date,
                hours: Vec::new(),
                like: Some(weekday(like)),
            }));
        }
        DayKind::Shortened { minutes } => {
            look.shortened = Some(minutes.or(was.shortened).unwrap_or(AN_HOUR));
        }
    }
}

/// The eve of a holiday ends an hour earlier.
const AN_HOUR: u16 = 60;

fn weekday(like: Option<i8>) -> Weekday {
    let named = like.and_then(|offset| Weekday::from_monday_zero_offset(offset).ok());
    named.unwrap_or(Weekday::Monday)
}

fn looks(spec: &CalendarSpec) -> BTreeMap<Date, Look> {
    let mut looks: BTreeMap<Date, Look> = BTreeMap::new();
    for off in &spec.days_off {
        looks.entry(off.date).or_default().off = Some(off.clone());
    }
    for working in &spec.working {
        looks.entry(working.date).or_default().working = Some(working.clone());
    }
    for shortened in &spec.shortened {
        looks.entry(shortened.date).or_default().shortened = Some(shortened.minutes);
    }
    looks
}

fn with(spec: &CalendarSpec, looks: BTreeMap<Date, Look>, known_through: Option<Date>) -> CalendarSpec {
    let mut new = CalendarSpec {
        known_through,
        days_off: Vec::new(),
        working: Vec::new(),
        shortened: Vec::new(),
        ..spec.clone()
    };
    for (date, look) in looks {
        new.days_off.extend(look.off);
        new.working.extend(look.working);
        new.shortened
            .extend(look.shortened.map(|minutes| Shortened { date, minutes }));
    }
    new
}

#[cfg(test)]
mod tests;
