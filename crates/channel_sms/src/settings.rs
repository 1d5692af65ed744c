//! The settings of a gateway: where it is, how it is asked, what it answers, and when people sleep.

use channel::{Checked, SettingFault};
use jiff::civil::Time;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Characters of one message, in as many parts as it takes.
const MOST: usize = 1000;

/// `[channel.settings]` of a gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub url: String,
    /// How the fields are written.
    #[serde(default)]
    pub body: Body,
    /// Fields of the request; `{to}`, `{text}`, `{id}` and `{token}` stand for what they say.
    pub fields: BTreeMap<String, String>,
    /// How the token is shown.
    #[serde(default)]
    pub auth: Auth,
    /// The environment variable that holds the token, or `user:password`.
    #[serde(default)]
    pub token_env: String,
    /// What the answer says where the message was taken: a field (`status`, `messages.0.code`) and its value. Left out: any
    /// answer of the two hundreds.
    pub accepted: Option<Accepted>,
    /// The field of the answer with the gateway's id of the message.
    #[serde(default)]
    pub id_field: String,
    /// From when to when nothing is sent, by the client's time; where it is not known, by the desk's.
    #[serde(default = "evening")]
    pub quiet_from: Time,
    #[serde(default = "morning")]
    pub quiet_until: Time,
    /// Characters of one message.
    #[serde(default = "most")]
    pub most: usize,
}

/// How fields are written.
#[derive(Copy, Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    #[default]
    Json,
    Form,
}

/// How the token is shown.
#[derive(Copy, Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// Nowhere, or in a field.
    #[default]
    None,
    Bearer,
    /// The token is `user:password`.
    Basic,
}

/// What an answer says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub field: String,
    pub value: String,
}

fn evening() -> Time {
    Time::constant(21, 0, 0, 0)
}

fn morning() -> Time {
    Time::constant(9, 0, 0, 0)
}

fn most() -> usize {
    300
}

/// Reads settings.
///
/// # Errors
/// Where their shape is wrong.
pub fn read(settings: &Value) -> Result<Settings, SettingFault> {
    channel::read_settings(settings)
}

/// Everything that is wrong.
pub fn check(settings: &Value) -> Checked {
    let settings = match read(settings) {
        Ok(settings) => settings,
        Err(fault) => return fault.into(),
    };
    let mut faults = Vec::new();
    let is_address = ["https://", "http://"].iter().any(|scheme| {
        settings
            .url
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    if !is_address {
        faults.push(SettingFault::new(
            "url",
            "invalid",
            "the address of the gateway begins with https://",
        ));
    }
    let holds = |mark: &str| settings.fields.values().any(|value| value.contains(mark));
    for mark in ["{to}", "{text}"] {
        if !holds(mark) {
            faults.push(SettingFault::new(
                "fields",
                "invalid",
                &format!("one field has to hold {mark}"),
            ));
        }
    }
    let needs_token = settings.auth != Auth::None || holds("{token}");
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    let is_variable = !settings.token_env.is_empty() && settings.token_env.bytes().all(fits);
    if needs_token == settings.token_env.is_empty() || (needs_token && !is_variable) {
        let reason = "name the environment variable that holds the token, where one is used: OKNO_SMS_TOKEN";
        faults.push(SettingFault::new("token_env", "invalid", reason));
    }
    if !(70..=MOST).contains(&settings.most) {
        faults.push(SettingFault::new("most", "invalid", "70 to 1,000 characters"));
    }
    Checked {
        faults,
        ..Checked::default()
    }
}
