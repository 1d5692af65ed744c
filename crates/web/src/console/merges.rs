//! Two tickets of one client become one by a button, and two again by another.

use crate::console::session::LoggedIn;
use crate::console::{changes, page};
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use desk::DeskResult;
use desk::ticket::Merged;
use serde::Deserialize;

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
struct Pressed {
    #[serde(default)]
    csrf: String,
    version: Option<i64>,
    /// The ticket to become part of: a number, or a public id.
    #[serde(default)]
    into: String,
    /// The ticket that becomes part of this one.
    #[serde(default)]
    ticket: String,
}

#[post("/tickets/{id}/merge")]
async fn merge_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let merged = me
        .app
        .desk
        .merge(&me.principal, &id, &sent.into, sent.version)
        .await;
    show(&request, &me, &id, merged, "done-merged").await
}

#[post("/tickets/{id}/absorbed")]
async fn absorb_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let merged = me.app.desk.merge(&me.principal, &sent.ticket, &id, None).await;
    show(&request, &me, &id, merged, "done-merged").await
}

#[post("/tickets/{id}/absorbed/{ticket}/undo")]
async fn undo_merge(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String)>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (id, absorbed) = path.into_inner();
    let undone = me.app.desk.unmerge(&me.principal, &absorbed).await;
    show(&request, &me, &id, undone, "done-unmerged").await
}

/// On to the ticket that goes on; what was refused is told on the page it was asked from.
async fn show(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    merged: DeskResult<Merged>,
    done: &str,
) -> Answer {
    match merged {
        Ok(merged) => {
            let path = changes::back_to(request, me, &merged.survivor);
            Ok(page::see_other(&me.app, &path, Some(done)))
        }
        Err(error) => changes::answer(request, me, id, Err(error), done).await,
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(merge_ticket)
        .service(absorb_ticket)
        .service(undo_merge);
}
