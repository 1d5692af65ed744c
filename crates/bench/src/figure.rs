//! One figure of a report, and what is asked of it.

use serde::{Deserialize, Serialize};

/// What a figure has to reach.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    AtLeast(f64),
    AtMost(f64),
}

/// A number with its name and unit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// The bench it belongs to.
    pub bench: String,
    pub name: String,
    pub value: f64,
    pub unit: String,
    pub asked: Option<Asked>,
}

impl Figure {
    /// A figure of which nothing is asked.
    #[must_use]
    pub fn new(bench: &str, name: impl Into<String>, value: f64, unit: &str) -> Self {
        Self {
            bench: bench.into(),
            name: name.into(),
            value,
            unit: unit.into(),
            asked: None,
        }
    }

    /// The same, with what is asked of it.
    #[must_use]
    pub fn asked(self, asked: Asked) -> Self {
        Self {
            asked: Some(asked),
            ..self
        }
    }

    /// Whether it is reached; `None` where nothing is asked.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        self.asked.map(|asked| match asked {
            Asked::AtLeast(least) => self.value >= least,
            Asked::AtMost(most) => self.value <= most,
        })
    }
}
