//! Links from the ticket's page, and one answer to everybody whom a problem concerns.

use crate::console::session::LoggedIn;
use crate::console::view::LinksPage;
use crate::console::{changes, inbox, page, show};
use crate::problem::{Answer, Problem};
use actix_web::{HttpRequest, get, post, web};
use desk::DeskResult;
use domain::act::LinkKind;
use domain::ticket::State;
use serde::Deserialize;
use words::t;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    csrf: String,
    to: String,
    kind: String,
    text: String,
    then: String,
    idempotency_key: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// Public id of the ticket after which the page begins.
    after: String,
}

#[get("/tickets/{id}/links")]
async fn get_links(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    let (reader, desk, lang) = (me.reader(&request), me.desk()?, me.lang(&request));
    let found = desk.links(&id, &asked.after).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let shown = LinksPage {
        page: page::console(&request, &me, t(lang, "links"), "inbox", &rail),
        ticket: format!("/tickets/{id}"),
        lines: show::link_lines(&reader, found.links),
        next: found
            .next
            .map(|after| format!("/tickets/{id}/links?after={after}"))
            .unwrap_or_default(),
    };
    page::html(&shown)
}

#[post("/tickets/{id}/links")]
async fn link_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let kind =
        LinkKind::parse(&sent.kind).map_err(|error| Problem::field("kind", "unknown", error.to_string()))?;
    let done = me.app.desk.link(&me.principal, &id, &sent.to, kind).await;
    answer(&request, &me, &id, done, "done-linked").await
}

#[post("/tickets/{id}/links/removal")]
async fn unlink_ticket(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let done = me.app.desk.unlink(&me.principal, &id, &sent.to).await;
    answer(&request, &me, &id, done, "done-saved").await
}

#[post("/tickets/{id}/links/answers")]
async fn answer_all(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let then = (sent.then == "resolved").then_some(State::Resolved);
    let key = format!("{}:{}", me.operator.public_id, sent.idempotency_key);
    let done = me
        .app
        .desk
        .answer_all(&me.principal, &id, &sent.text, then, &key)
        .await
        .map(drop);
    answer(&request, &me, &id, done, "done-answered-all").await
}

/// Back to the ticket; what was refused is told on its page.
async fn answer(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    result: DeskResult<()>,
    done: &str,
) -> Answer {
    match result {
        Ok(()) => {
            let back = changes::back_to(request, me, id);
            Ok(page::see_other(&me.app, &back, Some(done)))
        }
        Err(error) => changes::answer(request, me, id, Err(error), done).await,
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_links)
        .service(link_ticket)
        .service(unlink_ticket)
        .service(answer_all);
}
