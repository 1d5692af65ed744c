//! A message of the client's becomes a request of its own, by a button beside it.

use crate::console::session::LoggedIn;
use crate::console::{changes, page};
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    title: String,
}

#[post("/tickets/{id}/messages/{entry}/split")]
async fn split_message(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String)>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (id, entry) = path.into_inner();
    let desk = &me.app.desk;
    match desk.split(&me.principal, &id, &entry, &sent.title, None).await {
        Ok(done) => Ok(page::see_other(
            &me.app,
            &format!("/tickets/{}", done.ticket),
            Some("done-split"),
        )),
        Err(error) => changes::answer(&request, &me, &id, Err(error), "done-split").await,
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(split_message);
}
