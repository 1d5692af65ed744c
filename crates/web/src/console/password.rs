//! Passwords without a log-in: one that was forgotten, and one that is set by the link of a letter. Says the same
//! whether there is such a person or not.

use crate::app::App;
use crate::console::page;
use crate::console::view::{ForgottenPage, NewPasswordPage};
use crate::problem::{Answer, Code, Problem};
use crate::request::client_address;
use crate::security;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::DeskError;
use desk::people::OpenLink;
use serde::Deserialize;
use words::{t, tr, when};

/// Longest password looked at, bytes.
const PASSWORD: usize = 1_024;

#[get("/password/forgotten")]
async fn get_forgotten(request: HttpRequest, app: web::Data<App>) -> Answer {
    let (token, _) = security::visitor_token(&request);
    with_visitor(&request, &app, &token, page::html(&forgotten(&request, &token))?)
}

fn forgotten(request: &HttpRequest, token: &str) -> ForgottenPage {
    let mut page = page::plain(request);
    page.title = t(page.lang, "password-forgotten");
    page.csrf = token.to_owned();
    ForgottenPage {
        page,
        ..ForgottenPage::default()
    }
}

#[derive(Deserialize)]
struct Forgotten {
    #[serde(default)]
    csrf: String,
    email: String,
}

#[post("/password/forgotten")]
async fn post_forgotten(request: HttpRequest, app: web::Data<App>, sent: web::Form<Forgotten>) -> Answer {
    let token = checked(&request, &app, &sent.csrf)?;
    let address = client_address(&request).to_string();
    let mut shown = forgotten(&request, &token);
    match app.desk.forgot_password(&sent.email, &address).await {
        Ok(()) => {
            shown.done = t(shown.page.lang, "password-letter-sent");
            page::html(&shown)
        }
        Err(DeskError::Throttled { seconds }) => {
            let minutes = (seconds + 59) / 60;
            shown.error = tr(shown.page.lang, "log-in-throttled", &[("count", minutes.into())]);
            let mut answer = page::html_with(StatusCode::TOO_MANY_REQUESTS, &shown)?;
            answer.headers_mut().insert(RETRY_AFTER, seconds.max(1).into());
            Ok(answer)
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/password/{token}")]
async fn get_new(request: HttpRequest, app: web::Data<App>, link: web::Path<String>) -> Answer {
    let (token, _) = security::visitor_token(&request);
    let answer = match app.desk.open_link(&link).await {
        Ok(open) => page::html(&new_password(&request, &app, &token, &link, &open, String::new()))?,
        Err(DeskError::NotFound(_)) => gone(&request, &token)?,
        Err(error) => return Err(error.into()),
    };
    with_visitor(&request, &app, &token, answer)
}

fn new_password(
    request: &HttpRequest,
    app: &App,
    token: &str,
    link: &str,
    open: &OpenLink,
    error: String,
) -> NewPasswordPage {
    let mut page = page::plain(request);
    let key = if open.invites {
        "password-welcome"
    } else {
        "password-choose"
    };
    page.title = t(page.lang, key);
    page.csrf = token.to_owned();
    let zone = super::show::zone_of(&open.operator.zone);
    let now = app.desk.now().to_timestamp();
    let until = when::until(page.lang, open.good_until.to_timestamp(), now, &zone);
    NewPasswordPage {
        action: format!("/password/{link}"),
        login: open.operator.login.clone(),
        valid: tr(page.lang, "password-link-valid", &[("until", until.into())]),
        error,
        page,
    }
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    csrf: String,
    password: String,
    repeat: String,
}

#[post("/password/{token}")]
async fn post_new(
    request: HttpRequest,
    app: web::Data<App>,
    link: web::Path<String>,
    sent: web::Form<NewPassword>,
) -> Answer {
    let token = checked(&request, &app, &sent.csrf)?;
    let open = match app.desk.open_link(&link).await {
        Ok(open) => open,
        Err(DeskError::NotFound(_)) => return gone(&request, &token),
        Err(error) => return Err(error.into()),
    };
    let refuse = |key: &str| {
        let lang = page::plain(&request).lang;
        let shown = new_password(&request, &app, &token, &link, &open, t(lang, key));
        page::html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
    };
    if sent.password != sent.repeat {
        return refuse("password-mismatch");
    }
    if sent.password.len() > PASSWORD {
        return refuse("password-unfit");
    }
    match app.desk.use_link(&link, &sent.password).await {
        Ok(()) => Ok(page::see_other(&app, "/login?set=1", None)),
        Err(DeskError::Invalid(_)) => refuse("password-unfit"),
        Err(DeskError::NotFound(_)) => gone(&request, &token),
        Err(error) => Err(error.into()),
    }
}

/// The link opens nothing any more; another one is a form away.
fn gone(request: &HttpRequest, token: &str) -> Answer {
    let mut shown = forgotten(request, token);
    shown.error = t(shown.page.lang, "link-expired");
    page::html_with(StatusCode::NOT_FOUND, &shown)
}

/// The visitor's token, where the form was ours.
fn checked(request: &HttpRequest, app: &App, csrf: &str) -> Answer<String> {
    let (token, is_new) = security::visitor_token(request);
    if is_new {
        // The browser brought no cookie: whatever the field says proves nothing.
        return Err(Problem::new(Code::Csrf));
    }
    security::check_form(request, &app.options, &token, csrf)?;
    Ok(token)
}

fn with_visitor(request: &HttpRequest, app: &App, token: &str, mut answer: HttpResponse) -> Answer {
    if security::visitor_token(request).1 {
        let cookie = security::visitor_cookie(&app.options, token);
        answer.add_cookie(&cookie).map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_forgotten)
        .service(post_forgotten)
        .service(get_new)
        .service(post_new);
}
