//! One event of an exchange. Each tells the whole call as it is known then, so that their order does not matter: what rang
//! and was answered is known from `answered` alone, and `ringing` after it tells nothing new.

use crate::number::e164;
use crate::settings::Settings;
use channel::phone::{CallEvent, Ringing};
use domain::Moment;
use domain::act::{Call, CallOutcome, Direction};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    #[serde(rename = "type")]
    kind: Kind,
    /// The exchange's id of the call.
    call: String,
    /// The client's number.
    number: String,
    #[serde(default)]
    name: String,
    #[serde(default = "incoming")]
    direction: Direction,
    /// The first ring.
    rang_at: String,
    /// Log-in of the operator whose telephone rings, or who picked up.
    #[serde(default)]
    to: String,
    answered_at: Option<String>,
    ended_at: Option<String>,
    #[serde(default)]
    recording: String,
    /// Why a call of ours did not connect: `no_answer`, `busy`, `voicemail`.
    outcome: Option<CallOutcome>,
    /// Public id of the ticket or of the client that a call of ours is about: whoever dials for the desk knows it.
    ticket: Option<String>,
    client: Option<String>,
}

fn incoming() -> Direction {
    Direction::In
}

#[derive(Copy, Clone, Deserialize, Eq, PartialEq)]
enum Kind {
    #[serde(rename = "call.ringing")]
    Ringing,
    #[serde(rename = "call.answered")]
    Answered,
    #[serde(rename = "call.missed")]
    Missed,
    #[serde(rename = "call.ended")]
    Ended,
}

/// Reads an event.
///
/// # Errors
/// What is wrong, in words.
pub fn read(body: &[u8], settings: &Settings, now: Moment) -> Result<CallEvent, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let event: Event = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
    if event.call.is_empty() || event.call.len() > 100 {
        return Err("call: the exchange's id of the call has 1 to 100 characters".to_owned());
    }
    if event.to.len() > 200 {
        return Err("to: the log-in of an operator".to_owned());
    }
    let number = e164(&event.number, settings)
        .ok_or_else(|| format!("number: {:?} is no telephone number", event.number))?;
    let instant = |text: &str| {
        text.parse::<Moment>()
            .map_err(|_| format!("{text:?}: write RFC 3339 with an offset"))
    };
    let rang_at = instant(&event.rang_at)?;
    let connected_at = event.answered_at.as_deref().map(instant).transpose()?;
    let ended_at = event.ended_at.as_deref().map(instant).transpose()?;
    let outcome = match (event.kind, event.direction, connected_at) {
        (Kind::Ringing, Direction::In, _) => {
            return Ok(CallEvent::Ringing(Ringing {
                id: event.call,
                number,
                to: event.to.to_lowercase(),
                // Another system's clock may be ahead (`definitions.md` §1).
                rang_at: rang_at.min(now),
            }));
        }
        (Kind::Ringing, Direction::Out, _) => return Ok(CallEvent::Noted),
        (Kind::Answered, _, None) => return Err("answered_at: a call that was answered says when".to_owned()),
        (Kind::Answered | Kind::Ended, _, Some(_)) => CallOutcome::Connected,
        (Kind::Missed, _, Some(_)) => return Err("answered_at: a call that was missed has none".to_owned()),
        (Kind::Missed | Kind::Ended, Direction::In, None) => CallOutcome::Missed,
        (Kind::Missed | Kind::Ended, Direction::Out, None) => event.outcome.unwrap_or(CallOutcome::NoAnswer),
    };
    let is_address = ["https://", "http://"]
        .iter()
        .any(|scheme| event.recording.starts_with(scheme));
    if !event.recording.is_empty() && (!is_address || event.recording.len() > 2_000) {
        return Err("recording: the address of a recording begins with https://".to_owned());
    }
    let call = Call {
        direction: event.direction,
        outcome,
        rang_at,
        connected_at,
        ended_at,
        recording: event.recording,
        number,
    };
    call.check()
        .map_err(|(field, reason)| format!("{field}: {reason}"))?;
    Ok(CallEvent::Happened {
        id: event.call,
        call,
        name: event.name,
        by: event.to.to_lowercase(),
        ticket: named("ticket", event.ticket)?,
        client: named("client", event.client)?,
    })
}

/// A public id, where one is named.
fn named(field: &str, id: Option<String>) -> Result<Option<String>, String> {
    match id.filter(|id| !id.is_empty()) {
        Some(id) if id.len() > 100 => Err(format!("{field}: a public id of Okno")),
        id => Ok(id),
    }
}
