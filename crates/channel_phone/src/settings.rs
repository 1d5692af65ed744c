//! The settings of a telephone: how numbers are written where it stands, and where its exchange calls.

use channel::{Checked, Claim, SettingFault};
use serde::Deserialize;
use serde_json::Value;

/// `[channel.settings]` of a telephone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Country code of numbers written without one.
    #[serde(default = "country")]
    pub country: String,
    /// What is dialled before a number within the country.
    #[serde(default = "trunk")]
    pub trunk: String,
    /// Digits of a number within the country, without the trunk prefix.
    #[serde(default = "national")]
    pub national_digits: usize,
    /// The last part of the address that the exchange calls; empty: there is none.
    #[serde(default)]
    pub path: String,
    /// The environment variable that holds the secret.
    #[serde(default)]
    pub secret_env: String,
}

fn country() -> String {
    "7".to_owned()
}

fn trunk() -> String {
    "8".to_owned()
}

fn national() -> usize {
    10
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
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(&settings.country) || !(1..=3).contains(&settings.country.len()) {
        faults.push(SettingFault::new(
            "country",
            "invalid",
            "a country code is 1 to 3 digits: 7",
        ));
    }
    if !digits(&settings.trunk) || settings.trunk.len() > 3 {
        faults.push(SettingFault::new(
            "trunk",
            "invalid",
            "a trunk prefix is at most 3 digits: 8",
        ));
    }
    if !(4..=12).contains(&settings.national_digits) {
        faults.push(SettingFault::new(
            "national_digits",
            "out_of_range",
            "4 to 12 digits",
        ));
    }
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if settings.path.len() > 40 || !settings.path.bytes().all(small) {
        let reason = "the path is 1 to 40 small Latin letters, digits and hyphens: exchange";
        faults.push(SettingFault::new("path", "invalid", reason));
    }
    if settings.path.is_empty() != settings.secret_env.is_empty() {
        let reason = "an exchange needs both: path, and secret_env that names the variable with the secret";
        faults.push(SettingFault::new("secret_env", "required", reason));
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
