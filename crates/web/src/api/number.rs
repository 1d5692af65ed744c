//! Numbers of a body: what is none of those that are allowed is refused with the number and with what is.

use crate::problem::{Answer, Problem};
use domain::WrittenNumber;
use std::ops::RangeInclusive;

/// The number, where it is allowed; the words say what is.
///
/// # Errors
/// `out_of_range` with the field.
pub fn number(field: &str, given: WrittenNumber, allowed: &RangeInclusive<u32>, words: &str) -> Answer<u32> {
    let number = given.within(allowed);
    number.ok_or_else(|| Problem::field(field, "out_of_range", given.refused(words)))
}
