//! Fields of the desk's own: what they are, what may stand in them, and the number by which a value is found and
//! ordered.

use crate::coded;
use crate::ticket::Kind;
use std::collections::BTreeMap;
use std::fmt;

coded! {
    /// What stands in a field.
    pub enum FieldKind {
        Text = "text",
        /// A decimal number with at most six decimals.
        Number = "number",
        /// A day.
        Date = "date",
        /// One of those the desk names.
        Choice = "choice",
        YesNo = "yes_no",
    }
}

/// Characters of a value.
const LONGEST: usize = 500;
/// Numbers are kept in millionths.
const MILLION: i64 = 1_000_000;
/// The largest number: in millionths it still fits.
const LARGEST: i64 = 9_000_000_000_000;

/// Something that can be chosen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldChoice {
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
}

/// A field of the desk's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CustomField {
    pub key: String,
    /// By language code.
    pub names: BTreeMap<String, String>,
    pub kind: FieldKind,
    pub choices: Vec<FieldChoice>,
    /// A ticket is not resolved without it.
    pub required: bool,
    /// Of tickets of these kinds; empty: of all.
    pub kinds: Vec<Kind>,
    /// A deleted one keeps its values and takes no new ones.
    pub active: bool,
}

/// A word for a key, by language; the key itself where there is none.
#[must_use]
pub fn named<'a>(names: &'a BTreeMap<String, String>, lang: &str, key: &'a str) -> &'a str {
    let any = || names.values().next();
    names.get(lang).or_else(any).map_or(key, String::as_str)
}

/// A value in its one spelling.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldValue {
    pub text: String,
    /// Orders numbers and days; equal for equal texts, whatever their case.
    pub key: i64,
}

/// What a filter wants of a field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wanted {
    Is(FieldValue),
    /// Both ends included; of numbers and days.
    Between(Option<FieldValue>, Option<FieldValue>),
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |end: &Option<FieldValue>| end.as_ref().map(|end| end.text.clone()).unwrap_or_default();
        match self {
            Self::Is(value) => f.write_str(&value.text),
            Self::Between(from, to) => write!(f, "{}..{}", text(from), text(to)),
        }
    }
}

/// Why a text is no value of a field; told to whoever wrote it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FieldError {
    #[error("write a number with at most six decimals, such as 12.5")]
    Number,
    #[error("write a day as 2026-04-14")]
    Date,
    #[error("write yes or no")]
    YesNo,
    #[error("use one of {0}")]
    Choice(String),
    #[error("write at most {LONGEST} characters")]
    TooLong,
}

impl CustomField {
    /// Whether tickets of a kind have it.
    #[must_use]
    pub fn applies_to(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: &str) -> &str {
        named(&self.names, lang, &self.key)
    }

    /// Reads a value as people write it.
    ///
    /// # Errors
    /// What would be right.
    pub fn value(&self, text: &str) -> Result<FieldValue, FieldError> {
        let text = text.trim();
        let value = |text: String, key| Ok(FieldValue { text, key });
        match self.kind {
            FieldKind::Text if text.chars().count() > LONGEST => Err(FieldError::TooLong),
            FieldKind::Text => value(text.to_owned(), hash(text)),
            FieldKind::Number => {
                let millionths = millionths(text).ok_or(FieldError::Number)?;
                value(decimal(millionths), millionths)
            }
            FieldKind::Date => {
                let day: jiff::civil::Date = text.parse().map_err(|_| FieldError::Date)?;
                let days = day - jiff::civil::date(1970, 1, 1);
                value(day.to_string(), days.get_days().into())
            }
            FieldKind::YesNo => match text {
                "yes" => value("yes".into(), 1),
                "no" => value("no".into(), 0),
                _ => Err(FieldError::YesNo),
            },
            FieldKind::Choice => match self.choices.iter().find(|choice| choice.key == text) {
                Some(choice) => value(choice.key.clone(), hash(&choice.key)),
                None => {
                    let keys: Vec<_> = self.choices.iter().map(|choice| choice.key.as_str()).collect();
                    Err(FieldError::Choice(keys.join(", ")))
                }
            },
        }
    }

    /// Reads what a filter wants: a value, or a range of numbers or days: `10..20`, `2026-04-01..`.
    ///
    /// # Errors
    /// What would be right.
    pub fn wanted(&self, text: &str) -> Result<Wanted, FieldError> {
        let ordered = matches!(self.kind, FieldKind::Number | FieldKind::Date);
        let Some((from, to)) = text.split_once("..").filter(|_| ordered) else {
            return self.value(text).map(Wanted::Is);
        };
        let end = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| self.value(text)).transpose()
        };
        match (end(from)?, end(to)?) {
            (None, None) => self.value(text).map(Wanted::Is),
            (from, to) => Ok(Wanted::Between(from, to)),
        }
    }
}

/// FNV-1a, 64 bits, of a text in lower case: the same on every machine and in every version.
fn hash(text: &str) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.to_lowercase().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.cast_signed()
}

/// A decimal number, in millionths; with a point or a comma, spaces between thousands left out.
fn millionths(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    let (negative, digits) = match plain.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let whole: i64 = whole.parse().ok().filter(|whole| *whole < LARGEST)?;
    let decimals: i64 = format!("{decimals:0<6}").parse().ok()?;
    let number = whole.checked_mul(MILLION)?.checked_add(decimals)?;
    Some(if negative { -number } else { number })
}

fn decimal(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let (whole, rest) = (
        millionths.unsigned_abs() / MILLION.unsigned_abs(),
        millionths.unsigned_abs() % MILLION.unsigned_abs(),
    );
    let decimals = format!("{rest:06}");
    match decimals.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(kind: FieldKind) -> CustomField {
        CustomField {
            key: "f".into(),
            names: BTreeMap::from([("ru".into(), "Поле".into())]),
            kind,
            choices: vec![FieldChoice {
                key: "gold".into(),
                names: BTreeMap::new(),
            }],
            required: false,
            kinds: Vec::new(),
            active: true,
        }
    }

    #[test]
    fn values_have_one_spelling() {
        let text = |kind, text: &str| of(kind).value(text).map(|value| value.text);
        assert_eq!(text(FieldKind::Number, " 1 200,50 ").unwrap(), "1200.5");
        assert_eq!(text(FieldKind::Number, "-0.000001").unwrap(), "-0.000001");
        assert_eq!(text(FieldKind::Date, "2026-04-14").unwrap(), "2026-04-14");
        assert_eq!(text(FieldKind::YesNo, "yes").unwrap(), "yes");
        assert_eq!(text(FieldKind::Choice, "gold").unwrap(), "gold");
        for (kind, wrong) in [
            (FieldKind::Number, "1.2345678"),
            (FieldKind::Number, "12a"),
            (FieldKind::Number, ""),
            (FieldKind::Number, "99999999999999"),
            (FieldKind::Date, "14.04.2026"),
            (FieldKind::YesNo, "да"),
            (FieldKind::Choice, "silver"),
        ] {
            assert!(text(kind, wrong).is_err(), "{kind} {wrong}");
        }
        assert!(
            of(FieldKind::Choice)
                .value("x")
                .unwrap_err()
                .to_string()
                .contains("gold")
        );
        let key = |text: &str| of(FieldKind::Text).value(text).unwrap().key;
        assert_eq!(key("Договор 7"), key("договор 7"));
        assert_ne!(key("7"), key("8"));
        assert_eq!(of(FieldKind::Text).name("en"), "Поле");
    }

    #[test]
    fn a_range_is_of_numbers_and_days() {
        let wanted = |kind, text: &str| of(kind).wanted(text);
        assert!(matches!(
            wanted(FieldKind::Number, "10..20"),
            Ok(Wanted::Between(Some(_), Some(_)))
        ));
        assert!(matches!(
            wanted(FieldKind::Date, "2026-04-01.."),
            Ok(Wanted::Between(Some(_), None))
        ));
        assert!(matches!(wanted(FieldKind::Text, "a..b"), Ok(Wanted::Is(_))));
        assert!(wanted(FieldKind::Number, "..").is_err());
    }

    proptest! {
        #[test]
        fn numbers_are_ordered_by_their_keys(a in -9_000_000_000_000i64..9_000_000_000_000, b in 0i64..1_000_000) {
            let field = of(FieldKind::Number);
            let (whole, more) = (field.value(&a.to_string()).unwrap(), field.value(&format!("{a}.{b:06}")));
            if let Ok(more) = more {
                let ordered = if a < 0 { more.key <= whole.key } else { more.key >= whole.key };
                prop_assert!(ordered);
                prop_assert_eq!(field.value(&more.text).unwrap(), more);
            }
        }
    }
}
