//! The statutory term on the ticket's page: registration and extension.

use crate::console::inbox::Asked;
use crate::console::session::LoggedIn;
use crate::console::show::Typed;
use crate::console::{changes, ticket};
use crate::problem::Answer;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use serde::Deserialize;
use words::tr;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    version: Option<i64>,
    /// As it was typed: what is no number of days is told on the ticket's page.
    days: String,
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
    let ticket = me.desk()?.ticket(&id, None, me.app.desk.now()).await?;
    let most = ticket.clocks.iter().map(|clock| clock.extension).max();
    let days = sent.days.trim().parse::<u32>().unwrap_or_default();
    // Where nothing can be extended, the desk says why.
    if let Some(most) = most.filter(|most| *most > 0 && !(1..=*most).contains(&days)) {
        let lang = me.reader(&request).lang;
        let told = [
            ("given", sent.days.as_str().into()),
            ("most", i64::from(most).into()),
        ];
        let typed = Typed {
            refused: tr(lang, "extension-days-wrong", &told),
            ..Typed::default()
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return ticket::show_ticket(&request, &me, &ticket, &Asked::default(), &typed, status).await;
    }
    let desk = &me.app.desk;
    let result = desk
        .extend_term(&me.principal, &id, days, &sent.reason, sent.version)
        .await;
    changes::answer(&request, &me, &id, result, "done-extended").await
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(register_ticket).service(extend_term);
}
