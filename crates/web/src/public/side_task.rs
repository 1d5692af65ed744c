//! The page of a department or an outside party that was asked something: the question, by when, and a place to answer.
//! No account; the secret in the address is all, so it is guessed at slowly, told to nobody, and kept by no cache.

use super::follow_up::{change_is_ours, keep_private, too_many};
use super::network::Network;
use crate::app::App;
use crate::console::show::zone_of;
use crate::console::view::SideTaskPage;
use crate::console::{lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::security;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, get, post, web};
use desk::DeskError;
use serde::Deserialize;
use words::{number, t, tr, when};

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

#[get("/a/{secret}")]
async fn get_side_task(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    show(&request, &app, &secret, asked.done == "1", "", "").await
}

#[post("/a/{secret}")]
async fn answer_side_task(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    sent: web::Form<Sent>,
) -> Answer {
    change_is_ours(&request, &app, &sent.csrf)?;
    open(&request, &app, &secret).await?;
    match app.desk.answer_by_link(&secret, &sent.text).await {
        Ok(()) => Ok(page::see_other(&app, &format!("/a/{secret}?done=1"), None)),
        Err(DeskError::Invalid(_)) => {
            show(&request, &app, &secret, false, &sent.text, "client-form-required").await
        }
        Err(error) => Err(error.into()),
    }
}

/// The task behind a secret. Whoever tries many that are none is not answered for a while.
async fn open(request: &HttpRequest, app: &App, secret: &str) -> Answer<desk::ticket::SideTaskPage> {
    let (who, now) = (Network::of(request), app.desk.now());
    app.guesses.allows(&who, now).map_err(too_many)?;
    match app.desk.side_task_by_link(secret).await {
        Err(DeskError::NotFound(_)) => {
            app.guesses.count(who, now).map_err(too_many)?;
            Err(Problem::new(Code::LinkUnknown))
        }
        found => Ok(found?),
    }
}

async fn show(
    request: &HttpRequest,
    app: &App,
    secret: &str,
    done: bool,
    typed: &str,
    error: &str,
) -> Answer {
    let found = open(request, app, secret).await?;
    let (token, is_new) = security::visitor_token(request);
    let mut frame = page::plain(request);
    frame.lang = lang::of(request, Some(&found.lang));
    frame.csrf.clone_from(&token);
    let shown = number::ticket(frame.lang, &found.number);
    frame.title = tr(frame.lang, "side-task-page-title", &[("number", shown.into())]);
    let (zone, now) = (zone_of(&found.zone), app.desk.now().to_timestamp());
    let due = when::limit(frame.lang, found.due.to_timestamp(), now, &zone, None);
    let shown = SideTaskPage {
        due: match found.state.as_str() {
            "asked" => tr(frame.lang, "side-task-page-due", &[("due", due.into())]),
            "withdrawn" => t(frame.lang, "side-task-page-withdrawn"),
            _ => t(frame.lang, "side-task-page-answered"),
        },
        open: found.state != "withdrawn",
        done: if done {
            t(frame.lang, "side-task-page-thanks")
        } else {
            String::new()
        },
        error: if error.is_empty() {
            String::new()
        } else {
            t(frame.lang, error)
        },
        brand: found.brand,
        logo: String::new(),
        name: found.name,
        question: found.question,
        answer: found.answer,
        typed: typed.to_owned(),
        action: app.options.path(&format!("/a/{secret}")),
        page: frame,
    };
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut answer = page::html_with(status, &shown)?;
    keep_private(answer.headers_mut());
    if is_new {
        answer
            .add_cookie(&security::visitor_cookie(&app.options, &token))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_side_task).service(answer_side_task);
}
