//! The client's segment, set from the ticket's page; and why a deadline was missed.

use crate::console::session::LoggedIn;
use crate::console::{changes, page};
use crate::problem::Answer;
use actix_web::{HttpRequest, post, web};
use desk::client::ClientPatch;
use domain::ClockId;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    client: String,
    segment: String,
    clock: i64,
    reason: String,
    excused: String,
}

#[post("/tickets/{id}/segment")]
async fn set_segment(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let patch = ClientPatch {
        segment: Some(sent.segment.clone()),
    };
    me.app
        .desk
        .change_client(&me.principal, &sent.client, patch)
        .await?;
    let back = changes::back_to(&request, &me, &id);
    Ok(page::see_other(&me.app, &back, Some("done-saved")))
}

#[post("/tickets/{id}/miss")]
async fn explain_miss(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (desk, clock) = (&me.app.desk, ClockId(sent.clock));
    let excused = sent.excused == "1";
    let result = desk
        .explain_miss(&me.principal, &id, clock, &sent.reason, excused)
        .await;
    changes::answer(&request, &me, &id, result, "done-saved").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(set_segment).service(explain_miss);
}
