//! What is wrong with a set-up, gathered: an administrator wants to see every mistake at once, each with its place.

use crate::error::{DeskError, DeskResult, Field};

/// One entry of a file with where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    /// `policy[2]`, counted from 1 as people do.
    pub place: String,
    /// Line of the file, counted from 1.
    pub line: usize,
    pub value: T,
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Field>);

impl Faults {
    /// Notes a mistake in a field of an entry; `field` is empty for the entry as a whole.
    pub fn add<T>(
        &mut self,
        at: &Placed<T>,
        field: &str,
        code: &'static str,
        reason: impl std::fmt::Display,
    ) {
        let dot = if field.is_empty() { "" } else { "." };
        self.at(&format!("{}{dot}{field}", at.place), at.line, code, reason);
    }

    /// Notes a mistake at a place of the file.
    pub fn at(&mut self, place: &str, line: usize, code: &'static str, reason: impl std::fmt::Display) {
        self.0.push(Field {
            field: place.to_owned(),
            code,
            reason: format!("{reason} (line {line})"),
        });
    }

    /// Fails with everything that was found.
    pub fn into_result(self) -> DeskResult<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(DeskError::Invalid(self.0))
        }
    }
}
