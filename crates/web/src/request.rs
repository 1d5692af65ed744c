//! What is known of a request before anybody looks at it: its id, its nonce, where it came from.

use crate::app::App;
use actix_web::http::header::HeaderMap;
use actix_web::{HttpMessage as _, HttpRequest, web};
use std::net::{IpAddr, Ipv4Addr};

/// Set by the outermost layer, read by everything inside.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Follows what the request causes through the logs, up to the delivery of a message.
    pub trace: String,
    /// Of this answer's Content-Security-Policy.
    pub nonce: String,
}

impl RequestInfo {
    /// Takes over the id a proxy gave, where it looks like one; makes one otherwise.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers
            .get("x-request-id")
            .and_then(|value| value.to_str().ok())
            .filter(|id| is_id(id));
        let trace = given.map_or_else(|| format!("req_{}", domain::id::secret(20)), str::to_owned);
        Self {
            trace,
            nonce: domain::id::secret(26),
        }
    }
}

fn is_id(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// The request's id.
#[must_use]
pub fn trace(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestInfo>()
        .map(|info| info.trace.clone())
        .unwrap_or_default()
}

/// The nonce of the answer's Content-Security-Policy.
#[must_use]
pub fn nonce(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestInfo>()
        .map(|info| info.nonce.clone())
        .unwrap_or_default()
}

/// Who is at the other end. Behind a proxy it is the last address of `X-Forwarded-For`: the one our own proxy wrote;
/// those before it are anybody's claim.
#[must_use]
pub fn client_address(request: &HttpRequest) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    let behind_proxy = request
        .app_data::<web::Data<App>>()
        .is_some_and(|app| app.options.behind_proxy);
    if !behind_proxy {
        return peer;
    }
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .last()
        .and_then(|value| value.to_str().ok());
    forwarded
        .and_then(|list| list.rsplit(',').next()?.trim().parse().ok())
        .unwrap_or(peer)
}
