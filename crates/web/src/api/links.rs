//! Tickets that have to do with one another, and one answer to everybody whom a problem concerns.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use crate::problem::{Answer, Code, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use desk::read::AnsweringAll;
use domain::Permission;
use domain::act::LinkKind;
use domain::ticket::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How a ticket stands to another.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkIn {
    /// `related`, `duplicate_of`, `caused_by`.
    #[schema(value_type = String)]
    pub kind: LinkKind,
}

/// A ticket at the other end of a link.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkOut {
    /// `related`, `duplicate_of`, `caused_by`; from the other side `duplicated_by`, `causes`.
    pub kind: &'static str,
    /// Public id of the other ticket.
    pub ticket: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
}

/// Which page of links.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct LinksQuery {
    /// Public id of the ticket after which the page begins.
    pub after: Option<String>,
}

/// One answer to all.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAllIn {
    pub text: String,
    /// `resolved`, `waiting_client` or `open`; left out: as it is.
    #[schema(value_type = Option<String>)]
    pub then: Option<State>,
}

/// How far an answer to all has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnsweringAllOut {
    /// Public id of the answer; empty where nobody is concerned.
    pub id: String,
    /// Tickets it is for.
    pub total: i64,
    pub answered: i64,
    pub refused: i64,
    /// To be answered yet.
    pub waiting: i64,
    /// The first fifty that were refused.
    pub refusals: Vec<NotAnsweredOut>,
}

/// A ticket that was not answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotAnsweredOut {
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
    pub reason: String,
}

fn out(one: AnsweringAll) -> AnsweringAllOut {
    let refused = one.refusals.into_iter().map(|one| NotAnsweredOut {
        ticket: one.ticket,
        number: one.number,
        reason: one.reason,
    });
    AnsweringAllOut {
        id: one.id,
        total: one.total,
        answered: one.answered,
        refused: one.refused,
        waiting: one.waiting,
        refusals: refused.collect(),
    }
}

/// Tickets linked to one
///
/// At most 200, in the order in which the tickets were opened. The next ones come by `after`, the `ticket` of the last one.
#[utoipa::path(tag = "tickets", params(("id" = String, Path, description = "Public id of the ticket"), LinksQuery), responses(
    (status = 200, description = "The links, as they stand", body = Vec<LinkOut>),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/links")]
pub async fn list_links(caller: Caller, id: web::Path<String>, query: web::Query<LinksQuery>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let links = caller
        .app
        .desk
        .read(&caller.principal)?
        .links(&id, query.after.as_deref().unwrap_or_default())
        .await?;
    let out = links.links.into_iter().map(|link| LinkOut {
        kind: if link.outgoing {
            link.kind.code()
        } else {
            link.kind.reversed()
        },
        ticket: link.other.public_id,
        number: link.other.number,
        title: link.other.title,
        state: link.other.state.code(),
    });
    Ok(HttpResponse::Ok().json(out.collect::<Vec<_>>()))
}

/// Links two tickets
///
/// `kind` is how the first stands to the other. A link moves no deadline.
#[utoipa::path(tag = "tickets", request_body = LinkIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("other" = String, Path, description = "Public id or number of the other"),
), responses(
    (status = 204, description = "Linked"),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
    (status = 422, description = "A ticket and itself", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/links/{other}")]
pub async fn link_ticket(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<LinkIn>::read(&request, &caller, payload).await?;
    let (id, other) = path.into_inner();
    caller
        .app
        .desk
        .link(&caller.principal, &id, &other, body.value.kind)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a link away
#[utoipa::path(tag = "tickets", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("other" = String, Path, description = "Public id or number of the other"),
), responses(
    (status = 204, description = "No longer linked"),
    (status = 404, description = "They are not linked", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/links/{other}")]
pub async fn unlink_ticket(caller: Caller, path: web::Path<(String, String)>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (id, other) = path.into_inner();
    caller.app.desk.unlink(&caller.principal, &id, &other).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Answers everybody whom a problem concerns
///
/// Every open ticket that is `caused_by` this one, each by its own way; what is resolved is left alone. Whom it is for is
/// settled at once; they are answered one after another, and `GET` tells how far that is.
#[utoipa::path(tag = "tickets", request_body = AnswerAllIn, params(
    ("id" = String, Path, description = "Public id of the problem"),
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body answers each once"),
), responses(
    (status = 202, description = "How many are answered", body = AnsweringAllOut),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
    (status = 422, description = "The answer is empty", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/links/answers")]
pub async fn answer_all(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<AnswerAllIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let wanted = body.value;
    let desk = &caller.app.desk;
    let begun = desk
        .answer_all(&caller.principal, &id, &wanted.text, wanted.then, &key.message)
        .await?;
    let body = serde_json::to_value(out(begun)).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::ACCEPTED, "", &body).await
}

/// How far an answer to all has come
///
/// The newest one.
#[utoipa::path(tag = "tickets", params(("id" = String, Path, description = "Public id of the problem")), responses(
    (status = 200, description = "How far it is", body = AnsweringAllOut),
    (status = 404, description = "There is no such ticket, or nobody was answered", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/links/answers")]
pub async fn show_answer_to_all(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let found = caller
        .app
        .desk
        .read(&caller.principal)?
        .answering_all(&id)
        .await?;
    let found = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok().json(out(found)))
}
