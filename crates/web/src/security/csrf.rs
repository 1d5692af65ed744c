//! Changes come from our own pages only. Two independent checks: the browser says where the request comes from, and the
//! form brings a token that other sites cannot read.

use crate::app::WebOptions;
use crate::problem::{Answer, Code, Problem};
use actix_web::HttpRequest;
use actix_web::http::header;
use subtle::ConstantTimeEq as _;

/// Compares the token a form brought with the session's, in constant time.
///
/// # Errors
/// They differ: the page is from an earlier session, or the request from another site.
pub fn check_token(expected: &str, given: &str) -> Answer<()> {
    let equal = !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()));
    if equal {
        Ok(())
    } else {
        Err(Problem::new(Code::Csrf))
    }
}

/// Both checks for a form: the token in the field `csrf` or the header `X-CSRF-Token`, and the origin.
///
/// # Errors
/// Either check failed.
pub fn check_form(request: &HttpRequest, options: &WebOptions, expected: &str, field: &str) -> Answer<()> {
    same_origin(request, options)?;
    let header = request
        .headers()
        .get("x-csrf-token")
        .and_then(|value| value.to_str().ok());
    check_token(expected, header.unwrap_or(field))
}

/// Refuses a change that a browser sends from another site. A request without either header comes from no browser of
/// the last years; the token guards it alone.
///
/// # Errors
/// The request comes from elsewhere.
pub fn same_origin(request: &HttpRequest, options: &WebOptions) -> Answer<()> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(Problem::new(Code::Csrf)),
        None => {}
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return Ok(());
    };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let ours = text(header::HOST.as_str()) == Some(host) || options.origin() == Some(origin);
    if ours {
        Ok(())
    } else {
        Err(Problem::new(Code::Csrf))
    }
}

/// The token of a visitor's forms, and whether the browser must be given it first.
#[must_use]
pub fn visitor_token(request: &HttpRequest) -> (String, bool) {
    match request.cookie(super::VISITOR) {
        Some(cookie) if cookie.value().len() >= 26 => (cookie.value().to_owned(), false),
        _ => (domain::id::secret(26), true),
    }
}
