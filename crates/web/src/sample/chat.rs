//! A page of somebody's site that holds the chat.

use super::{of_a_demo, policy};
use crate::app::App;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, get, web};
use words::t;

#[get("/demo/site")]
async fn get_sample_site(request: HttpRequest, app: web::Data<App>) -> Answer {
    of_a_demo(&app)?;
    let lang = crate::console::lang::of(&request, None);
    let words = |key| t(lang, key);
    let page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n</head>\n<body>\n<main>\n\
         <h1>{}</h1>\n<p>{}</p>\n</main>\n<script src=\"{}\" defer></script>\n</body>\n</html>\n",
        lang.code(),
        words("demo-site-title"),
        words("demo-site-title"),
        words("demo-site-text"),
        app.options.path("/chat/help.js"),
    );
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(policy())
        .body(page))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_sample_site);
}
