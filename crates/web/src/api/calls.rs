//! Calls: logged during or after, with the instants at which they happened.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use crate::calls;
use crate::problem::{Answer, Problem, ProblemBody};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
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
    /// Public id of the ticket it was about. A call without one goes to the open ticket of the number, or opens one.
    pub ticket: Option<String>,
    /// Public id of the client who was called, by whatever number: the call goes to their newest open ticket, or opens one.
    /// Of a call that came in it says nothing.
    pub client: Option<String>,
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
    /// The request was answered in it on its merits, of a call that connected: the statutory term ends with it where the client
    /// asked for a call, or did not say how to be answered.
    #[serde(default)]
    pub on_merits: bool,
    /// Why it is logged more than 24 hours after the first ring; shown on the ticket.
    #[serde(default)]
    pub reason: String,
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
/// its policy; one that went out and did not connect is an attempt. Further back than 24 hours needs
/// `intake:backdate` and a `reason`.
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
    let done = calls::log(&caller.app, &caller.principal, logged).await?;
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
    let (channel, number) = calls::place(&caller.app, wanted.channel.as_deref(), &wanted.number)?;
    let instant = |field: &str, text: &str| {
        let reason = "write RFC 3339 with an offset: 2026-04-14T10:00:00+03:00";
        text.parse::<Moment>()
            .map_err(|_| Problem::field(field, "invalid", reason))
    };
    let optional =
        |field: &str, text: &Option<String>| text.as_deref().map(|text| instant(field, text)).transpose();
    calls::check_recording(&wanted.recording)?;
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
        channel,
        name: wanted.name,
        by: String::new(),
        ticket: wanted.ticket,
        client: wanted.client,
        text: wanted.text,
        reason: wanted.reason,
        on_merits: wanted.on_merits,
        clock_said: None,
        key: format!("call:{}", key.message),
        trace,
    })
}
