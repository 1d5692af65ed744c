//! Whether the process lives, whether it can work, and its numbers.

use crate::app::{App, MetricsAccess};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use channel::Tally as _;
use desk::DeskError;
use serde_json::json;
use std::time::Duration;

/// What the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// The media type of the OpenMetrics text format, version 1.0.0.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The process answers: it need not be restarted.
#[get("/healthz")]
async fn get_health() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "alive"}))
}

/// The store answers too: requests may be sent here.
#[get("/readyz")]
async fn get_readiness(app: web::Data<App>) -> Answer {
    // A token nobody has: one indexed read, and the refusal is the store's answer.
    match tokio::time::timeout(PATIENCE, app.desk.token("okno_readiness")).await {
        Ok(Ok(_) | Err(DeskError::Unauthenticated)) => {
            Ok(HttpResponse::Ok().json(json!({"status": "ready"})))
        }
        Ok(Err(error)) => Err(error.into()),
        Err(_) => {
            let cause = Some("the store did not answer within a second".into());
            Err(Problem {
                cause,
                retry_after: Some(5),
                ..Problem::new(Code::Unavailable)
            })
        }
    }
}

#[get("/metrics")]
async fn get_metrics(request: HttpRequest, app: web::Data<App>) -> Answer {
    // Through a proxy everybody comes from this machine: then only a request that no proxy passed on counts as local.
    let forwarded =
        request.headers().contains_key("x-forwarded-for") || request.headers().contains_key("forwarded");
    let local = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback()) && !forwarded;
    if app.options.metrics == MetricsAccess::Loopback && !local {
        return Err(Problem::new(Code::NotFound));
    }
    let now = app.desk.now();
    if app.metrics.wants_ledger(now) {
        // A store that is away takes its own numbers with it, not those of this process.
        match tokio::time::timeout(PATIENCE, app.desk.ledger_balance()).await {
            Ok(Ok(balance)) => app.metrics.set_ledger(&balance.total, now),
            Ok(Err(error)) => tracing::warn!(%error, "the ledger is missing from the metrics"),
            Err(_) => tracing::warn!("the ledger is missing from the metrics: the store is slow"),
        }
    }
    match tokio::time::timeout(PATIENCE, app.desk.work_waiting()).await {
        Ok(Ok((jobs, late))) => app.metrics.set_work(jobs.waiting, jobs.dead, late),
        Ok(Err(error)) => tracing::warn!(%error, "jobs are missing from the metrics"),
        Err(_) => tracing::warn!("jobs are missing from the metrics: the store is slow"),
    }
    match tokio::time::timeout(PATIENCE, app.desk.handoffs_today()).await {
        Ok(Ok(count)) => app.metrics.set_handoffs(count),
        Ok(Err(error)) => tracing::warn!(%error, "words for a person are missing from the metrics"),
        Err(_) => tracing::warn!("words for a person are missing from the metrics: the store is slow"),
    }
    match tokio::time::timeout(PATIENCE, app.desk.talks_today()).await {
        Ok(Ok((counts, waiting))) => app.metrics.set_talks(counts, waiting),
        Ok(Err(error)) => tracing::warn!(%error, "talks are missing from the metrics"),
        Err(_) => tracing::warn!("talks are missing from the metrics: the store is slow"),
    }
    for (name, door) in &app.extras.doors {
        app.metrics.set_door(name, door.sightings());
    }
    for (name, door) in app.doors.all() {
        app.metrics.set_door(name, door.sightings());
    }
    let text = app.metrics.text().map_err(Problem::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, OPENMETRICS))
        .body(text))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_health)
        .service(get_readiness)
        .service(get_metrics);
}
