//! A number as somebody wrote it, before it is known whether it is allowed: what is wrong with it is told with the number
//! itself and with what would be right, beside everything else that is wrong. Knows no place and no field.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::ops::RangeInclusive;

/// Whatever number stands there.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum WrittenNumber {
    Whole(i128),
    /// With a point or an exponent.
    Real(f64),
}

impl WrittenNumber {
    /// The number, where it is a whole one of those that are allowed.
    #[must_use]
    pub fn within<T: TryFrom<i128> + PartialOrd>(self, allowed: &RangeInclusive<T>) -> Option<T> {
        let Self::Whole(number) = self else { return None };
        T::try_from(number).ok().filter(|number| allowed.contains(number))
    }

    /// The number, where it is one that could count something.
    #[must_use]
    pub fn count(self) -> Option<u32> {
        self.within(&(0..=u32::MAX))
    }

    /// Why it is refused: the number, then what is allowed, in words.
    #[must_use]
    pub fn refused(self, allowed: impl fmt::Display) -> String {
        match self {
            Self::Whole(_) => format!("{self} is not allowed: {allowed}"),
            Self::Real(_) => format!("{self} is no whole number: {allowed}"),
        }
    }
}

impl fmt::Display for WrittenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            // `1.0` keeps its point: it is the point that is refused.
            Self::Real(number) => write!(f, "{number:?}"),
        }
    }
}

impl From<u32> for WrittenNumber {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

struct Any;

impl Visitor<'_> for Any {
    type Value = WrittenNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<WrittenNumber, E> {
        Ok(WrittenNumber::Whole(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<WrittenNumber, E> {
        Ok(WrittenNumber::Whole(number.into()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<WrittenNumber, E> {
        Ok(WrittenNumber::Whole(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<WrittenNumber, E> {
        Ok(WrittenNumber::Real(number))
    }
}

impl Serialize for WrittenNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // Not every format writes more than 64 bits.
            Self::Whole(number) => match i64::try_from(*number) {
                Ok(number) => serializer.serialize_i64(number),
                Err(_) => serializer.serialize_i128(*number),
            },
            Self::Real(number) => serializer.serialize_f64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for WrittenNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::WrittenNumber;

    fn read(json: &str) -> Result<WrittenNumber, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_number_is_taken_as_it_is_and_refused_with_what_is_allowed() {
        assert_eq!(read("7").unwrap().within(&(1..=9_u32)), Some(7));
        let refused = |json| {
            let number = read(json).unwrap();
            assert_eq!(number.within(&(1..=9_u32)), None);
            number.refused("write 1 to 9")
        };
        assert_eq!(refused("-5"), "-5 is not allowed: write 1 to 9");
        assert_eq!(refused("10"), "10 is not allowed: write 1 to 9");
        assert_eq!(refused("1.5"), "1.5 is no whole number: write 1 to 9");
        assert_eq!(refused("1.0"), "1.0 is no whole number: write 1 to 9");
        assert_eq!(
            refused("18446744073709551615"),
            "18446744073709551615 is not allowed: write 1 to 9"
        );
        let words = read("\"5\"").unwrap_err().to_string();
        assert!(words.contains("expected a whole number"), "{words}");
    }
}
