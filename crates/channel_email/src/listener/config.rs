//! Settings of the mail port with their defaults.

use super::network::Network;
use crate::smtp::budget::Budget;
use crate::smtp::session::{Protocol, Settings};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can be set on the mail port.
#[derive(Clone, Debug)]
pub struct ListenerConfig {
    /// Port 0 takes any free one.
    pub addr: SocketAddr,
    /// The name we greet with; senders expect a host name.
    pub hostname: String,
    pub protocol: Protocol,
    /// Largest mail in bytes; 50 MB.
    pub max_size: usize,
    /// Content of all mails on their way in, in bytes; senders beyond it are told to come again.
    pub max_held: usize,
    /// Connections at a time; more are told to come again.
    pub max_connections: usize,
    /// Recipients of one mail.
    pub max_recipients: usize,
    /// Mistakes after which a connection is closed.
    pub max_errors: usize,
    pub tls: Option<Tls>,
    /// Host names or addresses of relays whose `Received` line tells when a mail happened.
    pub trusted_relays: Vec<String>,
    /// Where they connect from: anybody else may write such a line himself. Those of `authserv_peers` count as well.
    pub relay_peers: Vec<Network>,
    /// Names under which our relays write what they found out about authors.
    pub authserv_ids: Vec<String>,
    /// Where such relays connect from: nobody else's word about an author is believed.
    pub authserv_peers: Vec<Network>,
    pub timeouts: Timeouts,
}

/// Certificate and key for STARTTLS, in PEM files.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The certificate and, after it, those it was signed with.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// How long is waited.
#[derive(Copy, Clone, Debug)]
pub struct Timeouts {
    /// For a command; RFC 5321 §4.5.3.2.7: at least 5 minutes.
    pub command: Duration,
    /// For the next piece of a mail; RFC 5321 §4.5.3.2.5: 3 minutes.
    pub data: Duration,
    /// For a whole mail, however it trickles.
    pub message: Duration,
    /// For a reply to be taken.
    pub write: Duration,
    /// For the TLS handshake.
    pub tls: Duration,
    /// For the intake; the sender waits 10 minutes (RFC 5321 §4.5.3.2.6).
    pub accept: Duration,
    /// For mails on their way when we are stopped; below a second.
    pub stop: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            command: Duration::from_secs(300),
            data: Duration::from_secs(180),
            message: Duration::from_secs(1_800),
            write: Duration::from_secs(60),
            tls: Duration::from_secs(30),
            accept: Duration::from_secs(120),
            stop: Duration::from_millis(800),
        }
    }
}

impl Default for ListenerConfig {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 2525)),
            hostname: "localhost".to_owned(),
            protocol: Protocol::Auto,
            max_size: 50_000_000,
            max_held: 400_000_000,
            max_connections: 300,
            max_recipients: 200,
            max_errors: 20,
            tls: None,
            trusted_relays: Vec::new(),
            relay_peers: Vec::new(),
            authserv_ids: Vec::new(),
            authserv_peers: Vec::new(),
            timeouts: Timeouts::default(),
        }
    }
}

impl ListenerConfig {
    /// The relays whose lines are believed of a mail that comes from there.
    pub(super) fn relays(&self, peer: IpAddr) -> &[String] {
        let is_relay = self.relay_peers.iter().any(|network| network.holds(peer));
        // Whose word about authors is believed is believed about times.
        if is_relay || !self.authorities(peer).is_empty() {
            &self.trusted_relays
        } else {
            &[]
        }
    }

    /// The names whose results are believed of a mail that comes from there.
    pub(super) fn authorities(&self, peer: IpAddr) -> &[String] {
        if self.authserv_peers.iter().any(|network| network.holds(peer)) {
            &self.authserv_ids
        } else {
            &[]
        }
    }

    /// What the protocol needs to know of this.
    pub(super) fn settings(&self, tls: bool) -> Settings {
        Settings {
            hostname: self.hostname.clone(),
            protocol: self.protocol,
            max_size: self.max_size,
            max_recipients: self.max_recipients,
            max_errors: self.max_errors,
            max_line: 2_048,
            tls,
            // Less than one mail would take none at all.
            budget: Budget::new(self.max_held.max(self.max_size + (1 << 20))),
        }
    }
}
