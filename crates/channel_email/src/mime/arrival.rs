//! When a mail happened, on the word of a relay we trust. The `Date` field is the sender's word and never asked.

use super::head::Head;
use channel::Happened;
use domain::{Moment, time::SECOND};
use mail_parser::{HeaderName, HeaderValue, Host, Received};

/// The time in the newest `Received` field, if a trusted relay wrote it; else now.
///
/// Only the topmost field counts: everything below one that no trusted relay wrote may have been made up by whoever
/// brought the mail.
#[must_use]
pub fn happened(head: &Head<'_>, trusted_relays: &[String]) -> Happened {
    if trusted_relays.is_empty() {
        return Happened::Now;
    }
    let newest = head
        .value(&HeaderName::Received)
        .and_then(HeaderValue::as_received);
    newest
        .filter(|received| is_by(received, trusted_relays))
        .and_then(time)
        .map_or(Happened::Now, Happened::Reported)
}

/// Whether a relay of ours wrote the line.
pub(super) fn is_by(received: &Received<'_>, relays: &[String]) -> bool {
    match received.by() {
        Some(Host::Name(name)) => relays
            .iter()
            .any(|relay| relay.eq_ignore_ascii_case(name.trim_end_matches('.'))),
        Some(Host::IpAddr(ip)) => relays.iter().any(|relay| relay.parse() == Ok(*ip)),
        None => false,
    }
}

fn time(received: &Received<'_>) -> Option<Moment> {
    let date = received.date().filter(mail_parser::DateTime::is_valid)?;
    Some(Moment::from_micros(date.to_timestamp().saturating_mul(SECOND)))
}
