//! What other systems push to a channel: `POST /hooks/{kind}/{path}`. The channel's adapter proves and reads it; here the request
//! is brought and the answer taken back.

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::request;
use actix_web::{HttpRequest, HttpResponse, post, web};
use channel::hook::{HookRefusal, Pushed};
use serde_json::json;

#[post("/hooks/{kind}/{path}")]
async fn take_push(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    body: web::Bytes,
) -> Answer {
    let (kind, path) = path.into_inner();
    let hook = app
        .desk
        .hook(&kind, &path)
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let headers: std::collections::HashMap<String, String> = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let header = move |name: &str| headers.get(name).cloned().unwrap_or_default();
    let pushed = Pushed {
        header: &header,
        body: &body,
        at: app.desk.now(),
        trace: request::trace(&request),
    };
    let receipts = hook
        .take(&pushed, &app.desk)
        .await
        .map_err(|refusal| match refusal {
            HookRefusal::Forged(reason) => Problem::because(Code::Unauthenticated, reason),
            HookRefusal::Garbage(reason) => Problem::because(Code::Validation, reason),
            HookRefusal::Later(error) => error.into(),
        })?;
    let told = receipts.iter().map(|receipt| {
        let ticket = receipt.ticket.as_ref();
        json!({
            "fate": receipt.fate.code(),
            "ticket": ticket.map(|ticket| &ticket.public_id),
            "number": ticket.map(|ticket| &ticket.number),
        })
    });
    Ok(HttpResponse::Ok().json(json!({ "taken": told.collect::<Vec<_>>() })))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(take_push);
}
