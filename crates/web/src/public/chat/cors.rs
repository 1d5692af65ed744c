//! Which pages may talk to a chat (Fetch standard, CORS protocol): those of the desk's own origin and of the origins that the
//! chat's settings name. No cookie is ever sent along, so there is nothing for another site to borrow.

use super::{Opened, all};
use crate::app::App;
use crate::public::account;
use crate::security;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, header::HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};

/// Seconds for which a browser may remember what it was told.
const REMEMBERED: &str = "600";

/// The origin of the page that asks, where its browser tells one.
pub fn origin(request: &HttpRequest) -> Option<&str> {
    request.headers().get(header::ORIGIN)?.to_str().ok()
}

/// Whether pages of an origin may hold this chat.
pub(super) fn admits(app: &App, request: &HttpRequest, chat: &Opened, origin: &str) -> bool {
    chat.spec.origins.iter().any(|known| known == origin)
        || security::same_origin(request, &app.options).is_ok()
}

/// Answers what a browser asks beforehand, and says to whom an answer may be shown.
///
/// # Errors
/// The handler's own.
pub async fn layer(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    let allowed = request.app_data::<web::Data<App>>().and_then(|app| {
        let origin = origin(request.request())?;
        let named = all(app)
            .iter()
            .any(|chat| chat.spec.origins.iter().any(|known| known == origin))
            || account::names_origin(app, origin);
        named.then(|| HeaderValue::from_str(origin).ok())?
    });
    if request.method() == Method::OPTIONS {
        let mut answer = HttpResponse::NoContent().finish();
        put(answer.headers_mut(), allowed.as_ref());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let mut answer = next.call(request).await?.map_into_left_body();
    put(answer.headers_mut(), allowed.as_ref());
    Ok(answer)
}

fn put(headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    let Some(origin) = origin else { return };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    let fixed = [
        ("access-control-allow-methods", "GET, POST, PUT"),
        (
            "access-control-allow-headers",
            "authorization, content-type, idempotency-key",
        ),
        ("access-control-expose-headers", "retry-after"),
        ("access-control-max-age", REMEMBERED),
        ("cross-origin-resource-policy", "cross-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
