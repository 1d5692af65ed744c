//! Which deadline the client is told, and how (`definitions.md` §11).

use domain::clock::{Clock, ClockKind};
use domain::setup::Setup;
use domain::{CalendarId, Moment};

/// A deadline as it is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    pub clock: ClockKind,
    pub due: Moment,
    /// IANA zone of the clock's calendar.
    pub zone: String,
    pub calendar: CalendarId,
    pub preliminary: bool,
}

/// The deadline to tell: of the clock the policy names, resolution before first response by default. Day targets are
/// told as the closing time of the working day in which the due falls, minute targets to the full minute.
#[must_use]
pub fn told(clocks: &[&Clock], setup: &Setup) -> Option<Told> {
    let of = |kind| clocks.iter().find(|clock| clock.kind == kind && clock.is_open());
    let named = clocks
        .iter()
        .find_map(|clock| clock.policy)
        .and_then(|id| setup.policies.iter().find(|policy| policy.id == id))
        .and_then(|policy| of(policy.told));
    let clock = named
        .or_else(|| of(ClockKind::Resolution))
        .or_else(|| of(ClockKind::FirstResponse))?;
    let calendar = setup.calendars.get(&clock.calendar)?;
    let due = calendar.told(&clock.target, clock.now.due);
    let zone = setup
        .zones
        .get(&clock.calendar)
        .cloned()
        .unwrap_or_else(|| setup.zone.clone());
    Some(Told {
        clock: clock.kind,
        due,
        zone,
        calendar: clock.calendar,
        preliminary: clock.now.preliminary,
    })
}

/// When the desk opens next, by the calendar of the deadline that is told, else the desk's; `None` while it is open.
pub(crate) fn reopens(setup: &Setup, due: Option<&Told>, now: Moment) -> Option<Moment> {
    let calendar = due.map(|told| told.calendar).or(setup.calendar)?;
    let calendar = setup.calendars.get(&calendar)?;
    if calendar.is_open(now) {
        None
    } else {
        calendar.next_opening(now)
    }
}
