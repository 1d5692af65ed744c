//! A link that has expired: says so, and sends a new one to the address we know. Of the request it tells nothing.

use super::{change_is_ours, keep_private, too_many};
use crate::app::App;
use crate::console::page;
use crate::console::view::LinkPage;
use crate::problem::{Answer, Code, Problem};
use crate::public::Network;
use crate::security;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::DeskError;
use serde::Deserialize;
use words::t;

/// The page in place of the ticket's.
pub fn show(request: &HttpRequest, app: &App, secret: &str) -> Answer {
    let (token, is_new) = security::visitor_token(request);
    let mut frame = page::plain(request);
    frame.csrf.clone_from(&token);
    frame.title = t(frame.lang, "client-link-expired-title");
    let shown = LinkPage {
        title: frame.title.clone(),
        words: t(frame.lang, "client-link-expired"),
        action: app.options.path(&format!("/t/{secret}/renewals")),
        page: frame,
    };
    let mut answer = page::html_with(StatusCode::GONE, &shown)?;
    keep_private(answer.headers_mut());
    if is_new {
        answer
            .add_cookie(&security::visitor_cookie(&app.options, &token))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

#[derive(Deserialize)]
struct Press {
    #[serde(default)]
    csrf: String,
}

#[post("/t/{secret}/renewals")]
async fn renew(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    press: web::Form<Press>,
) -> Answer {
    change_is_ours(&request, &app, &press.csrf)?;
    let (who, now) = (Network::of(&request), app.desk.now());
    app.guesses.allows(&who, now).map_err(too_many)?;
    match app.desk.renew_link(&secret).await {
        Err(DeskError::NotFound(_)) => {
            app.guesses.count(who, now).map_err(too_many)?;
            return Err(Problem::new(Code::LinkUnknown));
        }
        done => done?,
    }
    let mut frame = page::plain(&request);
    frame.title = t(frame.lang, "client-link-renewed-title");
    let shown = LinkPage {
        title: frame.title.clone(),
        words: t(frame.lang, "client-link-renewed"),
        action: String::new(),
        page: frame,
    };
    let mut answer = page::html(&shown)?;
    keep_private(answer.headers_mut());
    Ok(answer)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(renew);
}
