//! The settings of a custom door: where it is called, where it calls, and which variables hold the secrets.

use channel::{Checked, Claim, SettingFault, counted};
use domain::WrittenNumber;
use serde::Deserialize;
use serde_json::Value;

/// An hour of waiting for a confirmation is enough for anybody.
const CONFIRM: u32 = 3600;

/// `[channel.settings]` of a custom door.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The last part of the address that the other side calls.
    pub path: String,
    /// The environment variable that holds the secret of what comes in.
    pub secret_env: String,
    /// Where messages go; empty: none leave by it.
    #[serde(default)]
    pub url: String,
    /// The environment variable that holds the secret of what goes out; empty: the same.
    #[serde(default)]
    pub send_secret_env: String,
    /// The other side tells what was delivered, within so many seconds; zero: it does not.
    confirm_seconds: Option<WrittenNumber>,
}

impl Settings {
    /// Zero where the other side does not tell; what is no number of seconds is refused with the other faults.
    pub fn confirm_seconds(&self) -> u64 {
        counted(self.confirm_seconds, 0).into()
    }
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
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=40).contains(&settings.path.len()) || !settings.path.bytes().all(small) {
        let reason = "the path is 1 to 40 small Latin letters, digits and hyphens: crm";
        faults.push(SettingFault::new("path", "invalid", reason));
    }
    let variable = |name: &str| {
        let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        (1..=100).contains(&name.len()) && name.bytes().all(fits)
    };
    let reason =
        "name the environment variable that holds the secret: OKNO_CRM_SECRET; never the secret itself";
    if !variable(&settings.secret_env) {
        faults.push(SettingFault::new("secret_env", "invalid", reason));
    }
    if !settings.send_secret_env.is_empty() && !variable(&settings.send_secret_env) {
        faults.push(SettingFault::new("send_secret_env", "invalid", reason));
    }
    let is_address = ["https://", "http://"].iter().any(|scheme| {
        settings
            .url
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    if !settings.url.is_empty() && !is_address {
        faults.push(SettingFault::new(
            "url",
            "invalid",
            "messages go to an address that begins with https://",
        ));
    }
    let seconds = settings.confirm_seconds;
    faults.extend(SettingFault::number(
        "confirm_seconds",
        "invalid",
        seconds,
        &(0..=CONFIRM),
        "0 to 3600 seconds",
    ));
    let claim = Claim {
        field: "path",
        value: settings.path,
    };
    Checked {
        faults,
        claim: Some(claim),
        ..Checked::default()
    }
}
