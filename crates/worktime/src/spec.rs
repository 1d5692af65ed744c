//! `CalendarSpec`: a calendar as an administrator writes it (TOML, JSON). Knows nothing of what it means in instants.

use jiff::civil::{Date, Weekday};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::wall::WallTime;
use crate::written::WrittenNumber;

/// Working hours of a team or a desk, before compilation.
///
/// What holds for a date, strongest first: `working`, `days_off`, `yearly_holidays` (beyond
/// `known_through` only), `week`. `shortened` is cut from whatever hours result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    pub name: String,
    /// IANA name, such as `Europe/Moscow`.
    pub zone: String,
    /// The last date for which the days off are official; absent: all of them are, for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_through: Option<Date>,
    pub week: Week,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days_off: Vec<DayOff>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub working: Vec<WorkingDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shortened: Vec<Shortened>,
    /// Statutory holidays of the country, assumed for every year beyond `known_through`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yearly_holidays: Vec<YearlyHoliday>,
}

/// The hours of an ordinary week; a weekday left out is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    pub mon: Vec<Hours>,
    pub tue: Vec<Hours>,
    pub wed: Vec<Hours>,
    pub thu: Vec<Hours>,
    pub fri: Vec<Hours>,
    pub sat: Vec<Hours>,
    pub sun: Vec<Hours>,
}

impl Week {
    pub fn on(&self, weekday: Weekday) -> &[Hours] {
        match weekday {
            Weekday::Monday => &self.mon,
            Weekday::Tuesday => &self.tue,
            Weekday::Wednesday => &self.wed,
            Weekday::Thursday => &self.thu,
            Weekday::Friday => &self.fri,
            Weekday::Saturday => &self.sat,
            Weekday::Sunday => &self.sun,
        }
    }
}

/// One working interval of a day, half open: `close` is no longer working time. Written `["09:00", "13:00"]`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(WallTime, WallTime)", into = "(WallTime, WallTime)")]
pub struct Hours {
    pub open: WallTime,
    pub close: WallTime,
}

impl From<(WallTime, WallTime)> for Hours {
    fn from((open, close): (WallTime, WallTime)) -> Hours {
        Hours { open, close }
    }
}

impl From<Hours> for (WallTime, WallTime) {
    fn from(hours: Hours) -> (WallTime, WallTime) {
        (hours.open, hours.close)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default)]
    pub kind: DayOffKind,
}

/// Why a date is off.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOffKind {
    /// A public holiday by law.
    #[default]
    Law,
    /// A day off moved here by the government from a holiday that fell on a weekend.
    Moved,
    /// The desk's own.
    Own,
}

/// A date that is worked whatever the week or the holidays say: with its own hours, or as another weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingDate {
    pub date: Date,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
    /// `"mon"` … `"sun"`: the hours of that weekday.
    #[serde(
        rename = "as",
        default,
        skip_serializing_if = "Option::is_none",
        with = "weekday_name"
    )]
    pub like: Option<Weekday>,
}

/// A date that ends earlier: so many minutes of its working time are cut from the end, through a break if need be.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortened {
    pub date: Date,
    #[serde(deserialize_with = "shortened_by")]
    pub minutes: u16,
}

/// More than a day has and nothing at all are told when the calendar is compiled.
fn shortened_by<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let written = WrittenNumber::deserialize(deserializer)?;
    let minutes = written.within(&(0..=u16::MAX));
    minutes.ok_or_else(|| D::Error::custom(written.refused("a date is shortened by 1 to 1439 minutes")))
}

/// A holiday on the same day of every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyHoliday {
    /// Month and day, `MM-DD`.
    pub day: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Weekdays travel under the names of the fields of [`Week`].
mod weekday_name {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Name {
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
        Sun,
    }

    pub fn serialize<S: Serializer>(weekday: &Option<Weekday>, out: S) -> Result<S::Ok, S::Error> {
        let name = weekday.map(|weekday| match weekday {
            Weekday::Monday => Name::Mon,
            Weekday::Tuesday => Name::Tue,
            Weekday::Wednesday => Name::Wed,
            Weekday::Thursday => Name::Thu,
            Weekday::Friday => Name::Fri,
            Weekday::Saturday => Name::Sat,
            Weekday::Sunday => Name::Sun,
        });
        name.serialize(out)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Weekday>, D::Error> {
        let name = Option::<Name>::deserialize(from)?;
        Ok(name.map(|name| match name {
            Name::Mon => Weekday::Monday,
            Name::Tue => Weekday::Tuesday,
            Name::Wed => Weekday::Wednesday,
            Name::Thu => Weekday::Thursday,
            Name::Fri => Weekday::Friday,
            Name::Sat => Weekday::Saturday,
            Name::Sun => Weekday::Sunday,
        }))
    }
}
