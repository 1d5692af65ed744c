//! A demo's outgoing mail: readable here, and answerable as its receiver would.

use crate::catcher::{Caught, MailCatcher};
use crate::console::inbox;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::Reader;
use crate::console::view::{CaughtMail, DemoMailListPage, DemoMailPage, Header};
use crate::problem::{Answer, Code, Problem};
use actix_web::{HttpRequest, get, post, web};
use serde::Deserialize;
use std::sync::Arc;
use words::t;

/// Mails in the list.
const LISTED: usize = 200;
/// Characters of a mail's beginning in the list.
const BEGINNING: usize = 140;

fn catcher(me: &LoggedIn) -> Answer<Arc<dyn MailCatcher>> {
    me.app
        .extras
        .catcher
        .clone()
        .ok_or_else(|| Problem::new(Code::NotFound))
}

#[get("/demo/mail")]
async fn list_mails(request: HttpRequest, me: LoggedIn) -> Answer {
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let caught = catcher(&me)?.list(LISTED).await;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "demo-mail"), "mail", &rail);
    let mails = caught.iter().map(|mail| shown(&reader, mail)).collect();
    page::forget_flash(&request, &me.app, page::html(&DemoMailListPage { page, mails })?)
}

#[get("/demo/mail/{id}")]
async fn get_mail(request: HttpRequest, me: LoggedIn, id: web::Path<String>) -> Answer {
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let caught = catcher(&me)?
        .get(&id)
        .await
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, caught.subject.clone(), "mail", &rail);
    let header = |(name, value): &(String, String)| Header {
        name: name.clone(),
        value: value.clone(),
    };
    page::html(&DemoMailPage {
        mail: shown(&reader, &caught),
        headers: caught.headers.iter().map(header).collect(),
        answer: format!("/demo/mail/{}/answer", caught.id),
        text: caught.text,
        page,
    })
}

fn shown(reader: &Reader, mail: &Caught) -> CaughtMail {
    let line = mail
        .text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    CaughtMail {
        path: format!("/demo/mail/{}", mail.id),
        to: mail.to.clone(),
        from: mail.from.clone(),
        subject: mail.subject.clone(),
        preview: line.chars().take(BEGINNING).collect(),
        at: reader.age(mail.at),
        exact: reader.exact(mail.at),
        here: false,
    }
}

#[derive(Deserialize)]
struct AnswerForm {
    #[serde(default)]
    csrf: String,
    text: String,
}

#[post("/demo/mail/{id}/answer")]
async fn answer_mail(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<AnswerForm>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    if sent.text.trim().is_empty() {
        return Err(Problem::new(Code::EmptyMessage));
    }
    let answered = catcher(&me)?.answer(&id, &sent.text).await;
    answered.map_err(|reason| Problem::because(Code::Conflict, reason))?;
    Ok(page::see_other(
        &me.app,
        "/demo/mail",
        Some("done-client-answered"),
    ))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_mails).service(get_mail).service(answer_mail);
}
