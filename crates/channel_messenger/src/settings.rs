//! The settings of a bot: the same for every vendor.

use channel::{Checked, Claim, SettingFault};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Characters of a greeting.
const GREETING: usize = 1000;

/// `[channel.settings]` of a bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The environment variable that holds the bot's token.
    pub token_env: String,
    /// How messages come: fetched, or pushed to an address of ours.
    #[serde(default)]
    pub receive: Receive,
    /// The last part of the address that the vendor calls.
    #[serde(default)]
    pub path: String,
    /// The environment variable that holds the secret which the vendor repeats with every call.
    #[serde(default)]
    pub secret_env: String,
    /// Where the Bot API is; empty: the vendor's own.
    #[serde(default)]
    pub api: String,
    /// What whoever opens the talk is told at once, by language.
    #[serde(default)]
    pub greeting: BTreeMap<String, String>,
}

/// How messages come.
#[derive(Copy, Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Receive {
    #[default]
    Poll,
    Webhook,
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
    if !is_variable(&settings.token_env) {
        let reason = "name the environment variable that holds the bot's token: OKNO_BOT_TOKEN; never the token itself";
        faults.push(SettingFault::new("token_env", "invalid", reason));
    }
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if settings.path.len() > 40 || !settings.path.bytes().all(small) {
        let reason = "the path is 1 to 40 small Latin letters, digits and hyphens: bank-bot";
        faults.push(SettingFault::new("path", "invalid", reason));
    }
    let pushed = settings.receive == Receive::Webhook;
    if pushed && (settings.path.is_empty() || !is_variable(&settings.secret_env)) {
        let reason = "a webhook needs both: path, and secret_env that names the variable with the secret";
        faults.push(SettingFault::new("secret_env", "required", reason));
    }
    let is_address = settings.api.is_empty()
        || ["https://", "http://"].iter().any(|scheme| {
            settings
                .api
                .strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
    if !is_address {
        faults.push(SettingFault::new(
            "api",
            "invalid",
            "the address of a Bot API begins with https://",
        ));
    }
    for (lang, text) in &settings.greeting {
        if text.chars().count() > GREETING {
            let reason = "a greeting has at most 1,000 characters";
            faults.push(SettingFault::new(&format!("greeting.{lang}"), "too_long", reason));
        }
    }
    let claim = (!settings.path.is_empty()).then(|| Claim {
        field: "path",
        value: settings.path.clone(),
    });
    Checked {
        faults,
        claim,
        ..Checked::default()
    }
}

/// A token written in the place of a variable's name is no name.
fn is_variable(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    (1..=100).contains(&name.len()) && name.bytes().all(fits)
}
