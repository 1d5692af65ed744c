//! What was said with a visitor before what their page shows, in this talk and in those before it.

use super::{find, shape, visitor};
use crate::app::App;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, get, web};
use desk::read::Before;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Older {
    /// Where the older lines begin, as the talk or the page before told it.
    before: String,
}

#[get("/{path}/history")]
async fn get_history(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    query: web::Query<Older>,
) -> Answer {
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let before: Before = query.before.parse()?;
    let page = app.desk.talk_before(&who, before).await?;
    let lang = chat.lang(&request, "");
    let lines: Vec<Value> = page.lines.iter().map(|line| shape::line(line, lang)).collect();
    Ok(HttpResponse::Ok().json(json!({
        "lines": lines,
        "earlier": page.before.map(|before| before.to_string()),
    })))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_history);
}
