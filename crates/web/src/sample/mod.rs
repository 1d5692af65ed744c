//! Pages of somebody else's site, in a demo: one that holds the chat, and one whose clients are signed in. What they do, any site
//! may do.

mod chat;
mod host;

pub use host::{SampleClient, SampleHost};

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::web;

/// The strictest policy that a page with the chat works under.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; require-trusted-types-for 'script'";

fn policy() -> (header::HeaderName, &'static str) {
    (header::CONTENT_SECURITY_POLICY, POLICY)
}

/// Refuses where this is no demo.
fn of_a_demo(app: &App) -> Answer<()> {
    match app.extras.catcher {
        Some(_) => Ok(()),
        None => Err(Problem::new(Code::NotFound)),
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.configure(chat::configure).configure(host::configure);
}
