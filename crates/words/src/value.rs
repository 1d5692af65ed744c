//! Arguments of a phrase: a number that takes part in plurals, or a text.

use fluent_bundle::FluentValue;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};

/// An argument of [`crate::tr`]. Numbers choose the plural and are written by the language's rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number: `45 000` in Russian, `45,000` in English.
    Whole(i64),
    /// Tenths: `Tenths(15)` is `1,5` in Russian, `1.5` in English.
    Tenths(i64),
    Text(String),
}

macro_rules! from_whole {
    ($($number:ty)+) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Value::Whole(i64::from(number))
            }
        }
    )+};
}

from_whole!(i8 i16 i32 i64 u8 u16 u32);

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}

impl Value {
    /// The same argument as Fluent takes it. Counts are far below 2^53, so a double holds them exactly.
    pub(crate) fn to_fluent(&self) -> FluentValue<'_> {
        match self {
            Value::Whole(number) => FluentValue::from(*number),
            Value::Tenths(tenths) => FluentValue::Number(FluentNumber::new(
                *tenths as f64 / 10.0,
                FluentNumberOptions {
                    minimum_fraction_digits: Some(1),
                    ..Default::default()
                },
            )),
            Value::Text(text) => FluentValue::from(text.as_str()),
        }
    }
}
