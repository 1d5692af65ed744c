//! What makes hours and days of a calendar acceptable. Knows nothing of zones and instants.

use jiff::civil::{Date, Weekday};

use crate::{
    error::{CalendarError, Place},
    spec::{Hours, Week},
    wall::WallTime,
};

/// Every weekday in order, and at least one with hours.
pub(super) fn week(week: &Week) -> Result<(), CalendarError> {
    let mut worked = false;
    for weekday in Weekday::Monday.cycle_forward().take(7) {
        hours(Place::Week(weekday), week.on(weekday))?;
        worked |= !week.on(weekday).is_empty();
    }
    if worked {
        Ok(())
    } else {
        Err(CalendarError::NoWorkingTime)
    }
}

/// Intervals of one day: each with a length, in order, none over another. They may touch.
pub(super) fn hours(place: Place, day: &[Hours]) -> Result<(), CalendarError> {
    for &hours in day {
        if hours.open == WallTime::END_OF_DAY {
            return Err(CalendarError::OpensAtEndOfDay { place, hours });
        }
        if hours.open == hours.close {
            return Err(CalendarError::EmptyInterval { place, hours });
        }
        if hours.open > hours.close {
            return Err(CalendarError::CrossesMidnight { place, hours });
        }
    }
    for (&earlier, &next) in day.iter().zip(day.iter().skip(1)) {
        if next.close <= earlier.open {
            return Err(CalendarError::Unsorted { place, next });
        }
        if next.open < earlier.close {
            return Err(CalendarError::Overlapping { place, earlier, next });
        }
    }
    Ok(())
}

/// `MM-DD`, 29 February included.
pub(super) fn month_day(text: &str) -> Result<(i8, i8), CalendarError> {
    let in_leap_year: Option<Date> = match text.len() {
        5 => format!("2000-{text}").parse().ok(),
        _ => None,
    };
    in_leap_year
        .map(|date| (date.month(), date.day()))
        .ok_or_else(|| CalendarError::BadYearlyDay { day: text.to_owned() })
}
