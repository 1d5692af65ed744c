//! Pages of clients: no account, no jargon, nothing of the house but what concerns them.

mod follow_up;
mod show;

use actix_web::web;

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.configure(follow_up::configure);
}
