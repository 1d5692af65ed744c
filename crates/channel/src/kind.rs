//! What the set-up has to know of a kind of channel: its code, and which settings are fit for it. An adapter brings one;
//! a kind without an adapter is no kind.

use domain::WrittenNumber;
use domain::talk::TalkTimes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ops::RangeInclusive;

/// A kind of channel that there is an adapter for.
#[derive(Copy, Clone, Debug)]
pub struct ChannelKind {
    /// The code in `desk.toml`: `email`, `form`.
    pub code: &'static str,
    /// What comes by it is registered by a person, unless the desk says otherwise.
    pub by_hand: bool,
    /// Looks at a channel's own settings.
    pub check: fn(&Value) -> Checked,
}

/// What looking at settings found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Checked {
    pub faults: Vec<SettingFault>,
    /// What this channel wants for itself: no two channels of the kind may claim the same.
    pub claim: Option<Claim>,
    /// Whoever writes by it is there while we answer: how long what may last in their talks.
    pub talk: Option<TalkTimes>,
}

/// One thing that is wrong with settings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SettingFault {
    /// Where, below `settings`: `consent.version`; empty for the settings as a whole.
    pub field: String,
    /// A stable code: `required`, `unknown`, `invalid`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl SettingFault {
    /// A fault of one setting.
    #[must_use]
    pub fn new(field: &str, code: &'static str, reason: &str) -> Self {
        Self {
            field: field.to_owned(),
            code,
            reason: reason.to_owned(),
        }
    }

    /// What is wrong with a number: it is not one of those that are allowed, which the words say. Nothing is wrong with one
    /// that is not given.
    #[must_use]
    pub fn number(
        field: &str,
        code: &'static str,
        given: Option<WrittenNumber>,
        allowed: &RangeInclusive<u32>,
        words: &str,
    ) -> Option<Self> {
        let wrong = given.filter(|given| given.within(allowed).is_none())?;
        Some(Self::new(field, code, &wrong.refused(words)))
    }

    /// What is wrong with measures of how much is taken in: `what` that takes nothing is switched off instead.
    pub fn limits<'a>(
        what: &str,
        limits: &'a [(&str, Option<WrittenNumber>)],
    ) -> impl Iterator<Item = Self> + 'a {
        let words = format!("1 or more: {what} that takes nothing is switched off with enabled = false");
        let fault = move |(field, limit): &(&str, Option<WrittenNumber>)| {
            Self::number(field, "invalid", *limit, &(1..=u32::MAX), &words)
        };
        limits.iter().filter_map(fault)
    }
}

/// Settings of which nothing else can be said.
impl From<SettingFault> for Checked {
    fn from(fault: SettingFault) -> Self {
        Self {
            faults: vec![fault],
            ..Checked::default()
        }
    }
}

/// Reads the settings of a kind; a channel without any has the defaults.
///
/// # Errors
/// Where their shape is wrong.
pub fn read_settings<T: DeserializeOwned>(settings: &Value) -> Result<T, SettingFault> {
    let none = Value::Object(serde_json::Map::new());
    let settings = if settings.is_null() { &none } else { settings };
    serde_path_to_error::deserialize(settings).map_err(|error| SettingFault {
        field: error.path().to_string().trim_start_matches('.').to_owned(),
        code: "wrong_shape",
        reason: error.inner().to_string(),
    })
}

/// The number of a setting: as usual where nothing is said, or where what is said counts nothing, which is a fault.
#[must_use]
pub fn counted(written: Option<WrittenNumber>, usual: u32) -> u32 {
    written.and_then(WrittenNumber::count).unwrap_or(usual)
}

/// Something only one channel can have, such as the address of its page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    /// Where it is written, below `settings`.
    pub field: &'static str,
    pub value: String,
}

/// For kinds that have no settings of their own: whatever is written there is a mistake.
#[must_use]
pub fn no_settings(settings: &Value) -> Checked {
    let keys = settings.as_object().into_iter().flat_map(|object| object.keys());
    let fault = |key: &String| SettingFault {
        field: key.clone(),
        code: "unknown",
        reason: "channels of this kind have no settings: leave it out".to_owned(),
    };
    Checked {
        faults: keys.map(fault).collect(),
        ..Checked::default()
    }
}
