//! Business time counted the slow way: step by step, asking the wall clock each time whether the door is open.

use jiff::tz::TimeZone;

use crate::{CalendarSpec, MINUTE, Moment};

/// Correct for hours, spans and changes of the clock that fall on the step.
pub fn between(spec: &CalendarSpec, a: Moment, b: Moment, step_minutes: i64) -> i64 {
    let zone = TimeZone::get(&spec.zone).unwrap();
    let step = step_minutes * MINUTE;
    let steps = (b - a) / step;
    (0..steps)
        .filter(|i| is_open(spec, &zone, a.saturating_add(i * step)))
        .count() as i64
        * step
}

fn is_open(spec: &CalendarSpec, zone: &TimeZone, at: Moment) -> bool {
    let wall = zone.to_datetime(at.to_timestamp());
    let minute = u16::try_from(i32::from(wall.hour()) * 60 + i32::from(wall.minute())).unwrap();
    let hours = match spec.working.iter().find(|working| working.date == wall.date()) {
        Some(working) => working.hours.as_slice(),
        None if spec.days_off.iter().any(|off| off.date == wall.date()) => &[],
        None => spec.week.on(wall.date().weekday()),
    };
    hours
        .iter()
        .any(|hours| hours.open.minutes() <= minute && minute < hours.close.minutes())
}
