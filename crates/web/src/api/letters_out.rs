//! The registers of paper, and what becomes of letters of ours: an answer on paper counts from its dispatch.

use super::auth::Caller;
use super::body::Body;
use super::letters::date;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use desk::read::LetterLine;
use desk::ticket::LetterNews;
use domain::Permission;
use domain::time::NEVER;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which page of a register.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterQuery {
    /// `out`, the default, or `in`.
    pub way: Option<String>,
    /// Of dispatch, or of registration: `2026-05-13`; left out: what waits to be sent.
    pub day: Option<String>,
    /// Id of the line after which the page begins.
    pub after: Option<String>,
}

/// A line of a register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LetterLineOut {
    /// Public id of the letter.
    pub id: String,
    pub number: String,
    /// `in` or `out`.
    pub way: String,
    /// `registered`, `prepared`, `dispatched`, `delivered`, `returned`.
    pub state: String,
    pub name: String,
    pub address: String,
    /// Date of receipt, or the date printed on a letter of ours.
    pub dated: String,
    /// Date of registration, or of dispatch; empty before.
    pub day: String,
    /// The instant of registration, or of dispatch.
    pub at: Option<String>,
    pub postmark: String,
    pub their_number: String,
    pub their_date: String,
    pub tracking: String,
    pub reason: String,
    /// Public id of the ticket.
    pub ticket: String,
    pub ticket_number: String,
}

/// When a letter left.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchIn {
    /// `2026-05-13`; today by default.
    pub on: Option<String>,
    #[serde(default)]
    pub tracking: String,
}

/// Why a letter came back.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnIn {
    #[serde(default)]
    pub reason: String,
}

fn out(line: LetterLine) -> LetterLineOut {
    let letter = line.letter;
    LetterLineOut {
        id: letter.public_id,
        number: letter.number,
        way: letter.way,
        state: letter.state,
        name: letter.name,
        address: letter.address,
        dated: letter.dated,
        day: letter.day,
        at: (letter.at != NEVER).then(|| letter.at.to_string()),
        postmark: letter.postmark,
        their_number: letter.their_number,
        their_date: letter.their_date,
        tracking: letter.tracking,
        reason: letter.reason,
        ticket: line.ticket,
        ticket_number: line.ticket_number,
    }
}

/// A register
///
/// What waits to be sent, or a day of what left or came; at most 500 lines, in the order of entry. The next ones come by `after`, the
/// id of the last line.
#[utoipa::path(tag = "letters", params(RegisterQuery), responses(
    (status = 200, description = "The lines", body = Vec<LetterLineOut>),
    (status = 422, description = "There is no such register or day", body = ProblemBody),
))]
#[get("/api/v1/letters")]
pub async fn list_letters(caller: Caller, query: web::Query<RegisterQuery>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let query = query.into_inner();
    let way = query.way.unwrap_or_else(|| "out".to_owned());
    if !matches!(way.as_str(), "in" | "out") {
        return Err(Problem::field("way", "unknown", "name in or out"));
    }
    let day = query.day.map(|day| date("day", &day)).transpose()?;
    let after = query.after.unwrap_or_default();
    let reader = caller.app.desk.read(&caller.principal)?;
    let page = reader.letters(&way, day, &after).await?;
    Ok(HttpResponse::Ok().json(page.lines.into_iter().map(out).collect::<Vec<_>>()))
}

/// A letter of ours as a PDF
#[utoipa::path(tag = "letters", params(("id" = String, Path, description = "Public id of the letter")), responses(
    (status = 200, description = "The PDF", content_type = "application/pdf", body = Vec<u8>),
    (status = 404, description = "There is no such letter of ours", body = ProblemBody),
))]
#[get("/api/v1/letters/{id}/sheet")]
pub async fn get_letter_sheet(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let (_, pdf) = caller.app.desk.read(&caller.principal)?.letter_sheet(&id).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(pdf))
}

async fn news(caller: &Caller, id: &str, news: LetterNews) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    caller.app.desk.letter_news(&caller.principal, id, news).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A letter left
///
/// The answer it is counts from here: from now, or from the end of an earlier day.
#[utoipa::path(tag = "letters", request_body = DispatchIn, params(("id" = String, Path, description = "Public id of the letter")), responses(
    (status = 204, description = "Written down"),
    (status = 409, description = "It left already", body = ProblemBody),
    (status = 422, description = "The date lies ahead, or before it was written", body = ProblemBody),
))]
#[put("/api/v1/letters/{id}/dispatch")]
pub async fn dispatch_letter(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let body = Body::<DispatchIn>::read(&request, &caller, payload).await?.value;
    let on = body.on.map(|on| date("on", &on)).transpose()?;
    let dispatched = LetterNews::Dispatched {
        on,
        tracking: body.tracking,
    };
    news(&caller, &id, dispatched).await
}

/// A letter arrived
#[utoipa::path(tag = "letters", params(("id" = String, Path, description = "Public id of the letter")), responses(
    (status = 204, description = "Written down"),
    (status = 409, description = "It has not left, or its end is known", body = ProblemBody),
))]
#[put("/api/v1/letters/{id}/delivery")]
pub async fn deliver_letter(caller: Caller, id: web::Path<String>) -> Answer {
    news(&caller, &id, LetterNews::Delivered).await
}

/// A letter came back
///
/// The answer stays given; the ticket is open again and shows it until somebody sees to it.
#[utoipa::path(tag = "letters", request_body = ReturnIn, params(("id" = String, Path, description = "Public id of the letter")), responses(
    (status = 204, description = "Written down"),
    (status = 409, description = "It has not left, or its end is known", body = ProblemBody),
))]
#[put("/api/v1/letters/{id}/return")]
pub async fn return_letter(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let body = Body::<ReturnIn>::read(&request, &caller, payload).await?.value;
    news(&caller, &id, LetterNews::Returned { reason: body.reason }).await
}
