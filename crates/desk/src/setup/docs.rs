//! The documents under which parts of the set-up are stored: what no statement asks by. JSON, with defaults for every
//! field that was added later.

use crate::error::{DeskError, DeskResult};
use domain::clock::{ClockKind, Target, Warning};
use domain::field::FieldKind;
use domain::rules::Sees;
use domain::term::StartsOn;
use domain::ticket::{Kind, Priority};
use domain::{ChannelId, TeamId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Key of [`DeskDoc`] among the settings.
pub(super) const DESK: &str = "desk";
/// Keys of the lists of topics and of the desk's own fields among the settings.
pub(super) const TOPICS: &str = "topics";
pub(super) const FIELDS: &str = "fields";
/// Keys of the lists of segments, and of steps of deadlines that no policy starts.
pub(super) const SEGMENTS: &str = "segments";
pub(super) const ESCALATIONS: &str = "escalations";

/// The desk as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DeskDoc {
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// Name of the calendar that holds where neither target nor team names one.
    pub calendar: String,
    /// What brands and people speak who say nothing else.
    pub lang: String,
    /// Days after its ticket closed that a private link still opens.
    #[serde(default = "link_days")]
    pub link_days: u32,
    /// How long an answer may be undone; absent: as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolve_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_days: Option<u32>,
    /// Waiting for others stops the resolution clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_others_pauses: Option<bool>,
    /// Calls in vain after which a written message does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_attempts: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sees: Option<Sees>,
    /// Empty: those that come with Okno.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeDoc>,
    /// How ticket numbers are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Minutes before its due from which on a ticket is due soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_soon_minutes: Option<u32>,
    /// Where the host's own system shows a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crm: Option<String>,
    /// Words by which a client asks for a person; absent: as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff_words: Option<Vec<String>>,
}

/// How a ticket may end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct OutcomeDoc {
    pub code: String,
    /// By language code.
    #[serde(default)]
    pub name: BTreeMap<String, String>,
}

/// Half a year: long after anybody comes back, and not for ever.
pub(super) fn link_days() -> u32 {
    180
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct BrandDoc {
    /// Empty: the address of the installation.
    pub site: String,
    pub lang: String,
    pub signature: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub signatures: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TeamDoc {
    pub public_name: BTreeMap<String, String>,
    /// Name of a calendar.
    pub calendar: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ChannelDoc {
    pub address: String,
    pub acknowledges: bool,
    /// Written only where it is so, so that what was stored before stays as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub automatic_answers: bool,
    #[serde(default = "yes")]
    pub registers: bool,
    pub settings: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PolicyDoc {
    #[serde(default)]
    pub when: WhenDoc,
    pub told: ClockKind,
    pub clocks: Vec<ClockDoc>,
}

/// A statutory term, stored among the policies: they are versioned alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TermDoc {
    #[serde(default)]
    pub when: WhenDoc,
    pub term: TermRule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TermRule {
    pub days: u32,
    pub starts_on: StartsOn,
    pub extension: u32,
    pub registration_days: u32,
    /// Name of a calendar.
    pub calendar: String,
}

/// Whether a document of the policies is a term.
pub(super) fn is_term(doc: &str) -> bool {
    #[derive(Deserialize)]
    struct Peek {
        term: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_str::<Peek>(doc).is_ok_and(|peek| peek.term.is_some())
}

fn yes() -> bool {
    true
}

/// Channels and teams by id, so that a new name changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct WhenDoc {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Priority>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub langs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ClockDoc {
    pub kind: ClockKind,
    pub target: Target,
    /// Name of a calendar; absent: the team's, else the desk's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// A callback that starts with the request itself. Written only where it does, so that what was stored before stays as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_once: bool,
    /// An automatic answer does not stop it. Written only where it is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignores_automatic: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TopicDoc {
    pub key: String,
    pub name: BTreeMap<String, String>,
    pub parent: Option<String>,
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SegmentDoc {
    pub key: String,
    pub name: BTreeMap<String, String>,
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct EscalationDoc {
    pub clock: ClockKind,
    pub warn: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct FieldDoc {
    pub key: String,
    pub name: BTreeMap<String, String>,
    pub kind: FieldKind,
    pub choices: Vec<ChoiceDoc>,
    pub required: bool,
    pub kinds: Vec<Kind>,
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ChoiceDoc {
    pub key: String,
    pub name: BTreeMap<String, String>,
}

/// Reads a stored document; `what` and `name` say which one when it cannot be understood.
pub(super) fn read<T: DeserializeOwned>(what: &str, name: &str, doc: &str) -> DeskResult<T> {
    serde_json::from_str(doc)
        .map_err(|error| DeskError::Internal(format!("the stored {what} “{name}” cannot be read: {error}")))
}

/// Writes a document to be stored.
pub(super) fn write<T: Serialize>(doc: &T) -> DeskResult<String> {
    serde_json::to_string(doc)
        .map_err(|error| DeskError::Internal(format!("a part of the set-up cannot be written: {error}")))
}
