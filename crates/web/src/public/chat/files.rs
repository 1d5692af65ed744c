//! A file of a visitor's own talk; anybody else's is not there.

use super::{find, visitor};
use crate::app::App;
use crate::console::bytes;
use crate::problem::{Answer, Code, Problem};
use actix_web::{HttpRequest, get, web};

#[get("/{path}/files/{id}")]
async fn get_chat_file(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Answer {
    let (path, id) = path.into_inner();
    let chat = find(&request, &app, &path)?;
    let who = visitor(&request, &app, &chat)?;
    let talk = app.desk.talk(&who).await?;
    let talk = talk.ok_or_else(|| Problem::new(Code::NotFound))?;
    let found = app.desk.attachment_by_link(&talk.link_secret, &id).await?;
    Ok(bytes::file(found, false))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_chat_file);
}
