//! `Idempotency-Key`: the same key with the same body gets the same answer, for a day. Intake itself tells repetitions
//! apart by the key too, so a ticket is opened once even where the answer was lost on the way.

use super::auth::Caller;
use crate::problem::{Answer, Code, Problem};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse};
use desk::idempotency::Remembered;
use serde_json::{Value, json};

const HEADER: &str = "idempotency-key";
/// Longest key, bytes.
const LONGEST: usize = 200;

/// A request's key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Under which the answer is remembered; nothing where the caller sent no key.
    scope: Option<String>,
    digest: String,
    /// Tells repetitions apart at the door.
    pub message: String,
}

impl Key {
    /// The key of a request; one that has none gets a key nobody else has.
    ///
    /// # Errors
    /// The header is empty, too long or not readable.
    pub fn of(request: &HttpRequest, caller: &Caller, digest: &str) -> Answer<Self> {
        let digest = digest.to_owned();
        let Some(given) = request.headers().get(HEADER) else {
            return Ok(Self {
                scope: None,
                digest,
                message: format!("api:{}", domain::id::secret(26)),
            });
        };
        let key = given
            .to_str()
            .ok()
            .map(str::trim)
            .filter(|key| !key.is_empty() && key.len() <= LONGEST);
        let key = key.ok_or_else(|| {
            Problem::because(
                Code::BadRequest,
                format!("Idempotency-Key takes 1 to {LONGEST} visible characters"),
            )
        })?;
        let name = caller.name();
        Ok(Self {
            scope: Some(format!("{name} {} {} {key}", request.method(), request.path())),
            digest,
            message: format!("idem:{name}:{}:{key}", request.path()),
        })
    }

    /// The answer this request got before.
    ///
    /// # Errors
    /// The key came with another body.
    pub async fn answered(&self, caller: &Caller) -> Answer<Option<HttpResponse>> {
        let Some(scope) = &self.scope else { return Ok(None) };
        let known = caller.app.desk.remembered(scope, &self.digest).await?;
        known.map(|answer| again(&answer)).transpose()
    }

    /// Answers, and remembers the answer. Of two at the same time the first stands for both.
    ///
    /// # Errors
    /// The key came with another body.
    pub async fn answer(&self, caller: &Caller, status: StatusCode, location: &str, body: &Value) -> Answer {
        let kept = json!({ "location": location, "body": body }).to_string();
        let answer = Remembered {
            status: i32::from(status.as_u16()),
            body: kept,
        };
        let Some(scope) = &self.scope else {
            return again(&answer);
        };
        match caller
            .app
            .desk
            .remember(caller.principal.actor(), scope, &self.digest, answer.clone())
            .await
        {
            Ok(kept) => again(&kept),
            Err(error @ desk::DeskError::Conflict { .. }) => Err(error.into()),
            // What was asked is done; a repetition will be told apart at the door.
            Err(error) => {
                tracing::warn!(%error, "an answer could not be remembered");
                again(&answer)
            }
        }
    }
}

fn again(answer: &Remembered) -> Answer {
    let kept: Value = serde_json::from_str(&answer.body).map_err(Problem::internal)?;
    let status = u16::try_from(answer.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
    if let Some(location) = kept
        .get("location")
        .and_then(Value::as_str)
        .filter(|location| !location.is_empty())
    {
        response.insert_header((header::LOCATION, location));
    }
    response.insert_header((HeaderName::from_static("cache-control"), "no-store"));
    Ok(response.json(kept.get("body").unwrap_or(&Value::Null)))
}
