//! Conversations that we begin: a ticket whose first word is ours.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::intake;
use super::shapes::{ChangedOut, ClientIn, FileIn};
use super::tickets;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::ticket::{Conversation, NewFile};
use domain::Permission;
use domain::ticket::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A conversation to begin.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationIn {
    /// Name or public id of the channel it goes out by; one that leads to the address by default.
    pub channel: Option<String>,
    /// To whom.
    pub to: ClientIn,
    pub title: String,
    pub text: String,
    /// Language of the letter around the words: `ru` or `en`; the client's own by default.
    pub lang: Option<String>,
    /// The state the ticket begins in: `waiting_client`, the default, or `open`.
    #[schema(value_type = Option<String>)]
    pub then: Option<State>,
    #[serde(default)]
    pub attachments: Vec<FileIn>,
}

/// A conversation that was begun.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationOut {
    /// Public id of the ticket.
    pub id: String,
    /// What the client is told: `2026-004512`.
    pub number: String,
    /// Public id of our message.
    pub entry: String,
}

/// Begins a conversation
///
/// Opens a ticket whose first message is ours and brings it to the client. No first response is due; the client's reply
/// comes back to the ticket and starts the next response.
#[utoipa::path(tag = "tickets", request_body = ConversationIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body begins one conversation"),
), responses(
    (status = 201, description = "Begun; `Location` is the ticket", body = ConversationOut),
    (status = 409, description = "No channel leads to the address: `no_recipient`", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[post("/api/v1/conversations")]
pub async fn begin_conversation(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ConversationIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let wanted = body.value;
    let file = |(name, media_type, bytes)| NewFile {
        name,
        media_type,
        bytes,
    };
    let new = Conversation {
        to: intake::handle(&wanted.to)?,
        channel: wanted.channel,
        title: wanted.title,
        text: wanted.text,
        files: intake::decode(wanted.attachments)?
            .into_iter()
            .map(file)
            .collect(),
        lang: wanted.lang,
        then: wanted.then,
        take: false,
        key: Some(key.message.clone()),
    };
    let begun = caller.app.desk.begin_conversation(&caller.principal, new).await?;
    let location = caller
        .app
        .options
        .path(&format!("/api/v1/tickets/{}", begun.ticket));
    let told = ConversationOut {
        id: begun.ticket,
        number: begun.number,
        entry: begun.entry,
    };
    let body = serde_json::to_value(&told).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

/// To which address a message goes again.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResendIn {
    /// Another address of the client's; the one that failed by default.
    pub to: Option<ClientIn>,
}

/// Sends a message again
///
/// For a message of ours that did not get through: to the same address, or to another one of the client's, with which
/// the talk goes on. It counts as an answer from now.
#[utoipa::path(tag = "messages", request_body = ResendIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("entry" = String, Path, description = "Public id of the message"),
), responses(
    (status = 201, description = "Queued", body = ChangedOut),
    (status = 404, description = "There is no such message of ours", body = ProblemBody),
    (status = 422, description = "It has not failed, or the address is another client's", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/messages/{entry}/deliveries")]
pub async fn send_again(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ResendIn>::read(&request, &caller, payload).await?;
    let (id, entry) = path.into_inner();
    let to = body.value.to.as_ref().map(intake::handle).transpose()?;
    let changed = caller
        .app
        .desk
        .send_again(&caller.principal, &id, &entry, to)
        .await?;
    let mut answer = tickets::changed_answer(changed);
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}
