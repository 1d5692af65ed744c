//! The settings of an account: whose tokens are believed, where notes to the host go, and how long an answer waits to be seen.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use channel::{Checked, Claim, SettingFault, counted};
use domain::WrittenNumber;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Keys at once: the one in use, the next, and some of other apps.
const KEYS: usize = 8;

/// `[channel.settings]` of an account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The last part of the address that apps ask: `bank`.
    pub path: String,
    /// What a token's `aud` has to hold.
    pub audience: String,
    /// What a token's `iss` has to be; empty: it is not looked at.
    #[serde(default)]
    pub issuer: String,
    /// Before the host's ids, where several hosts have ids of their own.
    #[serde(default)]
    pub prefix: String,
    /// The keys that tokens may be signed by; a token names its own by `kid`.
    pub keys: Vec<Key>,
    /// A token that lives longer proves nothing.
    longest_hours: Option<WrittenNumber>,
    #[serde(default)]
    pub origins: Vec<String>,
    /// Where the host is told of messages; empty: it is not.
    #[serde(default)]
    pub push_url: String,
    /// The environment variable that holds the secret of what the host is told.
    #[serde(default)]
    pub push_secret_env: String,
    /// How long an answer waits to be seen before it goes on by the next address.
    patience_minutes: Option<WrittenNumber>,
    messages_of_client: Option<WrittenNumber>,
}

impl Settings {
    /// Hours that a token may live.
    pub fn longest_hours(&self) -> i64 {
        counted(self.longest_hours, 24).into()
    }

    pub fn patience_minutes(&self) -> u64 {
        counted(self.patience_minutes, 60).into()
    }

    /// Messages of one client in ten minutes.
    pub fn messages_of_client(&self) -> u32 {
        counted(self.messages_of_client, 60)
    }
}

/// A key that tokens may be signed by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// What a token names it by: `kid`.
    pub id: String,
    pub algorithm: Algorithm,
    /// HS256: the environment variable that holds the secret.
    #[serde(default)]
    pub secret_env: String,
    /// `EdDSA`: the public key, `x` of its JWK (RFC 8037).
    #[serde(default)]
    pub public_key: String,
}

/// How a token is signed. A key has one, so that a token cannot choose.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq)]
pub enum Algorithm {
    #[serde(rename = "HS256")]
    Hs256,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Algorithm {
    /// As `alg` says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// Reads settings.
///
/// # Errors
/// Where their shape is wrong.
pub fn read(settings: &Value) -> Result<Settings, SettingFault> {
    channel::read_settings(settings)
}

fn is_address(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

fn is_variable(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    (1..=100).contains(&name.len()) && name.bytes().all(fits)
}

/// Everything that is wrong.
pub fn check(settings: &Value) -> Checked {
    let settings = match read(settings) {
        Ok(settings) => settings,
        Err(fault) => return fault.into(),
    };
    let mut faults = keys(&settings.keys);
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=40).contains(&settings.path.len()) || !settings.path.bytes().all(small) {
        let reason = "the path is 1 to 40 small Latin letters, digits and hyphens: bank";
        faults.push(SettingFault::new("path", "invalid", reason));
    }
    if settings.audience.trim().is_empty() {
        let reason = "say what a token's aud has to be, so that a token meant for others proves nothing";
        faults.push(SettingFault::new("audience", "invalid", reason));
    }
    if settings.prefix.len() > 40 || settings.prefix.contains(char::is_whitespace) {
        faults.push(SettingFault::new(
            "prefix",
            "invalid",
            "at most 40 characters, without spaces",
        ));
    }
    faults.extend(numbers(&settings));
    let is_origin = |origin: &String| {
        is_address(origin)
            && !origin
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .contains('/')
    };
    if let Some(index) = settings.origins.iter().position(|origin| !is_origin(origin)) {
        let reason = "write scheme and host alone: https://www.example.org";
        faults.push(SettingFault::new(
            &format!("origins[{}]", index + 1),
            "invalid",
            reason,
        ));
    }
    if !settings.push_url.is_empty() {
        if !is_address(&settings.push_url) {
            let reason = "the host is told at an address that begins with https://";
            faults.push(SettingFault::new("push_url", "invalid", reason));
        }
        if !is_variable(&settings.push_secret_env) {
            let reason = "name the environment variable that holds the secret: OKNO_APP_PUSH_SECRET";
            faults.push(SettingFault::new("push_secret_env", "invalid", reason));
        }
    }
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

fn numbers(settings: &Settings) -> impl Iterator<Item = SettingFault> {
    let some = "1 or more: a channel that takes nothing is switched off with enabled = false";
    let numbers = [
        (
            "longest_hours",
            settings.longest_hours,
            1..=24 * 31,
            "1 to 744 hours",
        ),
        (
            "patience_minutes",
            settings.patience_minutes,
            1..=60 * 24 * 14,
            "1 minute to 14 days",
        ),
        (
            "messages_of_client",
            settings.messages_of_client,
            1..=u32::MAX,
            some,
        ),
    ];
    let faults = numbers.into_iter();
    faults.filter_map(|(field, given, allowed, words)| {
        SettingFault::number(field, "invalid", given, &allowed, words)
    })
}

fn keys(keys: &[Key]) -> Vec<SettingFault> {
    let mut faults = Vec::new();
    if keys.is_empty() || keys.len() > KEYS {
        faults.push(SettingFault::new(
            "keys",
            "invalid",
            "1 to 8 keys: without one nobody can be proved",
        ));
    }
    let ids: BTreeSet<&str> = keys.iter().map(|key| key.id.as_str()).collect();
    if ids.len() != keys.len() || ids.contains("") {
        faults.push(SettingFault::new(
            "keys",
            "invalid",
            "each key has an id of its own, which tokens name as kid",
        ));
    }
    for (index, key) in keys.iter().enumerate() {
        let at = |field: &str| format!("keys[{}].{field}", index + 1);
        match key.algorithm {
            Algorithm::Hs256 if !is_variable(&key.secret_env) => {
                let reason = "name the environment variable that holds the secret, never the secret itself";
                faults.push(SettingFault::new(&at("secret_env"), "invalid", reason));
            }
            Algorithm::EdDsa if public_key(&key.public_key).is_none() => {
                let reason = "write the 32 bytes of the public key in base64url, as x stands in its JWK";
                faults.push(SettingFault::new(&at("public_key"), "invalid", reason));
            }
            _ => {}
        }
    }
    faults
}

/// The bytes of a public key.
pub fn public_key(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == 32).then_some(bytes)
}
