//! What was said on a ticket: the timeline, and more from the client.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::shapes::{MessageIn, ReceiptOut, TimelineOut};
use super::{intake, show};
use crate::problem::{Answer, Code, Problem, ProblemBody};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use channel::{Automatic, Inbound, Message, Sighting, ThreadHint, What, Wishes};
use desk::read::Cursor;
use domain::{Handle, Permission, Principal, TokenId};
use serde::Deserialize;
use utoipa::IntoParams;

/// Adds a message of the client
///
/// What a client said more, in your app or by your own ways. It counts as the client's: it reopens a resolved ticket
/// and ends the wait for the client.
#[utoipa::path(tag = "messages", request_body = MessageIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body adds one message"),
), responses(
    (status = 201, description = "Added, or opened anew where the ticket is closed", body = ReceiptOut),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
    (status = 422, description = "A field is wrong, or the key came with another body", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/messages")]
pub async fn add_message(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::IntakeWrite)?;
    let body = Body::<MessageIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let (size, wanted) = (body.size, body.value);
    intake::something(&wanted.text, wanted.html.as_deref(), &wanted.attachments)?;
    let of_ticket = sender(&caller, &id).await?;
    let channel = intake::channel(&caller.app, wanted.channel.as_deref())?;
    let message = Message {
        key: key.message.clone(),
        from: wanted
            .client
            .as_ref()
            .map(intake::handle)
            .transpose()?
            .unwrap_or(of_ticket),
        others: Vec::new(),
        hints: vec![ThreadHint::Ticket(id.into_inner())],
        external_ids: Vec::new(),
        title: String::new(),
        text: Some(wanted.text).filter(|text| !text.trim().is_empty()),
        html: wanted.html,
        attachments: intake::attachments(wanted.attachments)?,
        happened: intake::happened(&caller, wanted.occurred_at.as_deref())?,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes::default(),
        raw: None,
    };
    let what = What::Understood(Inbound::Message(Box::new(message)));
    let receipt = caller
        .app
        .doors
        .api
        .hand_in(
            &caller.app.desk,
            Sighting {
                channel,
                size,
                what,
                trace: request::trace(&request),
            },
        )
        .await?;
    let told = intake::told(&caller.app, receipt)?;
    let location = caller.app.options.path(&format!("/api/v1/tickets/{}", told.id));
    let body = serde_json::to_value(&told).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

/// Whoever the ticket's answers go to. A caller who may only write is told nothing of it.
async fn sender(caller: &Caller, ticket: &str) -> Answer<Handle> {
    let within = Principal::Integration {
        id: TokenId(0),
        may: vec![Permission::TicketsRead],
    };
    let ticket = caller
        .app
        .desk
        .read(&within)?
        .ticket(ticket, None, caller.app.desk.now())
        .await?;
    let current = ticket
        .client
        .identities
        .into_iter()
        .find(|identity| identity.current);
    current
        .map(|identity| identity.handle)
        .ok_or_else(|| Problem::new(Code::NoRecipient))
}

/// Which page of the timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelinePlace {
    /// The `before` of the page read last: pages go back in time.
    pub before: Option<String>,
}

/// Reads a timeline
///
/// Everything that was said and done on a ticket: its newest page, or the one before a place.
#[utoipa::path(tag = "messages", params(("id" = String, Path, description = "Public id of the ticket"), TimelinePlace), responses(
    (status = 200, description = "A page, oldest first", body = TimelineOut),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/timeline")]
pub async fn list_timeline(
    caller: Caller,
    id: web::Path<String>,
    place: web::Query<TimelinePlace>,
) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let before = place
        .before
        .as_deref()
        .map(str::parse::<Cursor>)
        .transpose()
        .map_err(|_| Problem::new(Code::CursorInvalid))?;
    let ticket = caller
        .app
        .desk
        .read(&caller.principal)?
        .ticket(&id, before, caller.app.desk.now())
        .await?;
    Ok(HttpResponse::Ok().json(show::timeline(ticket.timeline)))
}
