//! `Moment`: the one type for an instant. Knows nothing of calendars or of what happened then.

use std::{fmt, ops::Sub, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Microseconds since the Unix epoch, UTC: every instant in Okno.
///
/// Always within the years −9999 to 9999, so it can always be shown; what would lie outside is cut to
/// [`Moment::MIN`] or [`Moment::MAX`]. As JSON it is the number of microseconds.
#[derive(Copy, Clone, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
pub struct Moment(i64);

impl Moment {
    /// The earliest instant that can be shown.
    pub const MIN: Moment = Moment(-377_705_023_201_000_000);
    /// The latest instant that can be shown; also stands for "never".
    pub const MAX: Moment = Moment(253_402_207_200_999_999);

    /// From microseconds since the epoch, cut to `MIN..=MAX`.
    pub const fn from_micros(micros: i64) -> Moment {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Moment(micros)
        }
    }

    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Cuts (never rounds up) to the microsecond, before the epoch as well.
    pub fn from_timestamp(at: Timestamp) -> Moment {
        let micros = at.as_microsecond();
        let cut_upwards = at.as_nanosecond() < i128::from(micros) * 1_000;
        Moment::from_micros(if cut_upwards { micros - 1 } else { micros })
    }

    pub fn to_timestamp(self) -> Timestamp {
        // The range was checked when the moment was made, so neither end is ever taken here.
        let end = if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        Timestamp::from_microsecond(self.0).unwrap_or(end)
    }

    /// `None` outside `MIN..=MAX`.
    pub fn checked_add(self, micros: i64) -> Option<Moment> {
        let sum = self.0.checked_add(micros)?;
        (Self::MIN.0..=Self::MAX.0).contains(&sum).then_some(Moment(sum))
    }

    /// Stops at `MIN` and `MAX`.
    pub const fn saturating_add(self, micros: i64) -> Moment {
        Moment::from_micros(self.0.saturating_add(micros))
    }

    /// Stops at `MIN` and `MAX`.
    pub const fn saturating_sub(self, micros: i64) -> Moment {
        Moment::from_micros(self.0.saturating_sub(micros))
    }
}

impl Sub for Moment {
    type Output = i64;

    /// Elapsed microseconds; negative when `earlier` is in fact later.
    fn sub(self, earlier: Moment) -> i64 {
        self.0 - earlier.0
    }
}

impl From<i64> for Moment {
    fn from(micros: i64) -> Moment {
        Moment::from_micros(micros)
    }
}

impl From<Moment> for i64 {
    fn from(at: Moment) -> i64 {
        at.0
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Moment {
        Moment::from_timestamp(at)
    }
}

/// RFC 3339 in UTC with `Z`, with as many decimals as needed.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_timestamp(), f)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no RFC 3339 instant.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("“{text}” is no instant: write it as in RFC 3339, with an offset, like 2026-01-13T10:15:00+03:00")]
pub struct MomentError {
    text: String,
}

/// RFC 3339 with `Z` or an offset; digits beyond microseconds are cut.
impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Moment, MomentError> {
        match text.parse::<Timestamp>() {
            Ok(at) => Ok(Moment::from_timestamp(at)),
            Err(_) => Err(MomentError {
                text: text.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_those_of_what_can_be_shown() {
        assert_eq!(Moment::MAX.as_micros(), Timestamp::MAX.as_microsecond());
        assert_eq!(Moment::MIN.as_micros(), Timestamp::MIN.as_microsecond());
        assert_eq!(Moment::from_micros(i64::MAX), Moment::MAX);
        assert_eq!(Moment::MAX.saturating_add(1), Moment::MAX);
        assert_eq!(Moment::MAX.checked_add(1), None);
        assert_eq!(Moment::MIN.to_timestamp(), Timestamp::MIN);
    }

    #[test]
    fn reads_offsets_writes_utc_and_cuts_to_microseconds() {
        let at: Moment = "2026-01-13T10:15:00.1234569+03:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-01-13T07:15:00.123456Z");
        let before: Moment = "1969-12-31T23:59:59.9999995Z".parse().unwrap();
        assert_eq!(before.as_micros(), -1);
        let refused = "2026-01-13 noon".parse::<Moment>().unwrap_err();
        assert!(refused.to_string().contains("RFC 3339"), "{refused}");
        assert!(
            "2026-01-13T10:15:00".parse::<Moment>().is_err(),
            "an instant needs an offset"
        );
    }

    #[test]
    fn travels_as_a_number() {
        let at = Moment::from_micros(1_768_288_500_000_000);
        assert_eq!(serde_json::to_string(&at).unwrap(), "1768288500000000");
        assert_eq!(serde_json::from_str::<Moment>("1768288500000000").unwrap(), at);
        assert_eq!(at - Moment::from_micros(1_768_288_499_999_999), 1);
    }
}
