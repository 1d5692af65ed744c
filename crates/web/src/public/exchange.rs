//! What a telephone exchange tells: `POST /hooks/phone/{path}`, signed. Only what was verified is read, and a channel whose
//! secret is not there takes nothing.

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::request;
use actix_web::{HttpRequest, HttpResponse, post, web};
use channel::phone::CallEvent;
use channel::webhook::{Pushed, verify};
use desk::DeskError;
use desk::ticket::{EndedCall, LoggedCall};
use domain::act::Direction;
use domain::ledger::Fate;
use serde_json::json;

#[post("/hooks/phone/{path}")]
async fn take_event(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    body: web::Bytes,
) -> Answer {
    let door = app
        .extras
        .phone
        .clone()
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let setup = app.desk.setup();
    let of_path = setup
        .channels
        .iter()
        .filter(|channel| channel.enabled && channel.kind == door.kind())
        .find_map(|channel| {
            let (own, secret) = door.hook(&channel.settings)?;
            (own == *path).then_some((channel, secret))
        });
    let (channel, secret) = of_path.ok_or_else(|| Problem::new(Code::NotFound))?;
    let Some(secret) = (app.extras.secret)(&secret) else {
        tracing::error!(
            channel = channel.name,
            variable = secret,
            "calls are refused: the variable with the secret is empty"
        );
        return Err(Problem::new(Code::Unauthenticated));
    };
    let header = |name: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let pushed = Pushed {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: &body,
    };
    let now = app.desk.now();
    let verified = verify(&secret, &pushed, now)
        .map_err(|forged| Problem::because(Code::Unauthenticated, forged.to_string()))?;
    let event = door
        .read(&channel.settings, &verified, now)
        .map_err(|reason| Problem::because(Code::Validation, reason))?;
    let noted = || HttpResponse::Accepted().json(json!({ "fate": "noted" }));
    let (id, call, name, by, ticket, client) = match event {
        CallEvent::Noted => return Ok(noted()),
        CallEvent::Ringing(ringing) => {
            app.desk.ring(ringing, channel).await?;
            return Ok(noted());
        }
        CallEvent::Happened {
            id,
            call,
            name,
            by,
            ticket,
            client,
        } => (id, call, name, by, ticket, client),
    };
    let logged = LoggedCall {
        channel: channel.id,
        name,
        by,
        // Who calls us is known by the number alone.
        ticket: ticket.filter(|_| call.direction == Direction::Out),
        client: client.filter(|_| call.direction == Direction::Out),
        call,
        text: String::new(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: format!("call:{id}"),
        trace: request::trace(&request),
    };
    let (comes_in, ended) = (call_comes_in(&logged), ended(&logged));
    let work = app.desk.log_exchange_call(logged);
    let done = if comes_in {
        let again = |error: &DeskError| matches!(error, DeskError::Unavailable(_));
        app.doors.phone.over(work, again).await?
    } else {
        work.await?
    };
    if let (Fate::Duplicate, Some(ended)) = (done.fate, ended) {
        // It was told before, without its end.
        app.desk.end_call(ended).await?;
    }
    Ok(HttpResponse::Ok()
        .json(json!({ "fate": done.fate.code(), "ticket": done.ticket, "number": done.number })))
}

fn call_comes_in(logged: &LoggedCall) -> bool {
    logged.call.direction == Direction::In
}

fn ended(logged: &LoggedCall) -> Option<EndedCall> {
    logged.call.ended_at.map(|ended_at| EndedCall {
        channel: logged.channel,
        key: logged.key.clone(),
        ended_at,
        recording: logged.call.recording.clone(),
    })
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(take_event);
}
