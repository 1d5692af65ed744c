//! How a desk writes its ticket numbers, and finds them in what people write. A number proves nothing: whoever writes
//! one may have guessed it.

use crate::ticket::TicketNumber;
use std::fmt;
use std::str::FromStr;

/// The way a desk writes its numbers: `{year}-{serial:6}`, `SB-{year:2}/{serial:5}`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NumberFormat {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Part {
    Text(String),
    /// The last so many digits of the year: 4 or 2.
    Year(usize),
    /// At least so many digits.
    Serial(usize),
}

/// Why a text is no format.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FormatError {
    #[error("a number holds {{year}} and {{serial}}, each once: serial numbers begin anew every year")]
    Parts,
    #[error(
        "between {{year}} and {{serial}} stands something that is no digit, or nobody could tell them apart"
    )]
    RunTogether,
    #[error("{{{0}}} is not known: write {{year}}, {{year:2}}, {{serial}} or {{serial:6}}")]
    Unknown(String),
    #[error("outside of braces a number has letters, digits, spaces and - / . _ #, at most 12 of them")]
    Text,
}

impl Default for NumberFormat {
    /// `2026-004512`.
    fn default() -> Self {
        Self {
            parts: vec![Part::Year(4), Part::Text("-".into()), Part::Serial(6)],
        }
    }
}

impl FromStr for NumberFormat {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (plain, after) = rest.split_once('{').unwrap_or((rest, ""));
            if !plain.is_empty() {
                parts.push(Part::Text(plain.to_owned()));
            }
            let has_brace = rest.contains('{');
            rest = after;
            if has_brace {
                let (inside, after) = rest
                    .split_once('}')
                    .ok_or(FormatError::Unknown(rest.to_owned()))?;
                parts.push(part(inside)?);
                rest = after;
            }
        }
        let format = Self { parts };
        format.check()?;
        Ok(format)
    }
}

fn part(inside: &str) -> Result<Part, FormatError> {
    let unknown = || FormatError::Unknown(inside.to_owned());
    let (name, digits) = inside.split_once(':').unwrap_or((inside, ""));
    let count: Option<usize> = digits.parse().ok();
    match (name, digits, count) {
        ("year", "" | "4", _) => Ok(Part::Year(4)),
        ("year", "2", _) => Ok(Part::Year(2)),
        ("serial", "", _) => Ok(Part::Serial(1)),
        ("serial", _, Some(count @ 1..=9)) => Ok(Part::Serial(count)),
        _ => Err(unknown()),
    }
}

impl NumberFormat {
    fn check(&self) -> Result<(), FormatError> {
        let count = |is: fn(&Part) -> bool| self.parts.iter().filter(|part| is(part)).count();
        if count(|part| matches!(part, Part::Year(_))) != 1
            || count(|part| matches!(part, Part::Serial(_))) != 1
        {
            return Err(FormatError::Parts);
        }
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let letters: usize = texts.clone().map(|text| text.chars().count()).sum();
        let fit = |c: char| c.is_alphanumeric() || "-/._# ".contains(c);
        if letters > 12 || !texts.clone().all(|text| text.chars().all(fit)) {
            return Err(FormatError::Text);
        }
        let digit_beside = |pair: &[Part]| match pair {
            [Part::Text(text), Part::Year(_) | Part::Serial(_)] => text.ends_with(|c: char| c.is_numeric()),
            [Part::Year(_) | Part::Serial(_), Part::Text(text)] => text.starts_with(|c: char| c.is_numeric()),
            [_, _] => true,
            _ => false,
        };
        if self.parts.windows(2).any(digit_beside) {
            return Err(FormatError::RunTogether);
        }
        Ok(())
    }

    /// A number as it is told.
    #[must_use]
    pub fn show(&self, number: TicketNumber) -> String {
        let mut shown = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => shown.push_str(text),
                Part::Year(2) => shown.push_str(&format!("{:02}", number.year.rem_euclid(100))),
                Part::Year(_) => shown.push_str(&format!("{:04}", number.year)),
                Part::Serial(digits) => shown.push_str(&format!("{:0digits$}", number.serial)),
            }
        }
        shown
    }

    /// A number that stands alone, perhaps with its sign before it: what somebody looks for.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<TicketNumber> {
        let text = text
            .trim_start_matches(['№', '#', ' ', '\u{a0}', '\u{202f}'])
            .trim();
        let (number, length) = self.at(text)?;
        (length == text.len()).then_some(number)
    }

    /// The numbers in what somebody wrote, at most three. One that begins with a digit counts only where it is marked as
    /// a number: `№ 2026-004512`, `[2026-004512]`.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<TicketNumber> {
        let mut found = Vec::new();
        let marked_by_itself =
            matches!(self.parts.first(), Some(Part::Text(text)) if text.chars().any(char::is_alphabetic));
        for (start, _) in text.char_indices() {
            let (before, rest) = text.split_at(start);
            if before.ends_with(char::is_alphanumeric) || !(marked_by_itself || is_marked(before)) {
                continue;
            }
            let Some((number, length)) = self.at(rest) else {
                continue;
            };
            let ends = rest
                .get(length..)
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric));
            if ends && found.len() < 3 && !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    /// The number a text begins with, and its length.
    fn at(&self, text: &str) -> Option<(TicketNumber, usize)> {
        let (mut year, mut serial, mut rest) = (None, None, text);
        for part in &self.parts {
            match part {
                Part::Text(wanted) => {
                    let head = rest.get(..wanted.len())?;
                    if head.to_lowercase() != wanted.to_lowercase() {
                        return None;
                    }
                    rest = rest.get(wanted.len()..)?;
                }
                Part::Year(digits) => {
                    let (number, after) = digits_of(rest, *digits, *digits)?;
                    year = i32::try_from(number)
                        .ok()
                        .map(|year| if *digits == 2 { 2000 + year } else { year });
                    rest = after;
                }
                Part::Serial(digits) => {
                    let (number, after) = digits_of(rest, *digits, 12)?;
                    serial = Some(number);
                    rest = after;
                }
            }
        }
        let number = TicketNumber {
            year: year?,
            serial: serial.filter(|serial| *serial > 0)?,
        };
        Some((number, text.len() - rest.len()))
    }
}

fn digits_of(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    if count < least || (most == least && count != most) || count > most {
        return None;
    }
    let (digits, rest) = text.split_at_checked(count)?;
    Some((digits.parse().ok()?, rest))
}

fn is_marked(before: &str) -> bool {
    let mark = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    mark.ends_with(['№', '[', '#', '(']) || mark.ends_with("No.")
}

impl fmt::Display for NumberFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Year(4) => f.write_str("{year}")?,
                Part::Year(digits) => write!(f, "{{year:{digits}}}")?,
                Part::Serial(digits) => write!(f, "{{serial:{digits}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(year: i32, serial: i64) -> TicketNumber {
        TicketNumber { year, serial }
    }

    #[test]
    fn numbers_are_written_and_found_the_desks_own_way() {
        let plain = NumberFormat::default();
        assert_eq!(plain.show(number(2026, 4512)), "2026-004512");
        assert_eq!(plain.read("№ 2026-004512"), Some(number(2026, 4512)));
        assert_eq!(
            plain.find("Re: [2026-004512] и № 2026-000007"),
            [number(2026, 4512), number(2026, 7)]
        );
        assert!(
            plain
                .find("call 2026-004512 now, 2026-1, №2026-0045x, №12026-004512")
                .is_empty()
        );
        let own: NumberFormat = "SB-{year:2}/{serial:5}".parse().unwrap();
        assert_eq!(own.show(number(2026, 42)), "SB-26/00042");
        assert_eq!(own.find("Re: sb-26/00042: card"), [number(2026, 42)]);
        assert_eq!(own.read("SB-26/00042"), Some(number(2026, 42)));
        assert!(own.find("XSB-26/00042 SB-2026/00042 SB-26/42").is_empty());
    }

    #[test]
    fn a_format_that_nobody_could_read_again_is_refused() {
        for (text, error) in [
            ("{serial:6}", FormatError::Parts),
            ("{year}{serial}", FormatError::RunTogether),
            ("1{year}-{serial}", FormatError::RunTogether),
            ("{year}-{serial}-{serial}", FormatError::Parts),
            ("{year}-{day}-{serial}", FormatError::Unknown("day".into())),
            ("{year}-{serial", FormatError::Unknown("serial".into())),
            ("<b>{year}-{serial}", FormatError::Text),
            ("", FormatError::Parts),
        ] {
            assert_eq!(text.parse::<NumberFormat>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(year in 2000i32..2100, serial in 1i64..1_000_000_000, which in 0usize..4) {
            let texts = ["{year}-{serial:6}", "SB-{year:2}/{serial:5}", "Обр. {serial}/{year}", "{serial:9} {year:2}"];
            let format: NumberFormat = texts[which].parse().unwrap();
            prop_assert_eq!(format.to_string().parse::<NumberFormat>().unwrap(), format.clone());
            prop_assert_eq!(format.read(&format.show(number(year, serial))), Some(number(year, serial)));
        }

        #[test]
        fn whatever_people_write_breaks_nothing(text in "\\PC{0,40}") {
            prop_assert!(NumberFormat::default().find(&text).len() <= 3);
            let _parsed = text.parse::<NumberFormat>();
        }
    }
}
