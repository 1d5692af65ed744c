//! What clients sent, as bytes. Never a page of ours: HTML goes into a frame that may do nothing, pictures of four kinds
//! may be shown, everything else is a download under a type browsers do not open.

use crate::console::session::LoggedIn;
use crate::problem::Answer;
use crate::security::message_csp;
use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::{HttpResponse, get, web};
use desk::read::FileBytes;
use serde::Deserialize;

/// Types shown in place where their first bytes say the same.
const PICTURES: [(&str, &[u8]); 4] = [
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/gif", b"GIF8"),
    ("image/webp", b"RIFF"),
];

#[derive(Deserialize)]
struct Shown {
    /// 1: pictures of other hosts too.
    #[serde(default)]
    images: u8,
}

#[get("/messages/{id}/html")]
async fn get_html(me: LoggedIn, id: web::Path<String>, asked: web::Query<Shown>) -> Answer {
    let remote = asked.images == 1;
    let options = me.app.options.clone();
    let address =
        move |file: &desk::read::FileView| options.path(&format!("/files/{}?inline=1", file.public_id));
    let found = me.desk()?.entry_html(&id, remote, address).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, message_csp(remote)))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(framed(&found.html)))
}

/// Sanitised HTML as a page of its own, for its frame.
#[must_use]
pub fn framed(html: &str) -> String {
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"color-scheme\" content=\"light\"><base target=\"_blank\">\
         <style>body{{margin:8px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}}img{{max-width:100%;height:auto}}</style>{html}"
    )
}

#[derive(Deserialize)]
struct Wanted {
    /// 1: shown in place, where it is a picture.
    #[serde(default)]
    inline: u8,
}

#[get("/files/{id}")]
async fn get_file(me: LoggedIn, id: web::Path<String>, wanted: web::Query<Wanted>) -> Answer {
    let found = me.desk()?.attachment(&id).await?;
    Ok(file(found, wanted.inline == 1))
}

#[get("/messages/{id}/raw")]
async fn get_raw(me: LoggedIn, id: web::Path<String>) -> Answer {
    let bytes = me.desk()?.entry_raw(&id).await?;
    Ok(download(&format!("{id}.eml"), bytes))
}

/// A client's file: shown where it is a picture and was asked for so, downloaded otherwise.
#[must_use]
pub fn file(found: FileBytes, inline: bool) -> HttpResponse {
    let FileBytes { file, bytes } = found;
    let picture = PICTURES
        .iter()
        .find(|(_, magic)| bytes.starts_with(magic))
        .map(|(media_type, _)| *media_type);
    match picture.filter(|_| inline) {
        Some(media_type) => answer(DispositionType::Inline, &file.name, media_type, bytes),
        None => download(&file.name, bytes),
    }
}

/// Bytes to be kept, under no type a browser would open.
#[must_use]
pub fn download(name: &str, bytes: Vec<u8>) -> HttpResponse {
    answer(
        DispositionType::Attachment,
        name,
        "application/octet-stream",
        bytes,
    )
}

fn answer(disposition: DispositionType, name: &str, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !"/\\\"".contains(*c))
        .collect();
    let name = if name.is_empty() { "file".to_owned() } else { name };
    // RFC 6266 §4.3: the name as it is beside one that every program reads.
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let extended = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.into_bytes(),
    };
    let parameters = vec![
        DispositionParam::Filename(plain),
        DispositionParam::FilenameExt(extended),
    ];
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(ContentDisposition {
            disposition,
            parameters,
        })
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_html).service(get_file).service(get_raw);
}
