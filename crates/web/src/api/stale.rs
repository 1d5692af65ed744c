//! Versions: `ETag`, `If-Match`, and what changed meanwhile where a change came too late.

use super::auth::Caller;
use super::show;
use crate::changed;
use crate::problem::{Answer, Code, Problem};
use actix_web::HttpRequest;
use actix_web::http::header::IF_MATCH;
use desk::DeskError;

/// The version as an entity tag (RFC 9110 §8.8.3).
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version a change is based on; nothing where the caller does not say, or says `*`.
///
/// # Errors
/// The header is no tag of ours.
pub fn based_on(request: &HttpRequest) -> Answer<Option<i64>> {
    let Some(header) = request.headers().get(IF_MATCH) else {
        return Ok(None);
    };
    let tag = header.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let version = tag
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|version| version.parse().ok());
    match version {
        Some(version) => Ok(Some(version)),
        None => Err(Problem::because(
            Code::BadRequest,
            "If-Match takes the ETag of the ticket: \"7\"",
        )),
    }
}

/// The problem of a change; a stale one says what changed meanwhile, as far as the caller may read.
pub async fn explained(caller: &Caller, ticket: &str, error: DeskError) -> Problem {
    let DeskError::Stale { current, based_on } = error else {
        return error.into();
    };
    let mut problem = Problem::from(error);
    let Ok(reader) = caller.app.desk.read(&caller.principal) else {
        return problem;
    };
    let Ok(view) = reader.ticket(ticket, None, caller.app.desk.now()).await else {
        return problem;
    };
    let missed = changed::last(&view.timeline.entries, current - based_on);
    let changes: Vec<_> = missed.into_iter().cloned().map(show::entry).collect();
    if let Ok(changes) = serde_json::to_value(changes) {
        problem.more.insert("changes".into(), changes);
    }
    problem
}
