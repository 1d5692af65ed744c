//! The statutory term on the ticket's page: registration and extension.

use crate::console::changes;
use crate::console::session::LoggedIn;
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    version: Option<i64>,
    days: u32,
    reason: String,
}

#[post("/tickets/{id}/registration")]
async fn register_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let result = me.app.desk.register(&me.principal, &id, None, sent.version).await;
    changes::answer(&request, &me, &id, result, "done-registered").await
}

#[post("/tickets/{id}/extension")]
async fn extend_term(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    let result = desk
        .extend_term(&me.principal, &id, sent.days, &sent.reason, sent.version)
        .await;
    changes::answer(&request, &me, &id, result, "done-extended").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(register_ticket).service(extend_term);
}
