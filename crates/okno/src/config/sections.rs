//! The settings in their types, and the rules between them. What a key means stands in `config/okno.toml`.

use super::error::{ConfigError, Faults};
use super::layers::Layers;
use channel_email::submit::TlsMode;
use channel_email::{Network, Protocol};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub node: Node,
    pub database: Database,
    pub data: Data,
    pub http: Http,
    pub mail: Mail,
    pub submission: Submission,
    pub outgoing: Outgoing,
    pub security: Security,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    pub name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// May hold a password.
    pub url: Secret,
    /// 0: as many as suit the database.
    pub readers: usize,
    pub writers: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub objects: PathBuf,
    /// 0: for ever.
    pub raw_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    pub public_url: String,
    pub prefix: String,
    pub behind_proxy: bool,
    pub metrics: Metrics,
    pub workers: usize,
    pub max_upload: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Hosts that may lie within.
    pub within: Vec<String>,
}

/// Who may read `/metrics`.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Metrics {
    Loopback,
    All,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    #[serde(deserialize_with = "address_or_off")]
    pub listen: Option<SocketAddr>,
    pub hostname: String,
    pub protocol: Protocol,
    pub max_size: usize,
    pub max_connections: usize,
    pub tls_certificate: String,
    pub tls_key: String,
    pub trusted_relays: Vec<String>,
    #[serde(deserialize_with = "networks")]
    pub relay_peers: Vec<Network>,
    pub authserv_ids: Vec<String>,
    #[serde(deserialize_with = "networks")]
    pub authserv_peers: Vec<Network>,
    pub bounce_address: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    pub tls_ca: String,
    pub user: String,
    pub password: Secret,
    /// Seconds.
    pub timeout: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    pub password_memory_kib: u32,
    pub password_passes: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

/// What a line of the log looks like.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Json,
    Text,
}

/// A value that no log and no output shows.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value itself, for whoever needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "(hidden)" })
    }
}

fn address_or_off<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong =
        |_| serde::de::Error::custom("write an address and a port, \"127.0.0.1:2525\", or \"\" for none");
    text.trim().parse().map(Some).map_err(wrong)
}

fn networks<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Network>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let networks = texts.iter().map(|text| text.parse());
    networks
        .collect::<Result<_, _>>()
        .map_err(serde::de::Error::custom)
}

impl Config {
    /// The rules that hold between values.
    ///
    /// # Errors
    /// Every rule that is broken, with the place of the value.
    pub(super) fn check(&self, layers: &Layers) -> Result<(), ConfigError> {
        let mut faults = Faults::default();
        for (path, holds, reason) in self.counts().into_iter().chain(self.relations()) {
            if !holds {
                faults.note(&layers.origin(path), reason);
            }
        }
        faults.into_result()
    }

    /// Numbers without which nothing works: key, whether it will do, what would be right.
    fn counts(&self) -> [(&'static str, bool, &'static str); 7] {
        let (security, mail) = (&self.security, &self.mail);
        let writers = self.database.writers;
        [
            (
                "database.writers",
                writers > 0,
                "at least one connection is needed to write",
            ),
            (
                "http.workers",
                (1..=64).contains(&self.http.workers),
                "give 1 to 64 threads",
            ),
            (
                "mail.max_size",
                mail.max_size >= 64 * 1024,
                "a mail may have at least 65536 bytes",
            ),
            (
                "mail.max_connections",
                mail.max_connections > 0,
                "at least one connection is needed",
            ),
            (
                "submission.timeout",
                self.submission.timeout > 0,
                "wait at least one second",
            ),
            (
                "security.password_memory_kib",
                security.password_memory_kib >= 8,
                "argon2 needs at least 8 KiB",
            ),
            (
                "security.password_passes",
                security.password_passes > 0,
                "at least one pass is needed",
            ),
        ]
    }

    /// Texts of a certain shape, and values that depend on one another.
    fn relations(&self) -> [(&'static str, bool, &'static str); 4] {
        let both_or_none = self.mail.tls_certificate.is_empty() == self.mail.tls_key.is_empty();
        let in_clear = !self.submission.user.is_empty() && self.submission.tls == TlsMode::None;
        [
            (
                "http.public_url",
                is_origin(&self.http.public_url),
                "write scheme and host without a path, \"https://desk.example.org\"; a path goes into http.prefix",
            ),
            (
                "http.prefix",
                is_prefix(&self.http.prefix),
                "begins with a slash and ends without one: \"/okno\"",
            ),
            (
                "mail.tls_certificate",
                both_or_none,
                "certificate and key belong together: set both mail.tls_certificate and mail.tls_key, or none",
            ),
            (
                "submission.tls",
                !in_clear,
                "the password would go in clear; set \"starttls\" or \"implicit\"",
            ),
        ]
    }

    /// The name this process goes by.
    #[must_use]
    pub fn node_name(&self) -> String {
        if self.node.name.is_empty() {
            machine_name()
        } else {
            self.node.name.clone()
        }
    }

    /// The name mail greets with.
    #[must_use]
    pub fn mail_name(&self) -> String {
        if self.mail.hostname.is_empty() {
            machine_name()
        } else {
            self.mail.hostname.clone()
        }
    }

    /// The public address of everything, without a trailing slash.
    #[must_use]
    pub fn site(&self) -> String {
        format!(
            "{}{}",
            self.http.public_url.trim_end_matches('/'),
            self.http.prefix
        )
    }
}

fn is_origin(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.map(|rest| rest.strip_suffix('/').unwrap_or(rest))
        .is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']))
}

fn is_prefix(prefix: &str) -> bool {
    prefix.is_empty()
        || prefix.starts_with('/')
            && !prefix.ends_with('/')
            && !prefix.contains("//")
            && prefix
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b))
}

/// The machine's own name; `localhost` where it has none.
fn machine_name() -> String {
    let name = gethostname::gethostname().to_string_lossy().trim().to_owned();
    if name.is_empty() {
        "localhost".to_owned()
    } else {
        name
    }
}
