//! Mail, wired: the listener for all channels of the kind, the way out, and whose address is whose.

use crate::config::{Config, Mail};
use channel::{Glimpse, Reread, Sink, SourceError};
use channel_email::listener::{ListenerConfig, Tls};
use channel_email::submit::{Credentials, SmtpSink, SubmitConfig, SubmitTimeouts};
use channel_email::{Addresses, Envelope, Listener, Rules};
use desk::Desk;
use domain::setup::Setup;
use domain::{ChannelId, Handle, Now};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The kind's code in `desk.toml`.
pub(super) const KIND: &str = "email";

/// Whom the desk receives mail for, by its set-up of the moment.
pub struct MailAddresses(pub Desk);

impl Addresses for MailAddresses {
    fn channel_of(&self, recipient: &str) -> Option<ChannelId> {
        let setup = self.0.setup();
        let mut doors = setup
            .channels
            .iter()
            .filter(|channel| channel.kind == KIND && channel.enabled);
        doors
            .find(|channel| channel.address.eq_ignore_ascii_case(recipient))
            .map(|channel| channel.id)
    }

    fn is_ours(&self, address: &str) -> bool {
        let setup = self.0.setup();
        let mut doors = setup.channels.iter().filter(|channel| channel.kind == KIND);
        doors.any(|channel| channel.address.eq_ignore_ascii_case(address))
    }
}

/// Reads mails again that were set aside.
pub struct MailCopies;

impl Reread for MailCopies {
    fn reread(&self, raw: Vec<u8>, stated: Option<&Handle>, ours: &[String]) -> Glimpse {
        let rules = Rules {
            ours: &|address| ours.iter().any(|own| own.eq_ignore_ascii_case(address)),
            // What a relay said when it came is not asked again: a copy has no peer.
            trusted_relays: &[],
            authorities: &[],
        };
        channel_email::read_again(raw, &Envelope::default(), &rules, stated)
    }
}

/// The mail port, bound but not yet open; none where the settings switch it off.
pub async fn listener(config: &Config, desk: &Desk) -> Result<Option<(Listener, SocketAddr)>, SourceError> {
    let Some(addr) = config.mail.listen else {
        return Ok(None);
    };
    let addresses = Arc::new(MailAddresses(desk.clone()));
    Listener::bind(listener_config(config, addr), addresses)
        .await
        .map(Some)
}

fn listener_config(config: &Config, addr: SocketAddr) -> ListenerConfig {
    let mail = &config.mail;
    ListenerConfig {
        addr,
        hostname: config.mail_name(),
        protocol: mail.protocol,
        max_size: mail.max_size,
        max_connections: mail.max_connections,
        tls: tls(mail),
        trusted_relays: mail.trusted_relays.clone(),
        relay_peers: mail.relay_peers.clone(),
        authserv_ids: mail.authserv_ids.clone(),
        authserv_peers: mail.authserv_peers.clone(),
        ..ListenerConfig::default()
    }
}

fn tls(mail: &Mail) -> Option<Tls> {
    (!mail.tls_certificate.is_empty()).then(|| Tls {
        certificate: mail.tls_certificate.clone().into(),
        key: mail.tls_key.clone().into(),
    })
}

/// Tries the certificate and the key of the mail port, on a port of its own.
pub async fn try_certificate(config: &Config) -> Result<(), SourceError> {
    struct Nobody;
    impl Addresses for Nobody {
        fn channel_of(&self, _recipient: &str) -> Option<ChannelId> {
            None
        }
        fn is_ours(&self, _address: &str) -> bool {
            false
        }
    }
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    Listener::bind(listener_config(config, anywhere), Arc::new(Nobody))
        .await
        .map(|_bound| ())
}

/// The addresses under which the desk receives mail.
pub fn mail_addresses(setup: &Setup) -> Vec<String> {
    let doors = setup
        .channels
        .iter()
        .filter(|channel| channel.kind == KIND && channel.enabled);
    doors
        .map(|channel| channel.address.clone())
        .filter(|address| !address.is_empty())
        .collect()
}

/// The way out for mail, or in words why there is none.
pub fn mail_way_out(config: &Config, now: Arc<dyn Now>) -> Result<Arc<dyn Sink>, String> {
    submission(config, now).map(|sink| Arc::new(sink) as Arc<dyn Sink>)
}

/// The submission of the settings, or in words what is missing in them.
pub fn submission(config: &Config, now: Arc<dyn Now>) -> Result<SmtpSink, String> {
    let submission = &config.submission;
    if submission.host.is_empty() {
        return Err("submission.host is not set, so no answer leaves by mail; name the server that takes outgoing mail".into());
    }
    let credentials = (!submission.user.is_empty()).then(|| Credentials {
        user: submission.user.clone(),
        password: submission.password.expose().to_owned(),
    });
    let settings = SubmitConfig {
        host: submission.host.clone(),
        port: submission.port,
        tls: submission.tls,
        credentials,
        hello: config.mail_name(),
        bounce: (!config.mail.bounce_address.is_empty()).then(|| config.mail.bounce_address.clone()),
        ca: (!submission.tls_ca.is_empty()).then(|| submission.tls_ca.clone().into()),
        timeouts: SubmitTimeouts {
            command: Duration::from_secs(submission.timeout),
            ..SubmitTimeouts::default()
        },
        ..SubmitConfig::default()
    };
    SmtpSink::new(settings, now).map_err(|error| error.to_string())
}
