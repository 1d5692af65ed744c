//! What a client may read: the list, one ticket with everything said, a file of it.

use super::asked;
use super::shape::{self, AccountTalkOut, AccountTicketsOut};
use crate::app::App;
use crate::console::bytes;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::TicketId;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which tickets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Older {
    /// `next` of the page before.
    pub before: Option<String>,
}

/// Lists my tickets
///
/// Those of the token's client, by whatever door they came, newest first, 50 at a time.
#[utoipa::path(tag = "account", path = "/account/{path}/tickets", params(
    ("path" = String, Path, description = "The channel's `path`"), Older,
), responses(
    (status = 200, description = "My tickets", body = AccountTicketsOut),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
))]
#[get("/{path}/tickets")]
pub async fn list_account_tickets(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    older: web::Query<Older>,
) -> Answer {
    let (_, proved) = asked(&request, &app, &path)?;
    let before = older
        .before
        .as_deref()
        .map(|text| text.parse().map(TicketId))
        .transpose()
        .map_err(|_| Problem::field("before", "invalid", "give `next` of the page before"))?;
    let (tickets, more) = app.desk.account_tickets(&proved.who, before).await?;
    let next = tickets
        .last()
        .filter(|_| more)
        .map(|ticket| ticket.id.0.to_string());
    Ok(HttpResponse::Ok().json(AccountTicketsOut {
        tickets: tickets.into_iter().map(shape::listed).collect(),
        next,
    }))
}

/// Shows one of my tickets
///
/// With everything said between the client and the desk, by whatever door; nothing of the house.
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}", params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
), responses(
    (status = 200, description = "The ticket", body = AccountTalkOut),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such ticket", body = ProblemBody),
))]
#[get("/{path}/tickets/{id}")]
pub async fn get_account_ticket(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Answer {
    let (path, id) = path.into_inner();
    let (_, proved) = asked(&request, &app, &path)?;
    let (found, secret) = app.desk.account_ticket(&proved.who, &id).await?;
    Ok(HttpResponse::Ok().json(shape::talk(&app, &id, found, &secret)))
}

/// Fetches a file
#[utoipa::path(tag = "account", path = "/account/{path}/tickets/{id}/files/{file}", params(
    ("path" = String, Path, description = "The channel's `path`"),
    ("id" = String, Path, description = "Public id of the ticket"),
    ("file" = String, Path, description = "Id of the file"),
), responses(
    (status = 200, description = "Its bytes, as a download"),
    (status = 401, description = "The token proves nothing, and why", body = ProblemBody),
    (status = 404, description = "This client has no such file", body = ProblemBody),
))]
#[get("/{path}/tickets/{id}/files/{file}")]
pub async fn get_account_file(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String, String)>,
) -> Answer {
    let (path, id, file) = path.into_inner();
    let (_, proved) = asked(&request, &app, &path)?;
    let found = app.desk.account_file(&proved.who, &id, &file).await?;
    Ok(bytes::file(found, false))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_account_tickets)
        .service(get_account_ticket)
        .service(get_account_file);
}
