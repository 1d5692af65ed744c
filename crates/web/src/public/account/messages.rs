//! What a client says by the account: a new ticket, or more to one of theirs. JSON, or a form where files come along. The app
//! makes a key for it, so it may be sent again until it is answered: it is one message.

use super::{Opened, asked, listener};
use crate::app::App;
use crate::problem::{Answer, Code, Problem, ProblemBody};
use crate::public::chat::{Chatted, too_many};
use crate::public::upload::{self, Refused};
use crate::request;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, post, web};
use channel::account::{AccountMessage, Proved};
use channel::form::{Fault, Field, Wrong};
use channel::{Attachment, Inbound, Sighting, What};
use desk::DeskError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message. As `multipart/form-data` with the same fields, where files come along.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountMessageIn {
    /// Of a new ticket; left out: the beginning of the text.
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
}

/// Where a message went.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountTakenOut {
    /// Public id of the ticket.
    pub ticket: Option<String>,
    pub number: Option<String>,
    /// Public id of the message.
    pub message: Option<String>,
    /// `opened`, `appended`, `duplicate` or `quarantined`.
    pub fate: &'static str,
}

/// Opens a ticket
#[utoipa::path(tag = "account", path = "/account/{path}/tickets", request_body = AccountMessageIn, params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits and hyphens; the same opens one ticket"),
), responses(
    (status = 201, description = "Opened, or opened before", body = AccountTakenOut),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
    (status = 429, description = "Too many messages of this client", body = ProblemBody),
))]
#[post("/{path}/tickets")]
pub async fn open_account_ticket(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let (account, proved) = asked(&request, &app, &path)?;
    take(&request, &app, (&account, &proved), None, payload).await
}

/// Adds to one of my tickets
///
/// A message to a closed ticket opens another one beside it, and the answer names that one.
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}/messages", request_body = AccountMessageIn, params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
    ("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits and hyphens; the same is one message"),
), responses(
    (status = 201, description = "Taken, or taken before", body = AccountTakenOut),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such ticket", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[post("/{path}/tickets/{id}/messages")]
pub async fn add_account_message(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    let (path, id) = path.into_inner();
    let (account, proved) = asked(&request, &app, &path)?;
    let (_, secret) = app.desk.account_ticket(&proved.who, &id).await?;
    take(&request, &app, (&account, &proved), Some(secret), payload).await
}

async fn take(
    request: &HttpRequest,
    app: &App,
    (account, proved): (&Opened, &Proved),
    secret: Option<String>,
    payload: web::Payload,
) -> Answer {
    // Counted before anything is read: a flood fills no memory.
    let by = Chatted::By(account.channel.id, proved.who.value.clone());
    app.chatted
        .count_up_to(by, account.spec.messages_of_client, app.desk.now())
        .map_err(too_many)?;
    let (sent, files, size) = read(request, app, payload).await?;
    // The complete request is here: this is when it happened (`definitions.md` §1).
    let at = app.desk.now();
    let key = request.headers().get("idempotency-key");
    let key = key.and_then(|key| key.to_str().ok());
    let said = AccountMessage {
        id: key
            .ok_or_else(|| Problem::new(Code::IdempotencyKeyMissing))?
            .to_owned(),
        secret,
        title: sent.title,
        text: sent.text,
    };
    let message = account
        .door
        .read(proved, &said, files, at)
        .map_err(|wrong| told(&wrong))?;
    let sighting = Sighting {
        channel: account.channel.id,
        size,
        what: What::Understood(Inbound::Message(Box::new(message))),
        trace: request::trace(request),
    };
    let receipt = app.doors.account.hand_in(&app.desk, sighting).await?;
    app.talks.changed(&listener(proved));
    let ticket = receipt.ticket;
    Ok(HttpResponse::build(StatusCode::CREATED).json(AccountTakenOut {
        number: ticket.as_ref().map(|ticket| ticket.number.clone()),
        ticket: ticket.map(|ticket| ticket.public_id),
        message: receipt.entry,
        fate: receipt.fate.code(),
    }))
}

async fn read(
    request: &HttpRequest,
    app: &App,
    payload: web::Payload,
) -> Answer<(AccountMessageIn, Vec<Attachment>, u64)> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/json") {
        let mut payload = payload.into_inner();
        let sent = web::Json::<AccountMessageIn>::from_request(request, &mut payload)
            .await
            .map_err(|error| Problem::of(&error))?
            .into_inner();
        let size = sent.title.len() + sent.text.len();
        return Ok((sent, Vec::new(), size as u64));
    }
    let mut sent = upload::read(request, payload, app).await?;
    match sent.refused {
        Some(Refused::TooLarge | Refused::TooMany) => return Err(Problem::new(Code::TooLarge)),
        Some(Refused::Busy) => return Err(Problem::new(Code::Unavailable)),
        None => {}
    }
    let files = std::mem::take(&mut sent.files);
    let fields = AccountMessageIn {
        title: sent.field("title").to_owned(),
        text: sent.field("text").to_owned(),
    };
    Ok((fields, files, sent.size))
}

/// What is wrong, by the names of what is sent.
fn told(wrong: &[Wrong]) -> Problem {
    let fields = wrong.iter().map(|wrong| {
        let field = match wrong.field {
            Field::Subject => "title",
            Field::Files => "files",
            Field::Key => "Idempotency-Key",
            _ => "text",
        };
        let (code, reason) = match wrong.what {
            Fault::Required => ("required", "this is needed".to_owned()),
            Fault::TooLong(most) => ("too_long", format!("at most {most} characters")),
            _ => ("invalid", "this cannot be taken as it is".to_owned()),
        };
        desk::Field {
            field: field.to_owned(),
            code,
            reason,
        }
    });
    DeskError::Invalid(fields.collect()).into()
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(open_account_ticket).service(add_account_message);
}
