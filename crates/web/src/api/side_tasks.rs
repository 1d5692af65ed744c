//! Side tasks: a department or an outside party is asked, with a clock of its own; it answers by a private link.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::number::number;
use super::show::at;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use desk::ticket::{LONGEST_SIDE_TASK, NewSideTask};
use domain::{Permission, WrittenNumber};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody is to be asked.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SideTaskIn {
    /// Who is asked, as people call them; the name of a team gives the team's calendar.
    pub to: String,
    /// Their mail address: the question goes there with the link to answer by.
    #[serde(default)]
    pub address: String,
    pub question: String,
    /// Business minutes to answer in.
    #[schema(value_type = u32)]
    pub within_minutes: WrittenNumber,
}

/// A task that was given.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SideTaskAskedOut {
    pub id: String,
    pub due: String,
    /// The client's deadline, where the task ends after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_client_deadline: Option<String>,
    /// Whoever has it answers: give it to nobody else.
    pub link: String,
}

/// A side task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SideTaskOut {
    pub id: String,
    pub to: String,
    pub question: String,
    /// `asked`, `answered` or `withdrawn`.
    pub state: String,
    pub answer: String,
    pub asked_at: String,
    pub answered_at: Option<String>,
    pub due: Option<String>,
}

/// What was answered by other ways.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SideAnswerIn {
    pub text: String,
}

/// Asks a department or an outside party
///
/// The client keeps one operator: what is answered is a line of the timeline that the client never sees. A clock of its
/// own runs until the answer arrives; it pauses nothing.
#[utoipa::path(tag = "tickets", request_body = SideTaskIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body asks once"),
), responses(
    (status = 201, description = "Asked", body = SideTaskAskedOut),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
    (status = 409, description = "The ticket is closed or merged", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/side-tasks")]
pub async fn ask_side_task(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<SideTaskIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let new = NewSideTask {
        to: body.value.to,
        address: body.value.address,
        question: body.value.question,
        within_minutes: number(
            "within_minutes",
            body.value.within_minutes,
            &(1..=LONGEST_SIDE_TASK),
            &format!("whole minutes of working time, 1 to {LONGEST_SIDE_TASK}"),
        )?,
    };
    let asked = caller.app.desk.ask_side_task(&caller.principal, &id, new).await?;
    let out = SideTaskAskedOut {
        link: caller.app.options.address(&format!("/a/{}", asked.secret)),
        due: at(asked.due),
        after_client_deadline: asked.ends_after.map(at),
        id: asked.public_id,
    };
    let location = caller
        .app
        .options
        .path(&format!("/api/v1/tickets/{id}/side-tasks"));
    let body = serde_json::to_value(&out).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

/// The side tasks of a ticket
#[utoipa::path(tag = "tickets", params(("id" = String, Path, description = "Public id of the ticket")), responses(
    (status = 200, description = "Newest first", body = Vec<SideTaskOut>),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/side-tasks")]
pub async fn list_side_tasks(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let ticket = reader.ticket(&id, None, caller.app.desk.now()).await?;
    let out = ticket.side_tasks.into_iter().map(|task| SideTaskOut {
        id: task.public_id,
        to: task.name,
        question: task.question,
        state: task.state,
        answer: task.answer,
        asked_at: at(task.asked_at),
        answered_at: task.answered_at.map(at),
        due: task.due.map(at),
    });
    Ok(HttpResponse::Ok().json(out.collect::<Vec<_>>()))
}

/// Writes down an answer that came by other ways
#[utoipa::path(tag = "tickets", request_body = SideAnswerIn, params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("task" = String, Path, description = "Public id of the side task"),
), responses(
    (status = 204, description = "Written down; the clock stops"),
    (status = 404, description = "There is no such task", body = ProblemBody),
    (status = 409, description = "The question was taken back: `side_task_withdrawn`", body = ProblemBody),
    (status = 422, description = "It is empty", body = ProblemBody),
))]
#[put("/api/v1/tickets/{id}/side-tasks/{task}/answer")]
pub async fn answer_side_task(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<SideAnswerIn>::read(&request, &caller, payload).await?;
    let (id, task) = path.into_inner();
    let desk = &caller.app.desk;
    desk.answer_side_task(&caller.principal, &id, &task, &body.value.text)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a question back
///
/// Its clock ends in neither met nor missed.
#[utoipa::path(tag = "tickets", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("task" = String, Path, description = "Public id of the side task"),
), responses(
    (status = 204, description = "Taken back"),
    (status = 404, description = "There is no such task", body = ProblemBody),
    (status = 422, description = "It is answered or taken back already", body = ProblemBody),
))]
#[delete("/api/v1/tickets/{id}/side-tasks/{task}")]
pub async fn withdraw_side_task(caller: Caller, path: web::Path<(String, String)>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (id, task) = path.into_inner();
    let desk = &caller.app.desk;
    desk.withdraw_side_task(&caller.principal, &id, &task).await?;
    Ok(HttpResponse::NoContent().finish())
}
