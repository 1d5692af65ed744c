//! The form as it is opened, and as it comes back with what was typed and what is wrong.

use super::{Opened, find, framed, show};
use crate::app::App;
use crate::console::page;
use crate::problem::Answer;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, get, web};
use channel::form::{Typed, Wrong};

/// What is wrong with a form that comes back.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// What happened, what was kept, what to do; empty where only fields are wrong.
    pub words: String,
    pub wrong: Vec<Wrong>,
    /// Told beside the files.
    pub files: String,
    pub retry_after: Option<i64>,
}

#[get("/form/{path}")]
async fn get_form(request: HttpRequest, app: web::Data<App>, path: web::Path<String>) -> Answer {
    let form = find(&app, &path)?;
    let typed = Typed {
        lang: form.lang(&request).code().to_owned(),
        ..Typed::default()
    };
    answer(&request, &app, &form, &typed, &Fault::default(), StatusCode::OK)
}

/// The page of a form.
pub fn answer(
    request: &HttpRequest,
    app: &App,
    form: &Opened,
    typed: &Typed,
    fault: &Fault,
    status: StatusCode,
) -> Answer {
    let mut frame = page::plain(request);
    frame.lang = typed.lang.parse().unwrap_or_default();
    let shown = show::form(frame, app, form, typed, fault)?;
    let mut answer = page::html_with(status, &shown)?;
    if let Some(seconds) = fault.retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    if fault.wrong.is_empty() && fault.files.is_empty() && status == StatusCode::PAYLOAD_TOO_LARGE {
        answer
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    framed(request, form, answer)
}

/// Puts the page in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_form);
}
