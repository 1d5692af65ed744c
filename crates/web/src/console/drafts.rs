//! What is being written, kept as it is typed: by a script in the background, or by a button. And an answer taken back.

use crate::console::session::LoggedIn;
use crate::console::{changes, multipart, page};
use crate::problem::{Answer, Code, Problem};
use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, post, web};
use domain::draft::DraftKind;
use serde::Deserialize;

#[post("/tickets/{id}/drafts/{kind}")]
async fn keep_draft(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let (id, kind) = path.into_inner();
    let kind = kind_of(&kind)?;
    let sent = multipart::read(form, me.app.options.max_upload).await?;
    me.check(&request, sent.field("csrf"))?;
    let (desk, key) = (&me.app.desk, sent.field("idempotency_key"));
    desk.keep_draft(&me.principal, &id, kind, sent.field("text"), key)
        .await?;
    // A script saves the words and shows no page.
    if sent.field("quiet") == "1" {
        return Ok(HttpResponse::NoContent().finish());
    }
    desk.add_draft_files(&me.principal, &id, kind, sent.files).await?;
    Ok(page::see_other(
        &me.app,
        &changes::back_to(&request, &me, &id),
        Some("done-draft"),
    ))
}

#[derive(Deserialize)]
struct Pressed {
    #[serde(default)]
    csrf: String,
}

#[post("/tickets/{id}/drafts/{kind}/files/{file}/removal")]
async fn remove_draft_file(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String, String)>,
    form: Multipart,
) -> Answer {
    let (id, kind, file) = path.into_inner();
    let kind = kind_of(&kind)?;
    let sent = multipart::read(form, me.app.options.max_upload).await?;
    me.check(&request, sent.field("csrf"))?;
    let (desk, key) = (&me.app.desk, sent.field("idempotency_key"));
    // The words beside it were sent along: they are kept before the page is shown anew.
    desk.keep_draft(&me.principal, &id, kind, sent.field("text"), key)
        .await?;
    desk.remove_draft_file(&me.principal, &id, kind, &file).await?;
    Ok(page::see_other(
        &me.app,
        &changes::back_to(&request, &me, &id),
        Some("done-saved"),
    ))
}

#[post("/tickets/{id}/replies/{entry}/undo")]
async fn undo_reply(
    request: HttpRequest,
    me: LoggedIn,
    path: web::Path<(String, String)>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let (id, entry) = path.into_inner();
    let result = me.app.desk.undo_answer(&me.principal, &id, &entry).await;
    changes::answer(
        &request,
        &me,
        &id,
        result.map(|undone| undone.changed),
        "done-undone",
    )
    .await
}

fn kind_of(code: &str) -> Answer<DraftKind> {
    DraftKind::parse(code).map_err(|_| Problem::new(Code::NotFound))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(keep_draft)
        .service(remove_draft_file)
        .service(undo_reply);
}
