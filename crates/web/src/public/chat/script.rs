//! The script itself: one file for every chat, without dependencies. It finds its chat by its own address.

use crate::assets;
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};

/// Its name among the bundled files.
const NAME: &str = "chat.js";

#[get("/{path}.js")]
async fn get_script() -> Answer {
    let script = assets::file(NAME).ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(script))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_script);
}

#[cfg(test)]
mod tests {
    use super::NAME;
    use crate::assets;

    /// What a page may load for a chat, bytes.
    const MOST: usize = 20_000;

    #[test]
    fn the_script_is_small_and_asks_nobody_else() {
        let script = std::str::from_utf8(assets::file(NAME).unwrap()).unwrap();
        assert!(script.len() < MOST, "{} bytes", script.len());
        assert!(!script.contains("import "), "it has no dependencies");
        for forbidden in [
            "innerHTML",
            "insertAdjacentHTML",
            "eval(",
            "document.write",
            "style.cssText",
        ] {
            assert!(
                !script.contains(forbidden),
                "a strict host page forbids {forbidden}"
            );
        }
    }
}
