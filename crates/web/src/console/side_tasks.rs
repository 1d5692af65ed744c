//! Side tasks from the ticket's page: a department or an outside party is asked, what it said by other ways is written
//! down, a question is taken back.

use crate::console::session::LoggedIn;
use crate::console::{changes, page};
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use desk::ticket::NewSideTask;
use desk::{DeskError, DeskResult};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    to: String,
    address: String,
    question: String,
    hours: String,
    task: String,
    text: String,
}

#[post("/tickets/{id}/side-tasks")]
async fn ask_party(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let sent = sent.into_inner();
    let hours: f64 = sent.hours.trim().replace(',', ".").parse().unwrap_or_default();
    // 0.25 hours are 15 minutes; what is no number of hours is refused by the desk with its reason.
    let minutes = (hours * 60.0).round().clamp(0.0, 1_000_000.0);
    let minutes: u32 = format!("{minutes:.0}").parse().unwrap_or_default();
    let new = NewSideTask {
        to: sent.to,
        address: sent.address,
        question: sent.question,
        within_minutes: minutes,
    };
    let asked = me.app.desk.ask_side_task(&me.principal, &id, new).await;
    answer(&request, &me, &id, asked.map(drop), "done-side-task-asked").await
}

#[post("/tickets/{id}/side-tasks/answer")]
async fn note_answer(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    let done = desk
        .answer_side_task(&me.principal, &id, &sent.task, &sent.text)
        .await;
    answer(&request, &me, &id, done, "done-saved").await
}

#[post("/tickets/{id}/side-tasks/withdrawal")]
async fn withdraw_question(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let done = me
        .app
        .desk
        .withdraw_side_task(&me.principal, &id, &sent.task)
        .await;
    answer(&request, &me, &id, done, "done-saved").await
}

/// Back to the ticket; what was refused is told on its page.
async fn answer(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    result: DeskResult<()>,
    done: &str,
) -> Answer {
    let error: DeskError = match result {
        Ok(()) => {
            let back = changes::back_to(request, me, id);
            return Ok(page::see_other(&me.app, &back, Some(done)));
        }
        Err(error) => error,
    };
    changes::answer(request, me, id, Err(error), done).await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(ask_party)
        .service(note_answer)
        .service(withdraw_question);
}
