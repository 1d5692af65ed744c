//! `Target`: how long something may take, in its unit. Knows nothing of instants: a calendar turns it into a due time.

use serde::{Deserialize, Serialize};

use crate::error::TargetError;
use crate::written::WrittenNumber;

/// How long something may take: `definitions` §3. More than 0 and at most 10 years (see [`Target::validate`]).
///
/// As data: `{"minutes": 90}`, `{"hours": 2}`, `{"days": 1, "until": "close", "late_receipt": false}`,
/// `{"calendar_minutes": 30}`, `{"calendar_hours": 4}`, `{"calendar_days": 3, "on_day_off": "next"}`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub enum Target {
    /// Business minutes: elapsed time inside working intervals.
    Minutes(u32),
    /// Business hours.
    Hours(u32),
    /// Business days after the day of receipt.
    Days {
        days: u32,
        until: Until,
        /// A request on a non-working day, or at or after that day's last closing, counts as received on
        /// the next working day. For `close` and `end_of_day` only.
        late_receipt: bool,
    },
    /// Elapsed minutes.
    CalendarMinutes(u32),
    /// Elapsed hours.
    CalendarHours(u32),
    /// Dates after the day of receipt, until the end of the last one.
    CalendarDays { days: u32, on_day_off: OnDayOff },
}

/// The instant of the last business day at which it ends.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// The closing time.
    #[default]
    Close,
    /// The clock time of the start.
    SameTime,
    /// The last instant of the date.
    EndOfDay,
}

/// What happens when the last of the calendar days is no working day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDayOff {
    Keep,
    /// The next working day.
    Next,
    /// The working day before.
    Previous,
}

/// Any span of 10 years has at most 3 leap days.
const TEN_YEARS_IN_DAYS: u32 = 3_653;
const TEN_YEARS_IN_HOURS: u32 = TEN_YEARS_IN_DAYS * 24;
const TEN_YEARS_IN_MINUTES: u32 = TEN_YEARS_IN_HOURS * 60;

impl Target {
    /// Business days until close, received as received: the default of a day target.
    pub const fn business_days(days: u32) -> Target {
        Target::Days {
            days,
            until: Until::Close,
            late_receipt: false,
        }
    }

    /// More than 0, at most 10 years, and no option where it has no meaning.
    ///
    /// # Errors
    /// [`TargetError::NotAllowed`], [`TargetError::LateReceiptNotApplicable`].
    pub fn validate(&self) -> Result<(), TargetError> {
        let (given, unit, most) = match *self {
            Target::Minutes(n) | Target::CalendarMinutes(n) => (n, "minutes", TEN_YEARS_IN_MINUTES),
            Target::Hours(n) | Target::CalendarHours(n) => (n, "hours", TEN_YEARS_IN_HOURS),
            Target::Days { days, .. } | Target::CalendarDays { days, .. } => {
                (days, "days", TEN_YEARS_IN_DAYS)
            }
        };
        if !(1..=most).contains(&given) {
            let given = given.to_string();
            return Err(TargetError::NotAllowed { given, unit, most });
        }
        if let Target::Days {
            until: Until::SameTime,
            late_receipt: true,
            ..
        } = self
        {
            return Err(TargetError::LateReceiptNotApplicable);
        }
        Ok(())
    }

    /// Whether pauses move the due time: not for clocks until the end of a day and in calendar days
    /// (`definitions` §7).
    pub const fn can_pause(&self) -> bool {
        !matches!(
            self,
            Target::Days {
                until: Until::EndOfDay,
                ..
            } | Target::CalendarDays { .. }
        )
    }

    /// Whether it is counted by elapsed time, nights and days off included.
    pub const fn is_elapsed(&self) -> bool {
        matches!(
            self,
            Target::CalendarMinutes(_) | Target::CalendarHours(_) | Target::CalendarDays { .. }
        )
    }

    /// Whether it is counted in days, business or calendar: these are told as a closing time (`definitions` §11).
    pub const fn in_days(&self) -> bool {
        matches!(self, Target::Days { .. } | Target::CalendarDays { .. })
    }
}

/// The target as it travels: one unit, and the options of that unit.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Until>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late_receipt: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar_minutes: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar_hours: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar_days: Option<WrittenNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_day_off: Option<OnDayOff>,
}

impl TryFrom<Fields> for Target {
    type Error = TargetError;

    fn try_from(fields: Fields) -> Result<Target, TargetError> {
        let Fields {
            minutes,
            hours,
            days,
            until,
            late_receipt,
            ..
        } = fields;
        let Fields {
            calendar_minutes,
            calendar_hours,
            calendar_days,
            on_day_off,
            ..
        } = fields;
        let misplaced = |field, unit| Err(TargetError::Misplaced { field, unit });
        if days.is_none() && until.is_some() {
            return misplaced("until", "days");
        }
        if days.is_none() && late_receipt.is_some() {
            return misplaced("late_receipt", "days");
        }
        if calendar_days.is_none() && on_day_off.is_some() {
            return misplaced("on_day_off", "calendar_days");
        }
        match (
            minutes,
            hours,
            days,
            calendar_minutes,
            calendar_hours,
            calendar_days,
        ) {
            (Some(n), None, None, None, None, None) => Ok(Target::Minutes(minutes_of(n)?)),
            (None, Some(n), None, None, None, None) => Ok(Target::Hours(hours_of(n)?)),
            (None, None, Some(n), None, None, None) => Ok(Target::Days {
                days: days_of(n)?,
                until: until.unwrap_or_default(),
                late_receipt: late_receipt.unwrap_or_default(),
            }),
            (None, None, None, Some(n), None, None) => Ok(Target::CalendarMinutes(minutes_of(n)?)),
            (None, None, None, None, Some(n), None) => Ok(Target::CalendarHours(hours_of(n)?)),
            (None, None, None, None, None, Some(n)) => {
                let on_day_off = on_day_off.ok_or(TargetError::NeedsOnDayOff)?;
                let days = days_of(n)?;
                Ok(Target::CalendarDays { days, on_day_off })
            }
            _ => Err(TargetError::NotOneUnit),
        }
    }
}

fn minutes_of(written: WrittenNumber) -> Result<u32, TargetError> {
    counted(written, "minutes", TEN_YEARS_IN_MINUTES)
}

fn hours_of(written: WrittenNumber) -> Result<u32, TargetError> {
    counted(written, "hours", TEN_YEARS_IN_HOURS)
}

fn days_of(written: WrittenNumber) -> Result<u32, TargetError> {
    counted(written, "days", TEN_YEARS_IN_DAYS)
}

/// What can be counted at all; whether it is nothing or too much, [`Target::validate`] tells.
fn counted(written: WrittenNumber, unit: &'static str, most: u32) -> Result<u32, TargetError> {
    written.count().ok_or_else(|| TargetError::NotAllowed {
        given: written.to_string(),
        unit,
        most,
    })
}

impl From<Target> for Fields {
    fn from(target: Target) -> Fields {
        let none = Fields::default();
        match target {
            Target::Minutes(n) => Fields {
                minutes: Some(n.into()),
                ..none
            },
            Target::Hours(n) => Fields {
                hours: Some(n.into()),
                ..none
            },
            Target::Days {
                days,
                until,
                late_receipt,
            } => Fields {
                days: Some(days.into()),
                until: Some(until),
                late_receipt: late_receipt.then_some(true),
                ..none
            },
            Target::CalendarMinutes(n) => Fields {
                calendar_minutes: Some(n.into()),
                ..none
            },
            Target::CalendarHours(n) => Fields {
                calendar_hours: Some(n.into()),
                ..none
            },
            Target::CalendarDays { days, on_day_off } => Fields {
                calendar_days: Some(days.into()),
                on_day_off: Some(on_day_off),
                ..none
            },
        }
    }
}
