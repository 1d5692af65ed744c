//! Notices about deadlines, about messages of ours that reached nobody, and about papers that nobody registered: they belong to people, so they are read in a session of the console.

use super::auth::Caller;
use super::body::Body;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use desk::read::NoticeLine;
use domain::{Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A notice.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticeOut {
    pub id: String,
    /// Public id of the ticket; empty, with its number, where it is about a paper.
    pub ticket: String,
    pub number: String,
    /// Of a paper: what was noted about it.
    pub title: String,
    /// Public id of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// `deadline`; `person_asked`: the client's word for a person; `lost`: a message of ours reached nobody, and no address is left;
    /// `paper`: a letter on paper was not registered in time.
    pub about: &'static str,
    /// The clock of a deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<&'static str>,
    /// The deadline; of a message, when it was known to be lost. Left out where a person is asked for and the desk has no deadline
    /// for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// When the step came, or the word was said.
    pub at: String,
    /// Since when it is told: notices wait for working hours.
    pub shown_from: String,
    pub urgent: bool,
    pub seen: bool,
}

/// What somebody was told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticesOut {
    /// The newest two hundred.
    pub notices: Vec<NoticeOut>,
    /// Not seen yet; counted up to 1,001.
    pub unseen: i64,
}

/// What was seen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenIn {
    /// The instant up to which notices were seen: the `shown_from` of the newest.
    pub up_to: String,
}

/// Lists notices
///
/// What the caller was told about deadlines, clients who ask for a person, messages that reached nobody, and papers that nobody
/// registered, the newest first. What is about a message is gone once the client was answered, the message was sent once more, or the
/// ticket is done; what is about a paper, once it is registered or set aside. A program is told
/// nothing: it subscribes to `clock.warned`.
#[utoipa::path(tag = "clocks", responses(
    (status = 200, description = "Notices", body = NoticesOut),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/notices")]
pub async fn list_notices(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let now = caller.app.desk.now();
    let reader = caller.app.desk.read(&caller.principal)?;
    let lines = reader.notices(now).await?;
    let unseen = reader.unseen_notices(now).await?;
    let notices = lines.into_iter().map(|line| out(&caller, line)).collect();
    Ok(HttpResponse::Ok().json(NoticesOut { notices, unseen }))
}

/// Marks notices as seen
///
/// Those up to an instant. What was seen is not sent by mail too.
#[utoipa::path(tag = "clocks", request_body = SeenIn, responses(
    (status = 204, description = "Seen"),
    (status = 403, description = "A program has no notices", body = ProblemBody),
    (status = 422, description = "No instant", body = ProblemBody),
))]
#[put("/api/v1/notices/seen")]
pub async fn mark_notices_seen(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let said = Body::<SeenIn>::read(&request, &caller, payload).await?.value;
    let up_to: Moment = said
        .up_to
        .parse()
        .map_err(|_| Problem::field("up_to", "invalid", "write a time like 2026-05-08T15:00:00+03:00"))?;
    let up_to = up_to.min(caller.app.desk.now());
    caller.app.desk.notices_seen(&caller.principal, up_to).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn out(caller: &Caller, line: NoticeLine) -> NoticeOut {
    NoticeOut {
        id: line.public_id,
        number: match line.paper {
            None => caller.app.desk.setup().number.show(line.number),
            Some(_) => String::new(),
        },
        ticket: line.ticket,
        paper: line.paper.map(|paper| paper.public_id),
        title: line.title,
        about: line.about.code(),
        clock: line.about.clock().map(domain::clock::ClockKind::code),
        due: (line.due != domain::time::NEVER).then(|| line.due.to_string()),
        at: line.at.to_string(),
        shown_from: line.shown_from.to_string(),
        urgent: line.urgent,
        seen: line.seen,
    }
}
