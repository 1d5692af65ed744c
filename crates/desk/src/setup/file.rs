//! The shape of `desk.toml`. Knows nothing of what is stored, nor whether names refer to anything.

use super::faults::Placed;
use domain::Role;
use domain::WrittenNumber;
use domain::clock::{ClockKind, Target};
use domain::field::FieldKind;
use domain::policy::AutomaticAnswers;
use domain::rules::Sees;
use domain::term::StartsOn;
use domain::ticket::{Kind, Priority};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use worktime::CalendarSpec;

/// A whole file.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    /// Retire policies and disable channels that the file does not name.
    pub prune: bool,
    pub desk: Option<Placed<DeskPart>>,
    pub calendars: Vec<Placed<CalendarSpec>>,
    pub brands: Vec<Placed<BrandPart>>,
    pub teams: Vec<Placed<TeamPart>>,
    pub channels: Vec<Placed<ChannelPart>>,
    pub policies: Vec<Placed<PolicyPart>>,
    pub terms: Vec<Placed<TermPart>>,
    pub operators: Vec<Placed<OperatorPart>>,
    pub outcomes: Vec<Placed<OutcomePart>>,
    pub topics: Vec<Placed<TopicPart>>,
    pub fields: Vec<Placed<FieldPart>>,
    pub segments: Vec<Placed<SegmentPart>>,
    pub escalations: Vec<Placed<EscalationPart>>,
    pub feeds: Vec<Placed<FeedPart>>,
    pub webhooks: Vec<Placed<WebhookPart>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeskPart {
    pub name: String,
    pub zone: String,
    pub calendar: String,
    pub lang: String,
    pub link_days: Option<WrittenNumber>,
    /// How long an answer may be undone; 0: not at all.
    pub undo_seconds: Option<WrittenNumber>,
    /// Working days until a silent client is reminded, a waiting ticket resolved, a resolved one closed; 0: never.
    pub remind_days: Option<WrittenNumber>,
    pub resolve_days: Option<WrittenNumber>,
    pub close_days: Option<WrittenNumber>,
    /// Waiting for others stops the resolution clock; left out: it does not.
    pub waiting_others_pauses: Option<bool>,
    /// Calls in vain after which a written message does instead.
    pub call_attempts: Option<WrittenNumber>,
    /// Which tickets operators see.
    pub sees: Option<Sees>,
    /// How ticket numbers are written: `{year}-{serial:6}`.
    pub number: Option<String>,
    /// Minutes before its due from which on a ticket is due soon.
    pub due_soon_minutes: Option<WrittenNumber>,
    /// Where the host's own system shows a client, with `{account}` for its id of the client.
    pub crm: Option<String>,
    /// Words by which a client asks for a person.
    pub handoff_words: Option<Vec<String>>,
}

/// How a ticket may end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomePart {
    pub code: String,
    #[serde(default)]
    pub name: BTreeMap<String, String>,
}

/// A calendar that comes with the product, under a name of the desk's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BuiltInPart {
    pub name: String,
    pub builtin: String,
    /// Instead of the calendar's own.
    pub zone: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BrandPart {
    pub name: String,
    #[serde(default)]
    pub site: String,
    pub lang: Option<String>,
    #[serde(default)]
    pub signature: String,
    /// By language code; the one signature is for the other languages.
    #[serde(default)]
    pub signatures: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamPart {
    pub name: String,
    #[serde(default)]
    pub public_name: BTreeMap<String, String>,
    pub calendar: Option<String>,
    /// Absent: whoever is in the team stays.
    pub members: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChannelPart {
    pub name: String,
    pub kind: String,
    pub brand: String,
    pub team: Option<String>,
    #[serde(default)]
    pub address: String,
    #[serde(default = "yes")]
    pub acknowledges: bool,
    /// Programs answer by themselves here.
    #[serde(default)]
    pub automatic_answers: bool,
    /// Left out: registered in the instant it is accepted, but for paper.
    pub registers: Option<bool>,
    #[serde(default = "yes")]
    pub enabled: bool,
    #[serde(default)]
    pub settings: BTreeMap<String, serde_json::Value>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyPart {
    pub name: String,
    #[serde(default)]
    pub when: WhenPart,
    pub told: Option<ClockKind>,
    pub clock: Vec<ClockPart>,
}

/// A statutory term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermPart {
    pub name: String,
    /// Parameters that come with Okno; what stands beside it counts instead.
    pub preset: Option<String>,
    pub when: Option<WhenPart>,
    pub days: Option<WrittenNumber>,
    pub starts_on: Option<StartsOn>,
    pub extension: Option<WrittenNumber>,
    pub registration_days: Option<WrittenNumber>,
    pub calendar: String,
    #[serde(default)]
    pub warn: Vec<WarnPart>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WhenPart {
    pub channels: Vec<String>,
    pub kinds: Vec<Kind>,
    pub priorities: Vec<Priority>,
    pub topics: Vec<String>,
    pub segments: Vec<String>,
    pub langs: Vec<String>,
    pub teams: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockPart {
    pub kind: ClockKind,
    pub target: TargetPart,
    pub calendar: Option<String>,
    /// A callback that starts with the request itself.
    #[serde(default)]
    pub at_once: bool,
    /// Whether an automatic answer stops it.
    pub automatic_answers: Option<AutomaticAnswers>,
    #[serde(default)]
    pub warn: Vec<WarnPart>,
}

/// A target; why what stands there is none is told beside everything else that is wrong.
#[derive(Clone, Debug)]
pub(super) struct TargetPart(pub Result<Target, String>);

impl<'de> Deserialize<'de> for TargetPart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::Value::deserialize(deserializer)?;
        Ok(Self(
            written
                .try_into()
                .map_err(|error: toml::de::Error| error.message().to_owned()),
        ))
    }
}

/// A step before or after a deadline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WarnPart {
    pub percent: Option<WrittenNumber>,
    pub before: Option<SpanPart>,
    pub after: Option<SpanPart>,
    /// `operator`, `team`, `supervisor`, mail addresses, `webhook:` and the name of one.
    #[serde(default)]
    pub to: Vec<String>,
    #[serde(default)]
    pub urgent: bool,
    pub priority: Option<Priority>,
    pub team: Option<String>,
    pub tag: Option<String>,
}

/// Business time.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpanPart {
    pub hours: Option<WrittenNumber>,
    pub minutes: Option<WrittenNumber>,
}

/// As it is written.
impl fmt::Display for SpanPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [("hours", self.hours), ("minutes", self.minutes)];
        let written = parts
            .into_iter()
            .filter_map(|(unit, number)| number.map(|number| (unit, number)));
        let written: Vec<String> = written
            .map(|(unit, number)| format!("{unit} = {number}"))
            .collect();
        if written.is_empty() {
            return f.write_str("nothing");
        }
        f.write_str(&written.join(", "))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperatorPart {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub lang: Option<String>,
    pub zone: Option<String>,
    /// Absent: the person stays in their teams.
    pub teams: Option<Vec<String>>,
}

/// What a request is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicPart {
    pub key: String,
    pub name: BTreeMap<String, String>,
    pub parent: Option<String>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// A field of the desk's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldPart {
    pub key: String,
    pub name: BTreeMap<String, String>,
    #[serde(rename = "type")]
    pub kind: FieldKind,
    #[serde(default)]
    pub choice: Vec<ChoicePart>,
    /// A ticket is not resolved without it.
    #[serde(default)]
    pub required: bool,
    /// Of tickets of these kinds; empty: of all.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// A group of clients that policies may name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SegmentPart {
    pub key: String,
    pub name: BTreeMap<String, String>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// Steps before and after deadlines that no policy starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EscalationPart {
    pub clock: ClockKind,
    #[serde(default)]
    pub warn: Vec<WarnPart>,
}

/// An address of another system that is told what happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookPart {
    pub name: String,
    pub url: String,
    /// The variable of the environment that holds the secret.
    pub secret_env: String,
    #[serde(default)]
    pub events: Vec<String>,
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// An address from which the official days of a calendar are fetched.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedPart {
    pub calendar: String,
    pub url: String,
    /// Left out: every week.
    pub every_days: Option<WrittenNumber>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoicePart {
    pub key: String,
    pub name: BTreeMap<String, String>,
}
