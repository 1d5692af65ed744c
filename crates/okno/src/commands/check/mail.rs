//! Mail: certificate and key can be used, the addresses make sense, the way out works.

use super::report::Report;
use crate::adapters;
use crate::clock::SystemClock;
use crate::config::Config;
use channel::DeliveryError;
use domain::setup::Setup;
use std::sync::Arc;
use std::time::Duration;

/// How long the server for outgoing mail may take for connection, TLS and log-in.
const PATIENCE: Duration = Duration::from_secs(15);

pub async fn look(config: &Config, setup: Option<&Setup>, report: &mut Report) {
    if !config.mail.tls_certificate.is_empty() {
        match adapters::try_certificate(config).await {
            Ok(()) => report.fine("mail in", "certificate and key can be used: STARTTLS is offered"),
            Err(error) => report.problem(
                "mail in",
                &error.to_string(),
                "name PEM files that the user of Okno may read in mail.tls_certificate and mail.tls_key",
            ),
        }
    }
    let addresses = setup.map(adapters::mail_addresses).unwrap_or_default();
    receives(config, &addresses, report);
    sends(config, &addresses, report).await;
}

fn receives(config: &Config, addresses: &[String], report: &mut Report) {
    if config.mail.listen.is_some() && addresses.is_empty() {
        report.note(
            "mail in",
            "no channel of the desk has a mail address, so every mail is refused",
            "apply a [[channel]] of kind \"email\"",
        );
    }
    if config.mail.listen.is_none() && !addresses.is_empty() {
        let what = format!("{} cannot receive: mail.listen is empty", addresses.join(", "));
        report.problem("mail in", &what, "set mail.listen, or switch the channels off");
    }
    let bounce = &config.mail.bounce_address;
    if !bounce.is_empty()
        && !addresses
            .iter()
            .any(|address| address.eq_ignore_ascii_case(bounce))
    {
        report.problem(
            "mail out",
            &format!("mail.bounce_address {bounce} is no address of a channel: nobody learns that an answer did not arrive"),
            "give a channel that address, or leave mail.bounce_address empty",
        );
    }
}

async fn sends(config: &Config, addresses: &[String], report: &mut Report) {
    let part = "mail out";
    if config.submission.host.is_empty() {
        let what = "NO ANSWER LEAVES BY MAIL: submission.host is empty";
        let to_do = "name the server that takes outgoing mail in [submission]";
        if addresses.is_empty() {
            report.note(part, what, to_do);
        } else {
            report.problem(part, what, to_do);
        }
        return;
    }
    let server = format!("{} port {}", config.submission.host, config.submission.port);
    let sink = match adapters::submission(config, Arc::new(SystemClock)) {
        Ok(sink) => sink,
        Err(reason) => return report.problem(part, &reason, "correct [submission]"),
    };
    let to_do = "see that the server runs there and takes mail from this machine, and that tls, user and password in \
                 [submission] are right";
    match tokio::time::timeout(PATIENCE, sink.try_out()).await {
        Ok(Ok(())) => report.fine(part, format!("{server} takes mail from us")),
        Ok(Err(error)) => {
            let reason = match error {
                DeliveryError::Temporary { reason, .. }
                | DeliveryError::Permanent { reason, .. }
                | DeliveryError::Unknown { reason } => reason,
            };
            report.problem(part, &format!("{server}: {reason}"), to_do);
        }
        Err(_elapsed) => report.problem(
            part,
            &format!("{server} does not answer within {PATIENCE:?}"),
            to_do,
        ),
    }
}
