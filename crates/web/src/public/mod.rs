//! Pages of clients: no account, no jargon.

use actix_web::web;

/// Puts them in their place.
pub fn configure(_cfg: &mut web::ServiceConfig) {}
