//! The outermost layer: gives a request its id, measures it, writes one line of the access log, lets problems out in
//! their proper shape and puts the headers of every answer. Logs routes, never paths: a path can hold a secret.

use crate::app::App;
use crate::problem;
use crate::request::RequestInfo;
use crate::security;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, web};
use std::time::Instant;

/// Wraps every request.
///
/// # Errors
/// Only what no handler made an answer of.
pub async fn layer(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let began = Instant::now();
    let info = RequestInfo::of(request.headers());
    let method = request.method().clone();
    request.extensions_mut().insert(info.clone());
    let app = request.app_data::<web::Data<App>>().cloned();
    let mut response = problem::finish(next.call(request).await?);
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    let (status, took) = (response.status().as_u16(), began.elapsed());
    if let Some(app) = app {
        security::put(response.headers_mut(), &app.options, &info.nonce, &info.trace);
        app.metrics.answered(&method, &route, status, took);
    }
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "web::access",
        trace = %info.trace,
        http.method = %method,
        http.route = %route,
        http.status = status,
        duration_ms = millis,
        "answered"
    );
    Ok(response)
}
