//! The client's private page of one ticket, by the secret in its address: read, add, take back, say it is solved. The
//! secret is all that is asked for, so it is guessed at slowly, told to nobody, and kept by no cache.

mod actions;
mod expired;
mod messages;

use super::look::Look;
use super::network::Network;
use super::show::{self, Typed};
use crate::app::App;
use crate::console::show::Reader;
use crate::console::{bytes, lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::request::client_address;
use crate::security;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse, get, web};
use desk::DeskError;
use desk::read::FollowUp;
use serde::Deserialize;
use words::t;

#[derive(Deserialize)]
struct Asked {
    /// What was just done: `message`, `withdrawn`, `solved`.
    #[serde(default)]
    done: String,
}

#[get("/t/{secret}")]
async fn get_follow_up(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    let found = match open(&request, &app, &secret).await {
        Err(problem) if problem.code == Code::LinkExpired => {
            return expired::show(&request, &app, &secret);
        }
        found => found?,
    };
    let lang = lang::of(&request, Some(&found.lang));
    let done = match asked.done.as_str() {
        "message" => t(lang, "client-page-message-sent"),
        "withdrawn" => t(lang, "client-page-withdrawn"),
        "solved" => t(lang, "client-page-solved-thanks"),
        _ => String::new(),
    };
    let typed = Typed {
        done,
        ..Typed::default()
    };
    answer(&request, &app, &secret, &found, typed, StatusCode::OK)
}

/// The ticket behind a secret. Whoever tries many that are none is not answered for a while, whatever comes next.
///
/// # Errors
/// The secret is no ticket's, is one no more, or too many were tried.
pub async fn open(request: &HttpRequest, app: &App, secret: &str) -> Answer<FollowUp> {
    let (who, now) = (Network::of(request), app.desk.now());
    app.guesses.allows(&who, now).map_err(too_many)?;
    match app.desk.ticket_by_link(secret).await {
        Err(DeskError::NotFound(_)) => {
            app.guesses.count(who, now).map_err(too_many)?;
            Err(Problem::new(Code::LinkUnknown))
        }
        found => Ok(found?),
    }
}

pub(super) fn too_many(seconds: i64) -> Problem {
    Problem {
        retry_after: Some(seconds),
        ..Problem::new(Code::TooManyRequests)
    }
}

/// What a change must pass: the page's own form, and not too often.
pub(super) fn change_is_ours(request: &HttpRequest, app: &App, csrf: &str) -> Answer<()> {
    let (token, is_new) = security::visitor_token(request);
    if is_new {
        return Err(Problem::new(Code::Csrf));
    }
    security::check_form(request, &app.options, &token, csrf)?;
    app.visitors
        .count(client_address(request), app.desk.now())
        .map_err(too_many)
}

fn answer(
    request: &HttpRequest,
    app: &App,
    secret: &str,
    found: &FollowUp,
    typed: Typed,
    status: StatusCode,
) -> Answer<HttpResponse> {
    let setup = app.desk.setup();
    let lang = lang::of(request, Some(&found.lang));
    let zone = if found.zone.is_empty() {
        &setup.zone
    } else {
        &found.zone
    };
    let reader = Reader::new(lang, zone, app.desk.now());
    let (token, is_new) = security::visitor_token(request);
    let mut frame = page::plain(request);
    frame.lang = lang;
    frame.csrf.clone_from(&token);
    frame.title = show::title(lang, found);
    let mut shown = show::follow_up(frame, &reader, found, &format!("/t/{secret}"), typed);
    let look = Look::of_channel(app, found.channel);
    (shown.logo, shown.brand_css) = (look.logo, look.css);
    let mut answer = page::html_with(status, &shown)?;
    keep_private(answer.headers_mut());
    if is_new {
        answer
            .add_cookie(&security::visitor_cookie(&app.options, &token))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// The address is the key: it is told to nobody, and no search engine keeps it.
pub(super) fn keep_private(headers: &mut HeaderMap) {
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
}

#[get("/t/{secret}/files/{id}")]
async fn get_file(request: HttpRequest, app: web::Data<App>, path: web::Path<(String, String)>) -> Answer {
    let (secret, id) = path.into_inner();
    open(&request, &app, &secret).await?;
    let found = app.desk.attachment_by_link(&secret, &id).await?;
    let mut answer = bytes::file(found, false);
    keep_private(answer.headers_mut());
    Ok(answer)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_follow_up)
        .service(get_file)
        .configure(messages::configure)
        .configure(actions::configure)
        .configure(expired::configure);
}
