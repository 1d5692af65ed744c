//! `Plan`: a checked calendar specification, answering what holds on a date. Knows wall time only, no instants.

mod check;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{
    error::{CalendarError, Place},
    spec::{CalendarSpec, DayOffKind, Hours, Shortened, Week},
};

/// What holds on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OnDate<'a> {
    Hours(&'a [Hours]),
    /// No hours on that weekday.
    Weekend,
    Off {
        name: Option<String>,
        kind: DayOffKind,
    },
}

/// A day off as it is shown.
#[derive(Clone, Debug)]
struct Off {
    name: Option<String>,
    kind: DayOffKind,
}

#[derive(Debug)]
pub(crate) struct Plan {
    week: Week,
    /// Hours of dates that differ from the week: working dates and shortened days.
    dated: HashMap<Date, Vec<Hours>>,
    off: HashMap<Date, Off>,
    /// By month and day.
    yearly: HashMap<(i8, i8), Option<String>>,
    pub(crate) known_through: Option<Date>,
}

impl Plan {
    pub(crate) fn new(spec: &CalendarSpec) -> Result<Plan, CalendarError> {
        check::week(&spec.week)?;
        let mut plan = Plan {
            week: spec.week.clone(),
            dated: HashMap::new(),
            off: HashMap::new(),
            yearly: HashMap::new(),
            known_through: spec.known_through,
        };
        for day in &spec.days_off {
            let off = Off {
                name: day.name.clone(),
                kind: day.kind,
            };
            if plan.off.insert(day.date, off).is_some() {
                return Err(CalendarError::DuplicateDate {
                    list: "days_off",
                    date: day.date,
                });
            }
        }
        plan.add_yearly(spec)?;
        plan.add_working(spec)?;
        plan.shorten(spec)?;
        Ok(plan)
    }

    fn add_yearly(&mut self, spec: &CalendarSpec) -> Result<(), CalendarError> {
        if spec.known_through.is_none() && !spec.yearly_holidays.is_empty() {
            return Err(CalendarError::YearlyWithoutKnownThrough);
        }
        for holiday in &spec.yearly_holidays {
            let day = &holiday.day;
            let month_day = check::month_day(day)?;
            if self.yearly.insert(month_day, holiday.name.clone()).is_some() {
                return Err(CalendarError::DuplicateYearlyDay { day: day.clone() });
            }
        }
        Ok(())
    }

    fn add_working(&mut self, spec: &CalendarSpec) -> Result<(), CalendarError> {
        for working in &spec.working {
            let date = working.date;
            let hours = match (working.hours.as_slice(), working.like) {
                ([], None) => return Err(CalendarError::WorkingWithoutHours { date }),
                ([], Some(weekday)) => match self.week.on(weekday) {
                    [] => return Err(CalendarError::WorkingAsClosed { date, weekday }),
                    hours => hours,
                },
                (hours, None) => {
                    check::hours(Place::Date(date), hours)?;
                    hours
                }
                (_, Some(_)) => return Err(CalendarError::WorkingTwice { date }),
            };
            if self.dated.insert(date, hours.to_vec()).is_some() {
                return Err(CalendarError::DuplicateDate {
                    list: "working",
                    date,
                });
            }
        }
        Ok(())
    }

    /// A shortened date that is off anyway keeps its day off: there is nothing to cut, and a desk may well
    /// close on a date that the official calendar shortens.
    fn shorten(&mut self, spec: &CalendarSpec) -> Result<(), CalendarError> {
        let mut cut = HashMap::new();
        for &Shortened { date, minutes } in &spec.shortened {
            if minutes == 0 {
                return Err(CalendarError::ShortenedByNothing { date, minutes });
            }
            let hours = match self.on(date) {
                OnDate::Hours(hours) => cut_from_end(hours, minutes),
                OnDate::Weekend | OnDate::Off { .. } => Vec::new(),
            };
            if hours.is_empty()
                && let OnDate::Hours(full) = self.on(date)
            {
                let worked = full
                    .iter()
                    .map(|hours| hours.close.minutes() - hours.open.minutes())
                    .sum();
                return Err(CalendarError::ShortenedToNothing {
                    date,
                    minutes,
                    worked,
                });
            }
            if cut.insert(date, hours).is_some() {
                return Err(CalendarError::DuplicateDate {
                    list: "shortened",
                    date,
                });
            }
        }
        self.dated
            .extend(cut.into_iter().filter(|(_, hours)| !hours.is_empty()));
        Ok(())
    }

    pub(crate) fn on(&self, date: Date) -> OnDate<'_> {
        if let Some(hours) = self.dated.get(&date) {
            return OnDate::Hours(hours);
        }
        if let Some(off) = self.off.get(&date) {
            return OnDate::Off {
                name: off.name.clone(),
                kind: off.kind,
            };
        }
        if self.is_preliminary(date)
            && let Some(name) = self.yearly.get(&(date.month(), date.day()))
        {
            return OnDate::Off {
                name: name.clone(),
                kind: DayOffKind::Law,
            };
        }
        match self.week.on(date.weekday()) {
            [] => OnDate::Weekend,
            hours => OnDate::Hours(hours),
        }
    }

    /// Whether the date lies beyond what is officially known.
    pub(crate) fn is_preliminary(&self, date: Date) -> bool {
        self.known_through.is_some_and(|known| date > known)
    }
}

/// Takes so many worked minutes off the end of a day, through breaks if need be.
fn cut_from_end(hours: &[Hours], minutes: u16) -> Vec<Hours> {
    let mut kept = hours.to_vec();
    let mut left = minutes;
    while let Some(last) = kept.last_mut() {
        let length = last.close.minutes() - last.open.minutes();
        if length > left {
            last.close = last.close.minus(left);
            break;
        }
        left -= length;
        kept.pop();
        if left == 0 {
            break;
        }
    }
    kept
}
