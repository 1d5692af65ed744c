//! The script itself: one file for every chat, without dependencies. It finds its chat by its own address.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use std::sync::LazyLock;

/// As it is written, without what only its readers need.
static SCRIPT: LazyLock<String> = LazyLock::new(|| lean(include_str!("../../../assets/embed/chat.js")));

/// Drops indentation and lines of comments. The script has no string over several lines that either could matter to.
fn lean(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let said = lines.filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/**"));
    let mut text = String::with_capacity(script.len());
    for line in said {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[get("/{path}.js")]
async fn get_script() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(SCRIPT.as_str())
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_script);
}

#[cfg(test)]
mod tests {
    use super::SCRIPT;

    /// What a page may load for a chat, bytes.
    const MOST: usize = 20_000;

    #[test]
    fn the_script_is_small_and_asks_nobody_else() {
        assert!(SCRIPT.len() < MOST, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("import "), "it has no dependencies");
        for forbidden in [
            "innerHTML",
            "insertAdjacentHTML",
            "eval(",
            "document.write",
            "style.cssText",
        ] {
            assert!(
                !SCRIPT.contains(forbidden),
                "a strict host page forbids {forbidden}"
            );
        }
    }
}
