//! Calls: logged during or after, with the instants at which they happened.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use crate::problem::{Answer, Problem, ProblemBody};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::DeskError;
use desk::ticket::LoggedCall;
use domain::act::{Call, CallOutcome, Direction};
use domain::{Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A call.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallIn {
    /// Name or public id of a channel of the kind phone; left out: the first.
    pub channel: Option<String>,
    /// Public id of the ticket it was about. A call that came in without one goes to the caller's open ticket, or opens
    /// one; one that went out needs it.
    pub ticket: Option<String>,
    /// `in` or `out`.
    #[schema(value_type = String)]
    pub direction: Direction,
    /// `connected`, `missed` (in), `no_answer`, `busy`, `voicemail` (out).
    #[schema(value_type = String)]
    pub outcome: CallOutcome,
    /// The other side's number, however it is spelled.
    pub number: String,
    #[serde(default)]
    pub name: String,
    /// The first ring, RFC 3339.
    pub rang_at: String,
    /// The pick-up, of a call that connected.
    pub connected_at: Option<String>,
    pub ended_at: Option<String>,
    /// Address of the recording.
    #[serde(default)]
    pub recording: String,
    /// What was said.
    #[serde(default)]
    pub text: String,
}

/// Where a call went.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallOut {
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
    /// `opened`, `appended` or `duplicate`.
    pub fate: &'static str,
}

/// Logs a call
///
/// A call that was picked up is an answer at the pick-up; a missed one is a request for a call and starts the callback of
/// its policy; one that went out and did not connect is an attempt. Further back than 24 hours needs `intake:backdate`.
#[utoipa::path(tag = "calls", request_body = CallIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body logs one call"),
), responses(
    (status = 201, description = "Logged", body = CallOut),
    (status = 422, description = "A field is wrong, lies ahead, or too far back", body = ProblemBody),
))]
#[post("/api/v1/calls")]
pub async fn log_call(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<CallIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let logged = read(&caller, body.value, &key, request::trace(&request))?;
    // Only what comes in is seen at the door; what goes out is an answer.
    let comes_in = logged.call.direction == Direction::In;
    let work = caller.app.desk.log_call(&caller.principal, logged);
    let done = if comes_in {
        let again = |error: &DeskError| matches!(error, DeskError::Unavailable(_));
        caller.app.doors.phone.over(work, again).await?
    } else {
        work.await?
    };
    let location = caller
        .app
        .options
        .path(&format!("/api/v1/tickets/{}", done.ticket));
    let out = CallOut {
        ticket: done.ticket,
        number: done.number,
        fate: done.fate.code(),
    };
    let body = serde_json::to_value(&out).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

fn read(caller: &Caller, wanted: CallIn, key: &Key, trace: String) -> Answer<LoggedCall> {
    let Some(door) = &caller.app.extras.phone else {
        return Err(Problem::field(
            "channel",
            "required",
            "this desk has no telephone",
        ));
    };
    let setup = caller.app.desk.setup();
    let mut phones = setup
        .channels
        .iter()
        .filter(|channel| channel.enabled && channel.kind == door.kind());
    let channel = match &wanted.channel {
        Some(name) => phones.find(|channel| channel.name == *name || channel.public_id == *name),
        None => phones.next(),
    };
    let reason = "name an open channel of the kind phone";
    let channel = channel.ok_or_else(|| Problem::field("channel", "unknown", reason))?;
    let number = door
        .number(&channel.settings, &wanted.number)
        .map_err(|reason| Problem::field("number", "invalid", reason))?;
    let instant = |field: &str, text: &str| {
        let reason = "write RFC 3339 with an offset: 2026-04-14T10:00:00+03:00";
        text.parse::<Moment>()
            .map_err(|_| Problem::field(field, "invalid", reason))
    };
    let optional =
        |field: &str, text: &Option<String>| text.as_deref().map(|text| instant(field, text)).transpose();
    let recorded = ["https://", "http://"]
        .iter()
        .any(|scheme| wanted.recording.starts_with(scheme));
    if !wanted.recording.is_empty() && (!recorded || wanted.recording.len() > 2_000) {
        return Err(Problem::field(
            "recording",
            "invalid",
            "write its address: https://…",
        ));
    }
    Ok(LoggedCall {
        call: Call {
            direction: wanted.direction,
            outcome: wanted.outcome,
            rang_at: instant("rang_at", &wanted.rang_at)?,
            connected_at: optional("connected_at", &wanted.connected_at)?,
            ended_at: optional("ended_at", &wanted.ended_at)?,
            recording: wanted.recording,
            number,
        },
        channel: channel.id,
        name: wanted.name,
        ticket: wanted.ticket,
        text: wanted.text,
        key: format!("call:{}", key.message),
        trace,
    })
}
