//! `WallTime`: a time of day as the clock on the wall shows it. Knows no zone and no date.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A time of day to the minute, from 00:00 to 24:00 (the end of the date). Written `HH:MM`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WallTime(u16);

impl WallTime {
    pub const MIDNIGHT: WallTime = WallTime(0);
    pub const END_OF_DAY: WallTime = WallTime(24 * 60);

    /// From minutes since 00:00; `None` beyond 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<WallTime> {
        if minutes <= Self::END_OF_DAY.0 {
            Some(WallTime(minutes))
        } else {
            None
        }
    }

    /// Minutes since 00:00.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Earlier by so many minutes, not below 00:00.
    pub(crate) const fn minus(self, minutes: u16) -> WallTime {
        WallTime(self.0.saturating_sub(minutes))
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The text is no time of day.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("“{text}” is no time of day: write it as HH:MM, from 00:00 to 24:00")]
pub struct WallTimeError {
    text: String,
}

impl FromStr for WallTime {
    type Err = WallTimeError;

    fn from_str(text: &str) -> Result<WallTime, WallTimeError> {
        parse(text).ok_or_else(|| WallTimeError {
            text: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<WallTime> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let digits = |part: &str| two_digits(part).then(|| part.parse::<u8>().ok()).flatten();
    let (hour, minute) = (u16::from(digits(hour)?), u16::from(digits(minute)?));
    if minute > 59 {
        return None;
    }
    WallTime::from_minutes(hour * 60 + minute)
}

impl TryFrom<String> for WallTime {
    type Error = WallTimeError;

    fn try_from(text: String) -> Result<WallTime, WallTimeError> {
        text.parse()
    }
}

impl From<WallTime> for String {
    fn from(time: WallTime) -> String {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for minutes in 0..=24 * 60 {
            let time = WallTime::from_minutes(minutes).unwrap();
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        assert_eq!(WallTime::END_OF_DAY.to_string(), "24:00");
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "24:01", "25:00", "9:00", "09:60", "09.00", "09:00:00", "+9:00", "", "ab:cd",
        ] {
            assert!(text.parse::<WallTime>().is_err(), "{text}");
        }
    }
}
