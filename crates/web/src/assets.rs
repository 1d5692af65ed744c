//! Scripts and styles, embedded in the binary, under an address that changes with any of them: cached for ever.

use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the assets of this build lie below the prefix.
#[must_use]
pub fn folder() -> String {
    format!("/assets/{TREE}")
}

/// An embedded file by its path, for what serves it under an address of its own.
pub(crate) fn file(path: &str) -> Option<&'static [u8]> {
    let at = FILES.binary_search_by_key(&path, |(name, _, _)| name).ok()?;
    FILES.get(at).map(|(_, bytes, _)| *bytes)
}

#[get("/assets/{tree}/{path:.*}")]
async fn get_asset(path: web::Path<(String, String)>) -> Answer {
    let (tree, path) = path.into_inner();
    let file = FILES
        .binary_search_by_key(&path.as_str(), |(name, _, _)| name)
        .ok()
        .and_then(|at| FILES.get(at));
    let Some((_, bytes, content_type)) = file else {
        return Err(Problem::new(Code::NotFound));
    };
    // A page of the build before asks by the old address while its files are still good enough to show it.
    let keep = if tree == TREE {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(HttpResponse::Ok()
        .content_type(*content_type)
        .insert_header((header::CACHE_CONTROL, keep))
        .body(*bytes))
}

/// Puts the assets in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_asset);
}
