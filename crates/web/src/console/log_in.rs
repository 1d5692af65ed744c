//! Coming in and going out.

use crate::app::App;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::view::LogInPage;
use crate::problem::{Answer, Problem};
use crate::request::client_address;
use crate::security;
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::DeskError;
use serde::Deserialize;
use words::{Lang, t, t_code, tr};

/// Longest password looked at, bytes.
const PASSWORD: usize = 1_024;

#[derive(Debug, Deserialize)]
struct Wanted {
    #[serde(default)]
    next: String,
    /// A password was set a moment ago.
    #[serde(default)]
    set: String,
}

#[derive(Deserialize)]
struct LogInForm {
    #[serde(default)]
    csrf: String,
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[get("/")]
async fn get_start(app: web::Data<App>) -> HttpResponse {
    page::see_other(&app, "/inbox", None)
}

#[get("/login")]
async fn get_log_in(request: HttpRequest, app: web::Data<App>, wanted: web::Query<Wanted>) -> Answer {
    let (token, is_new) = security::visitor_token(&request);
    let mut shown = form(&request, &app, &token, &wanted.next);
    shown.page.path = "/login".to_owned();
    if !wanted.set.is_empty() {
        shown.notice = t(shown.page.lang, "password-changed");
    }
    let mut answer = page::html(&shown)?;
    if is_new {
        add_cookie(&mut answer, security::visitor_cookie(&app.options, &token))?;
    }
    if let Some(lang) = crate::console::lang::asked(&request) {
        add_cookie(&mut answer, security::lang_cookie(&app.options, lang.code()))?;
    }
    Ok(answer)
}

fn form(request: &HttpRequest, app: &App, token: &str, next: &str) -> LogInPage {
    let mut page = page::plain(request);
    page.title = t(page.lang, "log-in");
    page.csrf = token.to_owned();
    let demo = app.extras.demo_log_ins.iter().map(|who| {
        let role = t_code(page.lang, "role", who.role.code());
        let shown = format!("{}, {}", who.name, role.to_lowercase());
        (who.login.clone(), who.password.clone(), shown)
    });
    let demo = demo.collect();
    LogInPage {
        page,
        next: page::own_path(next).to_owned(),
        demo,
        ..LogInPage::default()
    }
}

fn add_cookie(answer: &mut HttpResponse, cookie: actix_web::cookie::Cookie<'static>) -> Answer<()> {
    answer.add_cookie(&cookie).map_err(Problem::internal)
}

#[post("/login")]
async fn post_log_in(request: HttpRequest, app: web::Data<App>, sent: web::Form<LogInForm>) -> Answer {
    let (token, is_new) = security::visitor_token(&request);
    if is_new {
        // The browser brought no cookie: whatever the field says proves nothing.
        return refused(&request, &app, &sent, StatusCode::FORBIDDEN, |lang| {
            t(lang, "error-csrf-advice")
        });
    }
    security::check_form(&request, &app.options, &token, &sent.csrf)?;
    let address = client_address(&request).to_string();
    let agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if sent.password.len() > PASSWORD {
        return refused(&request, &app, &sent, StatusCode::UNAUTHORIZED, |lang| {
            t(lang, "log-in-failed")
        });
    }
    match app
        .desk
        .log_in(&sent.email, &sent.password, &address, agent)
        .await
    {
        Ok(session) => {
            let mut answer = page::see_other(&app, page::own_path(&sent.next), None);
            add_cookie(
                &mut answer,
                security::session_cookie(&app.options, session.token.expose()),
            )?;
            Ok(answer)
        }
        Err(DeskError::Unauthenticated) => refused(&request, &app, &sent, StatusCode::UNAUTHORIZED, |lang| {
            t(lang, "log-in-failed")
        }),
        Err(DeskError::Throttled { seconds }) => {
            let minutes = (seconds + 59) / 60;
            let mut answer = refused(&request, &app, &sent, StatusCode::TOO_MANY_REQUESTS, |lang| {
                tr(lang, "log-in-throttled", &[("count", minutes.into())])
            })?;
            answer.headers_mut().insert(RETRY_AFTER, seconds.max(1).into());
            Ok(answer)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form again, with what was typed but the password, and why it was not taken.
fn refused(
    request: &HttpRequest,
    app: &App,
    sent: &LogInForm,
    status: StatusCode,
    why: impl FnOnce(Lang) -> String,
) -> Answer {
    let (token, is_new) = security::visitor_token(request);
    let mut shown = form(request, app, &token, &sent.next);
    shown.email.clone_from(&sent.email);
    shown.error = why(shown.page.lang);
    let mut answer = page::html_with(status, &shown)?;
    if is_new {
        add_cookie(&mut answer, security::visitor_cookie(&app.options, &token))?;
    }
    Ok(answer)
}

#[derive(Deserialize)]
struct LogOutForm {
    #[serde(default)]
    csrf: String,
}

#[post("/logout")]
async fn post_log_out(request: HttpRequest, me: LoggedIn, sent: web::Form<LogOutForm>) -> Answer {
    me.check(&request, &sent.csrf)?;
    me.app.desk.log_out(&me.secret).await?;
    let mut answer = page::see_other(&me.app, "/login", None);
    add_cookie(&mut answer, security::clear_session(&me.app.options))?;
    Ok(answer)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_start)
        .service(get_log_in)
        .service(post_log_in)
        .service(post_log_out);
}
