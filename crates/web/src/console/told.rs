//! «Озвучено»: the operator read the client the deadline on the telephone.

use crate::console::changes;
use crate::console::session::LoggedIn;
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    csrf: String,
    version: Option<i64>,
    /// The client wants no message with number and deadline.
    no_sms: bool,
}

#[post("/tickets/{id}/told")]
async fn tell_by_voice(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Told>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let desk = &me.app.desk;
    let result = desk
        .tell_by_voice(&me.principal, &id, sent.version, sent.no_sms)
        .await;
    changes::answer(&request, &me, &id, result, "done-saved").await
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(tell_by_voice);
}
