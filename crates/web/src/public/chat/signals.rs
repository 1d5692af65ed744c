//! Signals: what happens while somebody looks, and is stored nowhere.

use super::{Chatted, find, visitor};
use crate::app::App;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, post, web};

/// Signals of one visitor in ten minutes; more are let fall without a word.
const SIGNALS: u32 = 400;

/// The visitor is typing: whoever has the ticket open sees it.
#[post("/{path}/typing")]
async fn signal_typing(request: HttpRequest, app: web::Data<App>, path: web::Path<String>) -> Answer {
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let key = Chatted::Signals(chat.channel.id, who.value.clone());
    if app.chatted.count_up_to(key, SIGNALS, app.desk.now()).is_ok()
        && let Some(talk) = app.desk.talk_head(&who).await?
    {
        app.hub.typing(&talk.public_id);
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(signal_typing);
}
