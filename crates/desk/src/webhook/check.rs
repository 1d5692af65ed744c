//! What a webhook may be: every mistake with its field, whether it is typed, sent or written in a file.

use crate::error::{DeskError, DeskResult, Field};
use domain::event::EventType;

/// Characters of a name.
const NAME: usize = 60;
/// Bytes of an address.
const URL: usize = 2_000;

/// A webhook to be registered.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NewWebhook {
    pub name: String,
    pub url: String,
    /// The variable of the environment that holds the secret.
    pub secret_env: String,
    /// Codes of events; empty for those that name it alone.
    pub events: Vec<String>,
    pub enabled: bool,
}

/// The events of one that is fit.
pub(super) fn checked(new: &NewWebhook) -> DeskResult<Vec<EventType>> {
    match faults_of(new) {
        (events, faults) if faults.is_empty() => Ok(events),
        (_, faults) => Err(DeskError::Invalid(faults)),
    }
}

/// What it asks for, and all that is wrong with it.
pub(crate) fn faults_of(new: &NewWebhook) -> (Vec<EventType>, Vec<Field>) {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code: &'static str, reason: String| {
        faults.push(Field {
            field: field.to_owned(),
            code,
            reason,
        });
    };
    let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=NAME).contains(&new.name.len()) || !new.name.bytes().all(small) {
        let reason = format!("a name is 1 to {NAME} small Latin letters, digits and hyphens: crm");
        fault("name", "not_a_key", reason);
    }
    if !is_address(&new.url) {
        let reason = "write https://host/path, without a name and password; plain http only to hosts of outgoing.within";
        fault("url", "invalid", reason.to_owned());
    }
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=100).contains(&new.secret_env.len()) || !new.secret_env.bytes().all(fits) {
        let reason =
            "name the environment variable that holds the secret: OKNO_CRM_SECRET; never the secret itself";
        fault("secret_env", "invalid", reason.to_owned());
    }
    let mut events = Vec::new();
    for code in &new.events {
        match EventType::PUSHED.iter().find(|kind| kind.code() == code) {
            Some(kind) if !events.contains(kind) => events.push(*kind),
            Some(_) => {}
            None => {
                let known = EventType::PUSHED.map(EventType::code).join(", ");
                fault("events", "unknown", format!("“{code}” is no event: use {known}"));
            }
        }
    }
    (events, faults)
}

fn is_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let host = rest
        .unwrap_or_default()
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let plain = url.len() <= URL && url.chars().all(|letter| letter.is_ascii_graphic());
    plain && !host.is_empty() && !host.contains('@')
}
