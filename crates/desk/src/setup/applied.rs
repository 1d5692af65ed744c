//! What applying a set-up did, told to whoever applied it.

use std::fmt;

/// What became of one entry.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    Created,
    Changed,
    Unchanged,
    /// Not named in a file that prunes: a policy without a current version, a channel that is switched off.
    Retired,
}

impl Outcome {
    /// The code in audit records.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Retired => "retired",
        }
    }
}

/// One entry and what became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// `desk`, `calendar`, `brand`, `team`, `channel`, `policy`, `operator`.
    pub noun: &'static str,
    /// Its name, or the login of an operator.
    pub name: String,
    pub outcome: Outcome,
    /// The fields that changed, of what was there before.
    pub fields: Vec<String>,
}

/// What applying a set-up did, in the order it was done.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Applied {
    pub changes: Vec<Change>,
}

impl Applied {
    /// Whether anything is different now.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.changes
            .iter()
            .any(|change| change.outcome != Outcome::Unchanged)
    }

    /// How many entries had that outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.changes
            .iter()
            .filter(|change| change.outcome == outcome)
            .count()
    }
}

/// One line for every change, and a last one that counts.
impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in self
            .changes
            .iter()
            .filter(|change| change.outcome != Outcome::Unchanged)
        {
            write!(
                f,
                "{:<8} {} “{}”",
                change.outcome.code(),
                change.noun,
                change.name
            )?;
            if !change.fields.is_empty() {
                write!(f, " ({})", change.fields.join(", "))?;
            }
            writeln!(f)?;
        }
        write!(
            f,
            "{} created, {} changed, {} retired, {} unchanged",
            self.count(Outcome::Created),
            self.count(Outcome::Changed),
            self.count(Outcome::Retired),
            self.count(Outcome::Unchanged)
        )
    }
}
