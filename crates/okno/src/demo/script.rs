//! What was said in the demo: the shape of `config/demo/talks.*.toml`. Knows nothing of how it is played.

use crate::failure::Failure;
use domain::Moment;
use domain::ticket::{Kind, Outcome, Priority, State};
use domain::time::MINUTE;
use serde::Deserialize;
use worktime::Calendar;

const TALKS: [(&str, &str); 2] = [
    (
        "talks.ru.toml",
        include_str!("../../../../config/demo/talks.ru.toml"),
    ),
    (
        "talks.en.toml",
        include_str!("../../../../config/demo/talks.en.toml"),
    ),
];

/// One talk: the client's first mail and what followed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    /// Local part of the desk's address.
    pub to: String,
    /// `Name <address>`; empty for a mail without an author.
    pub from: String,
    pub subject: String,
    pub at: Ago,
    pub text: String,
    /// Written in HTML too.
    #[serde(default)]
    pub html: bool,
    pub file: Option<ScriptFile>,
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
}

impl Talk {
    /// The desk's address that the client wrote to.
    pub fn address(&self) -> String {
        format!("{}@demo.example", self.to)
    }
}

/// What somebody did later.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub at: Ago,
    /// `client`, `again` (the first mail once more), `bounce`, or the name part of an operator's login.
    pub by: String,
    /// The client's mail or the operator's answer.
    pub text: Option<String>,
    /// The state the ticket goes to with the answer.
    pub then: Option<State>,
    pub note: Option<String>,
    pub change: Option<ScriptChange>,
    pub file: Option<ScriptFile>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScriptChange {
    pub assign: Option<String>,
    pub state: Option<State>,
    pub outcome: Option<Outcome>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub topic: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptFile {
    pub name: String,
    #[serde(default)]
    pub text: String,
    /// A picture instead of the text.
    #[serde(default)]
    pub screenshot: bool,
}

/// How long ago.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ago {
    /// Minutes of working time in the office.
    Office(i64),
    /// Minutes by the wall clock.
    Minutes(i64),
}

impl Ago {
    /// The instant, counted back from `base`.
    pub fn from(self, base: Moment, office: &Calendar) -> Moment {
        match self {
            Self::Office(minutes) => office.before(base, minutes.saturating_mul(MINUTE)),
            Self::Minutes(minutes) => base.saturating_add(minutes.saturating_mul(-MINUTE)),
        }
    }
}

/// Everything that was said.
pub fn talks() -> Result<Vec<Talk>, Failure> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        talk: Vec<Talk>,
    }
    let mut all = Vec::new();
    for (name, text) in TALKS {
        let file: File = toml::from_str(text)
            .map_err(|error| Failure::said(format!("the demo's {name} cannot be read: {error}")))?;
        all.extend(file.talk);
    }
    Ok(all)
}
