//! What a client does beside writing: says that it is solved, takes it back, has seen what we wrote.

use super::asked;
use super::shape::AccountRating;
use crate::app::App;
use crate::problem::{Answer, ProblemBody};
use crate::public::chat::{Chatted, too_many};
use crate::request;
use actix_web::{HttpRequest, HttpResponse, post, put, web};
use channel::{Inbound, Sighting, What};
use domain::Principal;
use domain::act::Rating;
use serde::Deserialize;
use utoipa::ToSchema;

/// Messages confirmed at once.
const MOST: usize = 100;
/// Confirmations of one client in ten minutes.
const TIMES: u32 = 400;

/// What its client may do with a ticket of theirs, by the channel's path and the ticket's id.
async fn theirs(request: &HttpRequest, app: &App, (path, id): (String, String)) -> Answer<Principal> {
    let (_, proved) = asked(request, app, &path)?;
    let (found, _) = app.desk.account_ticket(&proved.who, &id).await?;
    Ok(found.principal)
}

/// Marks as solved
///
/// The client says that the matter is solved; a later message opens it again.
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}/solution", params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
), responses(
    (status = 204, description = "Done"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such ticket", body = ProblemBody),
    (status = 409, description = "It is closed", body = ProblemBody),
))]
#[put("/{path}/tickets/{id}/solution")]
pub async fn solve_account_ticket(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Answer {
    let theirs = theirs(&request, &app, path.into_inner()).await?;
    app.desk.solved_by_client(&theirs).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rates
///
/// How content the client is with a request, in the place of what they said before.
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}/rating", request_body = AccountRating, params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
), responses(
    (status = 204, description = "Done"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such ticket", body = ProblemBody),
    (status = 409, description = "A call is asked for, and it is closed", body = ProblemBody),
    (status = 422, description = "There is no such score, or too many words", body = ProblemBody),
))]
#[put("/{path}/tickets/{id}/rating")]
pub async fn rate_account_ticket(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    rating: web::Json<AccountRating>,
) -> Answer {
    let theirs = theirs(&request, &app, path.into_inner()).await?;
    let AccountRating { score, text, call } = rating.into_inner();
    app.desk.rate(&theirs, Rating { score, text, call }).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a request back
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}/withdrawal", params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
), responses(
    (status = 204, description = "Done"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such ticket", body = ProblemBody),
    (status = 409, description = "It is closed", body = ProblemBody),
))]
#[put("/{path}/tickets/{id}/withdrawal")]
pub async fn withdraw_account_ticket(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Answer {
    let theirs = theirs(&request, &app, path.into_inner()).await?;
    app.desk.withdraw(&theirs).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the client has before their eyes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountSeenIn {
    /// Public ids of messages, at most 100.
    pub messages: Vec<String>,
}

/// Confirms what was seen
///
/// Until then an answer is sent, not delivered; what is not seen in time goes on by the client's next address.
#[utoipa::path(tag = "account", path = "/account/{path}/seen", request_body = AccountSeenIn, params(
    ("path" = String, Path, description = "The channel's `path`"),
), responses(
    (status = 204, description = "Those that are this client's are confirmed"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
))]
#[post("/{path}/seen")]
pub async fn confirm_account_messages(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    seen: web::Json<AccountSeenIn>,
) -> Answer {
    let (account, proved) = asked(&request, &app, &path)?;
    let key = Chatted::Signals(account.channel.id, proved.who.value.clone());
    let now = app.desk.now();
    app.chatted.count_up_to(key, TIMES, now).map_err(too_many)?;
    let mut messages = seen.into_inner().messages;
    messages.truncate(MOST);
    // Only what was brought to this very account can be confirmed by it.
    for (_, external_id) in app.desk.unconfirmed(&proved.who, messages).await? {
        let report = account.door.received(&proved.who, &external_id, now);
        let sighting = Sighting {
            channel: account.channel.id,
            size: 0,
            what: What::Understood(Inbound::Report(Box::new(report))),
            trace: request::trace(&request),
        };
        app.doors.account.hand_in(&app.desk, sighting).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(solve_account_ticket)
        .service(rate_account_ticket)
        .service(withdraw_account_ticket)
        .service(confirm_account_messages);
}
