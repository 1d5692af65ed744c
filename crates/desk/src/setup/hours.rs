//! The hours of a calendar, changed on a page: its week, and dates of the desk's own that are worked otherwise or not at all.
//! Holidays of the law and what is past stay as they are.

use super::{ApplyOptions, apply_calendar, current_calendar};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::people::authority;
use crate::recount::Effect;
use domain::{Actor, Moment, Permission, Principal};
use jiff::tz::TimeZone;
use store::{StoreError, Tx};
use worktime::{Calendar, CalendarSpec, Date, DayOff, DayOffKind, Hours, Week, WorkingDate};

/// Characters of the name of a date, and of a reason.
const LINE: usize = 200;
/// Dates of the desk's own at most.
const MOST_DATES: usize = 400;

/// A date of the desk's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnDate {
    pub date: Date,
    /// Empty: a day off.
    pub hours: Vec<Hours>,
    /// What the day off is called.
    pub name: String,
}

/// What is changed of a calendar on its page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CalendarHours {
    pub calendar: String,
    /// The version that was looked at.
    pub version: i64,
    pub zone: String,
    /// From Monday; an empty day is closed.
    pub week: [Vec<Hours>; 7],
    /// From today on, by date.
    pub dates: Vec<OwnDate>,
}

impl Desk {
    /// The hours of a calendar as they are.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; [`DeskError::Invalid`] where there is no such calendar; the store's own.
    pub async fn calendar_hours(&self, principal: &Principal, calendar: &str) -> DeskResult<CalendarHours> {
        require(principal, Permission::Supervise)?;
        let rows = self.store().read::<_, StoreError, _>(|r| r.setup_rows()).await?;
        let (version, spec) = current_calendar(&rows, calendar)?;
        let today = zone_today(&spec.zone, self.now());
        let off = spec
            .days_off
            .iter()
            .filter(|day| is_own(day) && day.date >= today)
            .map(|day| OwnDate {
                date: day.date,
                hours: Vec::new(),
                name: day.name.clone().unwrap_or_default(),
            });
        let worked = spec
            .working
            .iter()
            .filter(|day| has_own_hours(day) && day.date >= today)
            .map(|day| OwnDate {
                date: day.date,
                hours: day.hours.clone(),
                name: String::new(),
            });
        let mut dates: Vec<OwnDate> = off.chain(worked).collect();
        dates.sort_by_key(|one| one.date);
        let week = spec.week;
        Ok(CalendarHours {
            calendar: calendar.to_owned(),
            version,
            zone: spec.zone,
            week: [
                week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun,
            ],
            dates,
        })
    }

    /// What other hours would do to running clocks; nothing is changed.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] unless the principal administers the desk; [`DeskError::Invalid`] for hours that make no
    /// calendar.
    pub async fn try_calendar_hours(
        &self,
        principal: &Principal,
        hours: &CalendarHours,
    ) -> DeskResult<Effect> {
        require(principal, Permission::Administer)?;
        let rows = self.store().read::<_, StoreError, _>(|r| r.setup_rows()).await?;
        let (_, spec) = current_calendar(&rows, &hours.calendar)?;
        let today = zone_today(&spec.zone, self.now());
        self.try_calendar(changed(spec, hours, today)?).await
    }

    /// Gives a calendar other hours; running clocks follow it.
    ///
    /// # Errors
    /// As [`Desk::try_calendar_hours`]; [`DeskError::Conflict`] where the calendar is another one by now.
    pub async fn change_calendar_hours(
        &self,
        actor: Actor,
        hours: CalendarHours,
        why: &str,
    ) -> DeskResult<()> {
        let why = text::clean_line(why, LINE);
        let kinds = self.options().kinds.clone();
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let (current, spec) = current_calendar(&tx.setup_rows()?, &hours.calendar)?;
                if current != hours.version {
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason: "the calendar was changed meanwhile: look at it again".into(),
                    }
                    .into());
                }
                let today = zone_today(&spec.zone, tx.now);
                let how = ApplyOptions {
                    recount: true,
                    why: why.clone(),
                };
                apply_calendar(tx, changed(spec, &hours, today)?, &kinds, &how)?;
                Ok(())
            })
            .await;
        written?;
        self.reload_setup().await
    }
}

/// The date of an instant where the calendar is; one that knows no such zone was never put into place.
fn zone_today(zone: &str, now: Moment) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    now.to_timestamp().to_zoned(zone).date()
}

fn is_own(day: &DayOff) -> bool {
    day.kind == DayOffKind::Own
}

fn has_own_hours(day: &WorkingDate) -> bool {
    day.like.is_none()
}

/// The calendar with other hours.
fn changed(mut spec: CalendarSpec, hours: &CalendarHours, today: Date) -> DeskResult<CalendarSpec> {
    let [mon, tue, wed, thu, fri, sat, sun] = hours.week.clone();
    spec.week = Week {
        mon,
        tue,
        wed,
        thu,
        fri,
        sat,
        sun,
    };
    if hours.dates.len() > MOST_DATES {
        let reason = format!("at most {MOST_DATES} dates");
        return Err(DeskError::invalid("dates", "too_many", reason));
    }
    spec.days_off.retain(|day| !is_own(day) || day.date < today);
    spec.working.retain(|day| !has_own_hours(day) || day.date < today);
    for own in hours.dates.iter().filter(|own| own.date >= today) {
        if own.hours.is_empty() {
            // A date that the law gives is off already.
            if spec.days_off.iter().all(|day| day.date != own.date) {
                let name = text::clean_line(&own.name, LINE);
                spec.days_off.push(DayOff {
                    date: own.date,
                    name: Some(name).filter(|name| !name.is_empty()),
                    kind: DayOffKind::Own,
                });
            }
        } else {
            spec.working.push(WorkingDate {
                date: own.date,
                hours: own.hours.clone(),
                like: None,
            });
        }
    }
    spec.days_off.sort_by_key(|day| day.date);
    spec.working.sort_by_key(|day| day.date);
    Calendar::compile(&spec).map_err(|error| DeskError::invalid("hours", "calendar", error.to_string()))?;
    Ok(spec)
}
