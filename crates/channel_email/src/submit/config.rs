//! Settings of the way out, with their defaults. Secrets never show in logs.

use std::path::PathBuf;
use std::time::Duration;

/// Where and how mail is handed over.
#[derive(Clone, Debug)]
pub struct SubmitConfig {
    /// Host name or address of the next hop.
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    pub credentials: Option<Credentials>,
    /// The name we greet with.
    pub hello: String,
    /// Where reports about answers go; the sender of the message itself where this is not set. Automatic mail always
    /// goes with the null reverse-path (RFC 3834 §3.3).
    pub bounce: Option<String>,
    /// A certificate (PEM) to trust beside the well-known ones.
    pub ca: Option<PathBuf>,
    /// Connections at a time.
    pub max_connections: usize,
    pub timeouts: SubmitTimeouts,
}

/// How the connection is secured.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// Only for a server on the same machine or network.
    None,
    /// STARTTLS, and nothing without it (RFC 3207).
    #[default]
    StartTls,
    /// From the first byte (RFC 8314 §3.3).
    Implicit,
}

/// Name and password for the server.
#[derive(Clone)]
pub struct Credentials {
    pub user: String,
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// How long is waited.
#[derive(Copy, Clone, Debug)]
pub struct SubmitTimeouts {
    /// For connection, greeting, TLS and log-in together.
    pub connect: Duration,
    /// For the answer to one command.
    pub command: Duration,
    /// For the content to be taken and answered; servers may need long (RFC 5321 §4.5.3.2.6).
    pub data: Duration,
    /// A connection that was idle for longer is not used again.
    pub idle: Duration,
}

impl Default for SubmitTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            data: Duration::from_secs(300),
            idle: Duration::from_secs(30),
        }
    }
}

impl Default for SubmitConfig {
    fn default() -> Self {
        Self {
            host: "localhost".to_owned(),
            port: 587,
            tls: TlsMode::default(),
            credentials: None,
            hello: "localhost".to_owned(),
            bounce: None,
            ca: None,
            max_connections: 4,
            timeouts: SubmitTimeouts::default(),
        }
    }
}

/// Settings that cannot work.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum SubmitError {
    #[error("outgoing mail: a password would go to {host} in clear; set tls to \"starttls\" or \"implicit\"")]
    PasswordInClear { host: String },
    #[error("outgoing mail: cannot use the certificate in {path}: {reason}")]
    Certificate { path: String, reason: String },
    #[error("outgoing mail: TLS cannot be set up for {host}: {reason}")]
    Tls { host: String, reason: String },
    #[error("outgoing mail: {address:?} is no address for reports; write one like bounce@example.org")]
    Bounce { address: String },
}
