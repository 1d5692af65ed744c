//! The visitor has messages of ours before their eyes: the channel's own confirmation that they arrived.

use super::{Chatted, find, too_many, visitor};
use crate::app::App;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, post, web};
use channel::{Inbound, Sighting, What};
use serde::Deserialize;

/// Messages confirmed at once.
const MOST: usize = 100;
/// Confirmations of one visitor in ten minutes.
const TIMES: u32 = 400;

#[derive(Deserialize)]
struct Seen {
    /// Public ids of messages.
    entries: Vec<String>,
}

#[post("/{path}/seen")]
async fn confirm_seen(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    seen: web::Json<Seen>,
) -> Answer {
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let key = Chatted::Signals(chat.channel.id, who.value.clone());
    let now = app.desk.now();
    app.chatted.count_up_to(key, TIMES, now).map_err(too_many)?;
    let mut entries = seen.into_inner().entries;
    entries.truncate(MOST);
    // Only what was brought to this very visitor can be confirmed by them.
    for (_, external_id) in app.desk.unconfirmed(&who, entries).await? {
        let report = chat.door.received(&who, &external_id, now);
        let sighting = Sighting {
            channel: chat.channel.id,
            size: 0,
            what: What::Understood(Inbound::Report(Box::new(report))),
            trace: crate::request::trace(&request),
        };
        app.doors.chat.hand_in(&app.desk, sighting).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(confirm_seen);
}
